package org.egoscope.synthetic.internal.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Numbers of one kind, and what is said of them. NaN of none. */
public final class Sample {
    private final List<Double> values = new ArrayList<>();

    public void add(double value) {
        values.add(value);
    }

    public int count() {
        return values.size();
    }

    public double mean() {
        return values.isEmpty() ? Double.NaN : values.stream().mapToDouble(v -> v).sum() / values.size();
    }

    /** Mean of the two middle values where the count is even. */
    public double median() {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double rootMeanSquare() {
        return Math.sqrt(values.stream().mapToDouble(v -> v * v).sum() / values.size());
    }

    /** Share of the values that are at least the limit. */
    public double shareFrom(double limit) {
        return values.isEmpty() ? Double.NaN : (double) values.stream().filter(v -> v >= limit).count() / values.size();
    }

    /** {@code a / b}, NaN where b is 0. */
    public static double ratio(double a, double b) {
        return b == 0 ? Double.NaN : a / b;
    }

    /** Harmonic mean; 0 where both are 0. */
    public static double f1(double precision, double recall) {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
