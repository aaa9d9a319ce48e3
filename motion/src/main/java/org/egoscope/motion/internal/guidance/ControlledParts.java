package org.egoscope.motion.internal.guidance;

import java.util.stream.IntStream;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;

/**
 * Which parts of the body turn so that targets are met: of a hand or foot its own limb, unless it does not reach; then, and for targets of
 * the trunk, the spine too, and with the spine the legs, since feet have to stay where they stand while the trunk moves.
 */
final class ControlledParts {
    private static final int JOINTS = HangingTree.JOINTS;
    private static final int[] LEGS = {1, 2, 4, 5, 7, 8};
    private static final int[] FEET = {7, 8, 10, 11};

    /** A limb stretched further than this share of its length is helped by the trunk. */
    private static final double COMFORTABLE_REACH = 0.97;

    /** By how much shoulder girdle and collar add to the reach of an arm (m): a quarter of their length. */
    private static final double COLLAR_REACH_METERS = 0.04;

    private final boolean[] turned = new boolean[JOINTS];
    private final boolean[] watched = new boolean[JOINTS];

    private ControlledParts() {}

    /** For frames {@code [from, to)}. */
    static ControlledParts of(JointTargets targets, BodySequence prediction, int from, int to) {
        ControlledParts parts = new ControlledParts();
        boolean trunk = false;
        for (int joint = 0; joint < JOINTS; joint++) {
            if (targets.wantsPlace(joint, from, to)) {
                parts.watched[joint] = true;
                trunk |= parts.turnLimb(joint) || outOfReach(targets, prediction, joint, from, to);
            }
        }
        if (trunk) {
            parts.turnTrunk();
        }
        return parts;
    }

    /** @return whether the joint belongs to the trunk, so that no limb moves it */
    private boolean turnLimb(int joint) {
        int part = HangingTree.carrier(joint);
        if (HangingTree.isSpine(part)) {
            return true;
        }
        while (part >= 0 && !HangingTree.isSpine(part)) {
            turned[part] = true;
            part = HangingTree.above(part);
        }
        return false;
    }

    private void turnTrunk() {
        for (int joint = 0; joint < JOINTS; joint++) {
            turned[joint] |= HangingTree.isSpine(joint);
        }
        for (int joint : LEGS) {
            turned[joint] = true;
        }
        for (int joint : FEET) {
            watched[joint] = true;
        }
    }

    private static boolean outOfReach(JointTargets targets, BodySequence prediction, int joint, int from, int to) {
        int root = limbRoot(joint);
        double reach = isArm(joint) ? COLLAR_REACH_METERS : 0;
        for (int j = joint; j != root; j = HangingTree.above(j)) {
            reach += COMFORTABLE_REACH * prediction.skeleton().offset(j).norm();
        }
        for (int t = from; t < to; t++) {
            if (targets.placeWeight(t, joint) > 0) {
                Vec3 wanted = targets.placeInWorld(t, joint);
                if (wanted.distanceTo(prediction.jointInWorld(t, root)) > reach) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isArm(int joint) {
        return joint >= 16;
    }

    /** Shoulder or hip of the limb; the joint itself where it is one. */
    private static int limbRoot(int joint) {
        int root = joint;
        while (root > 2 && root != 16 && root != 17 && !HangingTree.isSpine(root) && root != 13 && root != 14) {
            root = HangingTree.above(root);
        }
        return root;
    }

    boolean isEmpty() {
        return parts().length == 0;
    }

    /** Those nearer to the head first. */
    int[] parts() {
        return IntStream.of(HangingTree.order()).filter(joint -> turned[joint]).toArray();
    }

    /** Joints whose places have residuals. */
    int[] points() {
        return IntStream.range(0, JOINTS).filter(joint -> watched[joint]).toArray();
    }
}
