package org.egoscope.motion.internal.evaluation;

import org.egoscope.core.Shape;

/** Sums and weights of all measures over some frames; means are their quotients, so scores of parts add up to those of the whole. */
public final class Scores {
    private final double[] sums = new double[Measure.values().length];
    private final double[] weights = new double[sums.length];

    /** A value that counts as so many frames; NaN counts as none. */
    public void add(Measure measure, double sum, double weight) {
        if (!Double.isNaN(sum)) {
            sums[measure.ordinal()] += sum;
            weights[measure.ordinal()] += weight;
        }
    }

    /** Values of frames, each times a factor that makes the measure's unit; NaN counts as no frame. */
    public void addAll(Measure measure, @Shape("T") double[] values, double factor) {
        for (double value : values) {
            add(measure, value * factor, 1);
        }
    }

    /** The share of frames for which something holds, per cent. */
    public void addShare(Measure measure, @Shape("T") boolean[] holds) {
        for (boolean value : holds) {
            add(measure, value ? 100 : 0, 1);
        }
    }

    public void addAll(Scores other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
            weights[i] += other.weights[i];
        }
    }

    public double sum(Measure measure) {
        return sums[measure.ordinal()];
    }

    public double weight(Measure measure) {
        return weights[measure.ordinal()];
    }

    /** NaN where nothing has been counted. */
    public double value(Measure measure) {
        return sums[measure.ordinal()] / weights[measure.ordinal()];
    }
}
