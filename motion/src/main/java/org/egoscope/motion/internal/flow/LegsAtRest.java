package org.egoscope.motion.internal.flow;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;

/**
 * What joints of the legs mean. In the recordings that networks learn from, thighs and shanks hang straight down where all rotations are
 * the identity; in our skeleton, as in SMPL's, knees are 1 and ankles 6 degrees further back. The same rotations would put the feet of
 * somebody who stands 5 cm behind the hips.
 *
 * <p>So the hip and the knee are turned by that difference in the plane of the leg's flexion. Sideways they are not: our narrower hips
 * stand with their legs spread as far as others.
 */
public final class LegsAtRest {
    private static final int[] UPPER_ENDS = {1, 2, 4, 5};

    /** From a joint to the next one down the leg. */
    private static final int NEXT = 3;

    private LegsAtRest() {}

    /** The predicted body with its legs where the network means them. */
    public static BodySequence toSkeleton(BodySequence predicted, HeadTrajectory head) {
        return turned(predicted, head, -1);
    }

    /** The opposite of {@link #toSkeleton}, to ask the network about a body. */
    public static BodySequence toNetwork(BodySequence body, HeadTrajectory head) {
        return turned(body, head, 1);
    }

    /** The same motion on {@link #straightened} legs, to learn from: joints stay where they are, hips and knees turn. */
    public static BodySequence onStraightLegs(BodySequence body) {
        return new BodySequence(
                straightened(body.skeleton()),
                body.framesPerSecond(),
                turnedRotations(body, body.skeleton(), 1),
                body.jointsInWorld(),
                body.contacts());
    }

    /** A skeleton with bones as long, the legs of which hang straight down where it has them further back or in front. */
    static BodySkeleton straightened(BodySkeleton skeleton) {
        float[] offsets = skeleton.toOffsetArray();
        for (int joint : UPPER_ENDS) {
            int end = (joint + NEXT) * 3;
            offsets[end + 2] = (float) -Math.hypot(offsets[end], offsets[end + 2]);
            offsets[end] = 0;
        }
        return new BodySkeleton(offsets, skeleton.statureMeters(), skeleton.eyesInHead(), skeleton.ballHeightMeters());
    }

    /** How far behind the upper end of a leg's bone its lower end is in the rest pose, radians. */
    private static double backward(BodySkeleton skeleton, int joint) {
        Vec3 bone = skeleton.offset(joint + NEXT);
        return Math.atan2(-bone.x(), -bone.z());
    }

    /** {@link #toNetwork} of one joint's orientation. */
    public static Quaternion toNetwork(Quaternion worldFromJoint, BodySkeleton skeleton, int joint) {
        for (int upper : UPPER_ENDS) {
            if (upper == joint) {
                return worldFromJoint.times(turn(skeleton, joint, 1));
            }
        }
        return worldFromJoint;
    }

    private static Quaternion turn(BodySkeleton skeleton, int joint, int direction) {
        return Quaternion.fromAxisAngle(new Vec3(0, 1, 0), direction * backward(skeleton, joint));
    }

    private static BodySequence turned(BodySequence body, HeadTrajectory head, int direction) {
        return BodyState.hung(head, turnedRotations(body, head.skeleton(), direction), body.contacts());
    }

    private static float[] turnedRotations(BodySequence body, BodySkeleton skeleton, int direction) {
        float[] rotations = body.rotationsInWorld().clone();
        for (int joint : UPPER_ENDS) {
            Quaternion turn = turn(skeleton, joint, direction);
            for (int t = 0; t < body.frames(); t++) {
                Quaternion rotation = body.rotationInWorld(t, joint).times(turn).normalized();
                int at = (t * BodySkeleton.JOINTS + joint) * 4;
                rotations[at] = (float) rotation.w();
                rotations[at + 1] = (float) rotation.x();
                rotations[at + 2] = (float) rotation.y();
                rotations[at + 3] = (float) rotation.z();
            }
        }
        return rotations;
    }
}
