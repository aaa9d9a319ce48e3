package org.egoscope.motion.internal.guidance;

/**
 * Ranges of the joints as boxes around the rotation vector of a joint relative to its SMPL parent, in the axes of the rest pose (x forward,
 * y left, z up; T-pose).
 *
 * <p>Flexion and extension of knee, ankle, hip, elbow and wrist: normal ranges of the American Academy of Orthopaedic Surgeons (Joint
 * Motion, 1965), widened where more than 0.5 % of the frames of the recorded clips (CMU, Bandai-Namco, ReActIdle; measured) lie beyond,
 * because skeletons put part of a motion into neighbouring joints. Box bounds of the remaining axes are those measured ranges.
 */
final class JointLimits {
    private static final int JOINTS = HangingTree.JOINTS;

    private static final double[] LEAST = new double[JOINTS * 3];
    private static final double[] MOST = new double[JOINTS * 3];

    static {
        range(0, new double[] {-180, -180, -180}, new double[] {180, 180, 180});
        pair(1, new double[] {-42, -125, -45}, new double[] {55, 30, 60});
        range(3, new double[] {-30, -35, -40}, new double[] {30, 60, 40});
        pair(4, new double[] {-20, -10, -15}, new double[] {20, 150, 15});
        range(6, new double[] {-25, -30, -35}, new double[] {25, 45, 35});
        pair(7, new double[] {-30, -45, -40}, new double[] {30, 55, 40});
        range(9, new double[] {-25, -30, -35}, new double[] {25, 45, 35});
        pair(10, new double[] {-20, -70, -20}, new double[] {20, 40, 20});
        range(12, new double[] {-35, -45, -50}, new double[] {35, 50, 50});
        pair(13, new double[] {-25, -20, -35}, new double[] {25, 20, 35});
        range(15, new double[] {-40, -45, -60}, new double[] {40, 60, 60});
        pair(16, new double[] {-110, -120, -140}, new double[] {100, 90, 80});
        pair(18, new double[] {-80, -90, -155}, new double[] {80, 90, 10});
        pair(20, new double[] {-85, -110, -45}, new double[] {85, 110, 60});
    }

    private JointLimits() {}

    private static void range(int joint, double[] leastDegrees, double[] mostDegrees) {
        for (int axis = 0; axis < 3; axis++) {
            LEAST[joint * 3 + axis] = Math.toRadians(leastDegrees[axis]);
            MOST[joint * 3 + axis] = Math.toRadians(mostDegrees[axis]);
        }
    }

    /** The left joint, and the right one mirrored: turns about x and z change their sign. */
    private static void pair(int left, double[] leastDegrees, double[] mostDegrees) {
        range(left, leastDegrees, mostDegrees);
        range(
                left + 1,
                new double[] {-mostDegrees[0], leastDegrees[1], -mostDegrees[2]},
                new double[] {-leastDegrees[0], mostDegrees[1], -leastDegrees[2]});
    }

    /**
     * How far beyond its range one component of a part's rotation vector is, radians: positive above, negative below, 0 within.
     *
     * @param part whose rotation relative to the part it hangs from is meant ({@link HangingTree})
     */
    static double excess(int part, int axis, double radians) {
        if (HangingTree.isSpine(part)) {
            return -jointExcess(HangingTree.above(part), axis, -radians);
        }
        return jointExcess(part, axis, radians);
    }

    private static double jointExcess(int joint, int axis, double radians) {
        double most = MOST[joint * 3 + axis];
        double least = LEAST[joint * 3 + axis];
        return radians > most ? radians - most : radians < least ? radians - least : 0;
    }
}
