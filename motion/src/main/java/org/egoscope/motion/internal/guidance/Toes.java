package org.egoscope.motion.internal.guidance;

import org.egoscope.motion.BodySkeleton;

/**
 * Bends toes up where they would go through the floor: of a foot that stands on its ball the predicted toes often point down. Nothing
 * hangs from the toes, so that this follows after everything else, frame by frame.
 */
final class Toes {
    private static final int[] JOINTS = {10, 11};

    /** From the ball to the tip over stature (0.072 m at 1.70 m), as our surface has it. */
    private static final double LENGTH_OF_STATURE = 0.042;

    /** Toes bend up so far (JointLimits). */
    private static final double MOST_RADIANS = Math.toRadians(70);

    private final double[] turn = new double[3];
    private final double[] matrix = new double[9];
    private final double[] turned = new double[9];

    /** Replaces the toes' rotations in free frames; the floor is at this height. */
    void level(BodyTrack track, double floor, BodySkeleton skeleton) {
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            for (int joint : JOINTS) {
                level(track, BodyTrack.index(t, joint), floor + skeleton.ballHeightMeters(), LENGTH_OF_STATURE * skeleton.statureMeters());
            }
        }
    }

    /** The tip may be as low as the ball stands: flat toes. */
    private void level(BodyTrack track, int at, double least, double length) {
        double[] rotations = track.rotations();
        double forward = rotations[at * 9 + 6];
        double up = rotations[at * 9 + 8];
        double ball = track.positions()[at * 3 + 2];
        double allowed = Math.max(-1, Math.min(0, (least - ball) / length));
        if (forward >= allowed || up <= 0) {
            return;
        }
        // Height of the tip after bending up by a: forward cos a + up sin a.
        double angle = Math.atan2(up, forward) - Math.acos(allowed / Math.hypot(forward, up));
        turn[1] = -Math.min(MOST_RADIANS, angle);
        track.corrections()[at * 3 + 1] = turn[1];
        Rotations.exponential(turn, 0, matrix, 0);
        Rotations.multiply(rotations, at * 9, matrix, 0, turned, 0);
        System.arraycopy(turned, 0, rotations, at * 9, 9);
    }
}
