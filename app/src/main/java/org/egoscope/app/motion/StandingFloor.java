package org.egoscope.app.motion;

import java.util.Arrays;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.motion.StandingHeight;

/**
 * Where the floor is, if the height that the eyes keep returning to is that of somebody who stands: the rule of the motion stage (95th
 * percentile of what the eyes' height would be with a level head), over the whole recording at once.
 */
final class StandingFloor {
    private static final double QUANTILE = 0.95;
    private static final double LEAST_STATURE = 1.40;
    private static final double MOST_STATURE = 2.05;

    private StandingFloor() {}

    /** Height that eyes would have with a level head, metres. */
    static double levelEyes(HeadFrames.Frame frame, double statureMeters) {
        RigidTransform eyes = frame.worldFromEyes().orElseThrow().worldFromEyes();
        return StandingHeight.levelEyes(new RigidTransform(HeadFrames.headRotation(eyes), eyes.translation()), statureMeters);
    }

    /** Height of the floor in the world of the eyes, metres. */
    static double below(double[] levelEyes, double statureMeters) {
        return high(levelEyes) - StandingHeight.eyes(statureMeters);
    }

    /** Stature by the height of the eyes above a known floor, within what grown-ups have. */
    static double stature(double[] levelEyes) {
        return Math.max(LEAST_STATURE, Math.min(MOST_STATURE, StandingHeight.statureOf(high(levelEyes))));
    }

    private static double high(double[] levelEyes) {
        double[] sorted = levelEyes.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(QUANTILE * sorted.length))];
    }
}
