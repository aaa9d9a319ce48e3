package org.egoscope.app.products;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One figure taken twice of the same things, in blocks: neighbouring frames are alike, so that not frames but blocks (a second of a clip,
 * a picture) are drawn for the interval.
 */
final class PairedMeasure {
    private static final int DRAWS = 4000;
    private static final double TAIL = 0.025;

    private final String name;
    private final Map<String, double[]> blocks = new LinkedHashMap<>();

    /**
     * What it came to.
     *
     * @param count things that were measured
     * @param first mean of the first figure
     * @param second mean of the second
     * @param low lower end of the 95 % interval of second less first
     * @param high upper end
     */
    record Result(String name, long count, double first, double second, double low, double high) {
        double difference() {
            return second - first;
        }
    }

    PairedMeasure(String name) {
        this.name = name;
    }

    void add(String block, double first, double second) {
        double[] sums = blocks.computeIfAbsent(block, key -> new double[3]);
        sums[0]++;
        sums[1] += first;
        sums[2] += second;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** Means, and the percentile interval of their difference over blocks drawn with replacement. */
    Result result(long seed) {
        double[][] sums = blocks.values().toArray(new double[0][]);
        double[] all = new double[3];
        for (double[] block : sums) {
            addTo(all, block);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] differences = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] drawn = new double[3];
            for (int i = 0; i < sums.length; i++) {
                addTo(drawn, sums[random.nextInt(sums.length)]);
            }
            differences[draw] = (drawn[2] - drawn[1]) / drawn[0];
        }
        Arrays.sort(differences);
        return new Result(
                name, Math.round(all[0]), all[1] / all[0], all[2] / all[0], differences[(int) (TAIL * DRAWS)],
                differences[DRAWS - 1 - (int) (TAIL * DRAWS)]);
    }

    private static void addTo(double[] sum, double[] more) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
    }
}
