package org.egoscope.app.motion;

import java.util.Arrays;
import org.egoscope.core.motion.Skeleton;

/**
 * Where the floor is, if the height that the eyes keep returning to is that of somebody who stands: the rule of the motion stage (95th
 * percentile, 2 cm of slack in knees and neck), over the whole recording at once.
 */
final class StandingFloor {
    private static final double QUANTILE = 0.95;
    private static final double POSTURE_METERS = 0.02;

    /** Head joint at 1/1.12 of stature, pupils above it. */
    private static final double EYES_OF_STATURE = 1 / 1.12 + new Skeleton(1).eyesInHead().z();

    private static final double LEAST_STATURE = 1.40;
    private static final double MOST_STATURE = 2.05;

    private StandingFloor() {}

    /** Height of the floor in the world of the eyes, metres. */
    static double below(double[] eyeHeights, double statureMeters) {
        return high(eyeHeights) - (EYES_OF_STATURE * statureMeters - POSTURE_METERS);
    }

    /** Stature by the height of the eyes above a known floor, within what grown-ups have. */
    static double stature(double[] eyeHeights) {
        double stature = (high(eyeHeights) + POSTURE_METERS) / EYES_OF_STATURE;
        return Math.max(LEAST_STATURE, Math.min(MOST_STATURE, stature));
    }

    private static double high(double[] eyeHeights) {
        double[] sorted = eyeHeights.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(QUANTILE * sorted.length))];
    }
}
