package org.egoscope.motion.internal.guidance;

/**
 * The 22-joint body re-rooted at the head: everything hangs from the measured head, so no joint angle can move it.
 *
 * <p>A joint's number also names the rigid part whose axes are that joint's rotation. Towards the pelvis the part of joint {@code j}
 * turns about its neighbour nearer to the head and carries joint {@code j} itself; in the limbs it turns about joint {@code j} and
 * carries the joint's children, as usual.
 */
final class HangingTree {
    static final int JOINTS = 22;
    static final int HEAD = 15;

    /** Joints below the head, each after the one it hangs from. */
    private static final int[] ORDER = {12, 9, 6, 3, 0, 1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 18, 19, 20, 21};

    /** By joint: its neighbour nearer to the head, in the numbers of SMPL; -1 for the head. */
    private static final int[] ABOVE = {3, 0, 0, 6, 1, 2, 9, 4, 5, 12, 7, 8, 15, 9, 9, -1, 13, 14, 16, 17, 18, 19};

    private HangingTree() {}

    /** All joints below the head, those nearer to the head first; not to be written to. */
    static int[] order() {
        return ORDER;
    }

    /** The joint that this one hangs from; -1 for the head. */
    static int above(int joint) {
        return ABOVE[joint];
    }

    /** Whether the joint lies between head and pelvis, where the tree runs against the usual direction. */
    static boolean isSpine(int joint) {
        return joint == 12 || joint == 9 || joint == 6 || joint == 3 || joint == 0;
    }

    /** The part that carries the joint. */
    static int carrier(int joint) {
        return isSpine(joint) ? joint : ABOVE[joint];
    }

    /** The joint about which the part turns. */
    static int pivot(int part) {
        return isSpine(part) ? ABOVE[part] : part;
    }

    /** Whether turning the part moves the joint. */
    static boolean moves(int part, int joint) {
        for (int p = carrier(joint); p >= 0 && p != HEAD; p = ABOVE[p]) {
            if (p == part) {
                return true;
            }
        }
        return false;
    }

    /** Whether turning {@code part} turns {@code other}. */
    static boolean turns(int part, int other) {
        for (int p = other; p >= 0; p = ABOVE[p]) {
            if (p == part) {
                return true;
            }
        }
        return false;
    }
}
