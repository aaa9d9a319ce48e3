package org.egoscope.motion.internal.procedure;

/** Smooth curves that stay on one side of a given one: the minimum over a window, averaged over the same window, is never above. */
final class Envelope {
    private Envelope() {}

    /** Nowhere above {@code values}; edges as if their value went on. */
    static double[] below(double[] values, int halfWindow) {
        double[] lowest = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int k = -halfWindow; k <= halfWindow; k++) {
                least = Math.min(least, values[inside(i + k, values.length)]);
            }
            lowest[i] = least;
        }
        double[] smooth = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            double weights = 0;
            for (int k = -halfWindow; k <= halfWindow; k++) {
                double weight = 1 + Math.cos(Math.PI * k / (halfWindow + 1));
                sum += weight * lowest[inside(i + k, values.length)];
                weights += weight;
            }
            smooth[i] = sum / weights;
        }
        return smooth;
    }

    static double[] above(double[] values, int halfWindow) {
        return negative(below(negative(values), halfWindow));
    }

    private static double[] negative(double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = -values[i];
        }
        return result;
    }

    private static int inside(int index, int length) {
        return Math.max(0, Math.min(length - 1, index));
    }
}
