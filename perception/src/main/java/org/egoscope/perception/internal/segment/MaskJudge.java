package org.egoscope.perception.internal.segment;

import java.util.Arrays;

/**
 * How likely each candidate is the thing that a box means, as log odds against the others, from what can be measured of it in comparison
 * with them: each measure less its mean over the candidates of the box, in units of its spread there, so that grey and colourful, busy and
 * plain surroundings count alike.
 *
 * <p>That the picture was moved against the box counts neither for nor against a candidate.
 *
 * <p>The weights maximise the mean true IoU of what the candidates vote for with these odds, when the picture was not yet moved. They were learned on
 * objects of the synthetic kitchen (58 objects, seeds 100 to 115, one frame each, both edge detectors, a quarter of the weight in sum) and on 43 objects of the two
 * grey side cameras of the Aria Digital Twin excerpt (two moments, both detectors). No object of its colour camera on which box prompts
 * are scored was used for weights; how strongly to hold them down was chosen by learning on one side camera and scoring on the other, and
 * on objects of the colour camera that are too small to be scored.
 */
final class MaskJudge {
    /** In the order of {@link MaskFeatures}, then fill squared, reach squared, outline edge times fill, colour overlap times fill. */
    private static final double[] WEIGHTS = {
        0.01, 1.58, 0.68, -1.51, -0.33, 0.09, 0.11, 0.83, 1.61, 0.0, -0.40,
        1.80, 0.57, -0.66
    };

    /** A quarter of the mean spread of each measure, added to the spread: where all candidates are alike, differences say little. */
    private static final double[] LEAST_SPREAD = {
        0.054, 0.046, 0.024, 0.034, 0.010, 0.031, 0.035, 0.050, 0.032, 0.25, 0.064,
        0.063, 0.022, 0.049
    };

    /** In the order of {@link BoxCandidates.Source}. */
    private static final double[] BIAS = {
        -0.49, 0.02, 0.06, -0.40, -0.21, -0.01, -0.50, 1.25, -0.06, 0.11, 0.11, 1.31
    };

    private MaskJudge() {}

    static double[] logOdds(BoxReadings readings) {
        BoxCandidates.Source[] sources = new BoxCandidates.Source[readings.count()];
        double[][] measured = new double[sources.length][];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = readings.source(i);
            measured[i] = readings.measured(i);
        }
        return logOdds(sources, measured);
    }

    /** @param measured by candidate, in the order of {@link MaskFeatures} */
    static double[] logOdds(BoxCandidates.Source[] sources, double[][] measured) {
        int count = sources.length;
        double[][] all = new double[count][];
        for (int i = 0; i < count; i++) {
            all[i] = withProducts(measured[i]);
        }
        double[] odds = new double[count];
        for (int i = 0; i < count; i++) {
            odds[i] = BIAS[sources[i].ordinal()];
        }
        for (int k = 0; k < WEIGHTS.length; k++) {
            double mean = 0;
            double square = 0;
            for (double[] values : all) {
                mean += values[k] / count;
                square += values[k] * values[k] / count;
            }
            double spread = Math.sqrt(Math.max(0, square - mean * mean)) + LEAST_SPREAD[k];
            for (int i = 0; i < count; i++) {
                odds[i] += WEIGHTS[k] * (all[i][k] - mean) / spread;
            }
        }
        return odds;
    }

    private static double[] withProducts(double[] f) {
        double[] all = Arrays.copyOf(f, WEIGHTS.length);
        double fill = f[MaskFeatures.FILL];
        double reach = f[MaskFeatures.REACH];
        all[MaskFeatures.COUNT] = fill * fill;
        all[MaskFeatures.COUNT + 1] = reach * reach;
        all[MaskFeatures.COUNT + 2] = f[MaskFeatures.OUTLINE_EDGE] * fill;
        all[MaskFeatures.COUNT + 3] = f[MaskFeatures.COLOUR_OVERLAP] * fill;
        return all;
    }
}
