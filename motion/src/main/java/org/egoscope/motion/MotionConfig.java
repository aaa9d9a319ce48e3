package org.egoscope.motion;

import org.egoscope.core.PipelineException;

/**
 * Settings of the motion stage.
 *
 * @param statureMeters body height assumed until the head's height says more
 * @param estimateStature false to keep {@code statureMeters} throughout
 * @param lookAheadSeconds how much of the future a frame may wait for; the delay of the stage
 */
public record MotionConfig(double statureMeters, boolean estimateStature, double lookAheadSeconds) {
    public MotionConfig {
        check("stature in metres", statureMeters, 1.0, 2.2);
        check("look-ahead in seconds", lookAheadSeconds, 0, 0.2);
    }

    private static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw PipelineException.badConfig(what + ": expected " + least + ".." + most + ", got " + value);
        }
    }

    /** 1.70 m, estimated from then on; 0.1 s of look-ahead. */
    public static MotionConfig defaults() {
        return new MotionConfig(1.70, true, 0.1);
    }
}
