package org.egoscope.perception.internal.segment;

import java.util.Arrays;

/** How much a cell's colour speaks for inside against outside: smoothed Lab histograms of both, over the colours of the crop. */
final class ColourModel {
    private static final int BINS_SHIFT = 4;
    private static final int BINS = 1 << BINS_SHIFT;

    /** A crop of one colour must not be stretched to noise: least ranges of lightness and of a and b, in bytes. */
    private static final float LEAST_LIGHT_RANGE = 48;

    private static final float LEAST_COLOUR_RANGE = 24;

    /** The log ratio is cut off here, so that no colour decides alone. */
    private static final double MOST_EVIDENCE = 3;

    private final int[] bins;
    private final float[] inside = new float[BINS * BINS * BINS];
    private final float[] outside = new float[BINS * BINS * BINS];
    private final float[] work = new float[BINS * BINS * BINS];

    /** Of the colours that occur, by bin. */
    private final float[] evidence = new float[BINS * BINS * BINS];

    private final int[] usedBins;

    ColourModel(BoxCrop crop) {
        bins = new int[crop.cells()];
        for (int c = 0; c < 3; c++) {
            float low = Float.MAX_VALUE;
            float high = -Float.MAX_VALUE;
            for (int cell = 0; cell < bins.length; cell++) {
                low = Math.min(low, crop.lab[cell * 3 + c]);
                high = Math.max(high, crop.lab[cell * 3 + c]);
            }
            float range = Math.max(high - low, c == 0 ? LEAST_LIGHT_RANGE : LEAST_COLOUR_RANGE);
            float start = (low + high - range) / 2;
            for (int cell = 0; cell < bins.length; cell++) {
                int bin = (int) ((crop.lab[cell * 3 + c] - start) / range * BINS);
                bins[cell] = bins[cell] * BINS + Math.max(0, Math.min(BINS - 1, bin));
            }
        }
        usedBins = Arrays.stream(bins).distinct().toArray();
    }

    /** Learns both histograms from each cell's probability of lying inside. */
    void learn(float[] insideProbability) {
        Arrays.fill(inside, 0);
        Arrays.fill(outside, 0);
        double in = 0;
        for (int cell = 0; cell < bins.length; cell++) {
            inside[bins[cell]] += insideProbability[cell];
            outside[bins[cell]] += 1 - insideProbability[cell];
            in += insideProbability[cell];
        }
        finish(inside, in);
        finish(outside, bins.length - in);
        for (int bin : usedBins) {
            double ratio = Math.log(inside[bin] / (double) outside[bin]);
            evidence[bin] = (float) Math.max(-MOST_EVIDENCE, Math.min(MOST_EVIDENCE, ratio));
        }
    }

    private void finish(float[] histogram, double sum) {
        smooth(histogram);
        smooth(histogram);
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] = (float) ((histogram[i] + 1e-3) / (sum + 1));
        }
    }

    /** Spreads a quarter to each neighbouring bin along each axis. */
    private void smooth(float[] histogram) {
        for (int axis = 0; axis < 3; axis++) {
            int step = 1 << axis * BINS_SHIFT;
            for (int i = 0; i < histogram.length; i++) {
                int at = i >> axis * BINS_SHIFT & BINS - 1;
                float below = at > 0 ? histogram[i - step] : histogram[i];
                float above = at < BINS - 1 ? histogram[i + step] : histogram[i];
                work[i] = 0.5f * histogram[i] + 0.25f * (below + above);
            }
            System.arraycopy(work, 0, histogram, 0, work.length);
        }
    }

    /** Logarithm of the ratio of the two likelihoods. */
    double evidence(int cell) {
        return evidence[bins[cell]];
    }

    /** Bhattacharyya coefficient of the histograms: 0 for colours that never mix, 1 for equal ones. */
    double overlap() {
        double sum = 0;
        for (int i = 0; i < inside.length; i++) {
            sum += Math.sqrt((double) inside[i] * outside[i]);
        }
        return Math.min(1, sum);
    }
}
