package org.egoscope.motion.internal.format;

import org.egoscope.core.PipelineException;

/** The constant rate behind recorded time stamps. */
final class Timestamps {
    private static final double MICROSECONDS_PER_SECOND = 1e6;

    private Timestamps() {}

    /** From the median step; refuses times that do not increase. */
    static double framesPerSecond(String array, double[] microseconds) {
        double[] steps = new double[microseconds.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = microseconds[i + 1] - microseconds[i];
            if (!(steps[i] > 0)) {
                throw PipelineException.badInput("array " + array + ": expected increasing times, got a step of " + steps[i] + " at " + i);
            }
        }
        return MICROSECONDS_PER_SECOND / RestOffsets.median(steps);
    }
}
