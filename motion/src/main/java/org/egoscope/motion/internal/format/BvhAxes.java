package org.egoscope.motion.internal.format;

import static org.egoscope.core.motion.SmplJoint.HEAD;
import static org.egoscope.core.motion.SmplJoint.LEFT_ANKLE;
import static org.egoscope.core.motion.SmplJoint.LEFT_ELBOW;
import static org.egoscope.core.motion.SmplJoint.LEFT_FOOT;
import static org.egoscope.core.motion.SmplJoint.LEFT_HIP;
import static org.egoscope.core.motion.SmplJoint.LEFT_KNEE;
import static org.egoscope.core.motion.SmplJoint.LEFT_SHOULDER;
import static org.egoscope.core.motion.SmplJoint.LEFT_WRIST;
import static org.egoscope.core.motion.SmplJoint.PELVIS;
import static org.egoscope.core.motion.SmplJoint.RIGHT_ANKLE;
import static org.egoscope.core.motion.SmplJoint.RIGHT_ELBOW;
import static org.egoscope.core.motion.SmplJoint.RIGHT_FOOT;
import static org.egoscope.core.motion.SmplJoint.RIGHT_HIP;
import static org.egoscope.core.motion.SmplJoint.RIGHT_KNEE;
import static org.egoscope.core.motion.SmplJoint.RIGHT_SHOULDER;
import static org.egoscope.core.motion.SmplJoint.RIGHT_WRIST;

import java.util.Arrays;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/**
 * How each joint's own axes lie to ours: constant turns {@code A} with {@code ours = own A}, so that all joints have identity in the T-pose.
 *
 * <p>Some rigs say it ({@code axes} in rigs.txt). Else, where the rest pose (all rotations zero) is a standing body, limbs are brought
 * from it to the T-pose, each on the shortest way, and everything else is taken as upright in it; the turn of the arms about
 * themselves follows the axis about which the elbows bend, if they bend about one. Else, where joint axes follow the bones and the
 * rest pose is no posture, the turns are averages over the clip of what {@link BoneAlignment} sees: then head and wrists are as good as
 * the assumption that they are straight on average.
 */
final class BvhAxes {
    private static final Vec3 LEFT = new Vec3(0, 1, 0);
    private static final Vec3 DOWN = new Vec3(0, 0, -1);

    /** Cosine of the angle within which the bones of a standing body are upright. */
    private static final double UPRIGHT = Math.cos(Math.toRadians(35));

    private static final double BENT_SINE = 0.3;
    private static final int FEWEST_BENT_FRAMES = 10;

    /** Mean length of the unit hinge axes: an elbow with one axis reaches 1, a ball joint does not. */
    private static final double ONE_AXIS = 0.95;

    private static final int MOST_SAMPLES = 600;

    private final BvhBinding body;
    private final Quaternion[] turns = new Quaternion[BodySkeleton.JOINTS];

    private BvhAxes(BvhBinding body) {
        this.body = body;
    }

    /** {@code [22]} turns A; poses the body on the way. */
    static Quaternion[] find(BvhBinding body) {
        BvhAxes axes = new BvhAxes(body);
        if (body.rig().axes(0) != null) {
            axes.fromRig();
        } else {
            body.rest();
            if (axes.restPoseStands()) {
                axes.fromRestPose();
            } else {
                axes.fromMotion();
            }
        }
        return axes.turns;
    }

    /** As if neither the rig nor the rest pose said anything. */
    static Quaternion[] fromMotion(BvhBinding body) {
        BvhAxes axes = new BvhAxes(body);
        axes.fromMotion();
        return axes.turns;
    }

    private void fromRig() {
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            Quaternion ownFromOurs = body.rig().axes(j);
            if (ownFromOurs == null) {
                throw new IllegalStateException("rig " + body.rig().name() + ": expected axes of joint " + j);
            }
            turns[j] = SmplAxes.OURS_FROM_SMPL.times(ownFromOurs);
        }
    }

    private Vec3 bone(SmplJoint from, SmplJoint to) {
        return body.position(to.ordinal()).minus(body.position(from.ordinal()));
    }

    private boolean restPoseStands() {
        return isUpright(bone(LEFT_KNEE, LEFT_HIP)) && isUpright(bone(LEFT_ANKLE, LEFT_KNEE))
                && isUpright(bone(RIGHT_KNEE, RIGHT_HIP)) && isUpright(bone(RIGHT_ANKLE, RIGHT_KNEE))
                && isUpright(bone(PELVIS, HEAD));
    }

    private static boolean isUpright(Vec3 bone) {
        return bone.z() > UPRIGHT * bone.norm();
    }

    private void fromRestPose() {
        Vec3 hips = bone(RIGHT_HIP, LEFT_HIP);
        Quaternion facing = Quaternion.between(new Vec3(hips.x(), hips.y(), 0), LEFT);
        Quaternion[] toTPose = new Quaternion[BodySkeleton.JOINTS];
        Arrays.fill(toTPose, facing);
        limb(toTPose, DOWN, LEFT_HIP, LEFT_KNEE, LEFT_ANKLE, LEFT_FOOT);
        limb(toTPose, DOWN, RIGHT_HIP, RIGHT_KNEE, RIGHT_ANKLE, RIGHT_FOOT);
        limb(toTPose, LEFT, LEFT_SHOULDER, LEFT_ELBOW, LEFT_WRIST);
        limb(toTPose, LEFT.times(-1), RIGHT_SHOULDER, RIGHT_ELBOW, RIGHT_WRIST);
        Vec3[] bones = {
            bone(LEFT_SHOULDER, LEFT_ELBOW), bone(LEFT_ELBOW, LEFT_WRIST),
            bone(RIGHT_SHOULDER, RIGHT_ELBOW), bone(RIGHT_ELBOW, RIGHT_WRIST)
        };
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            turns[j] = toTPose[j].conjugate();
        }
        turnArm(bones[0], bones[1], LEFT_SHOULDER, LEFT_ELBOW, LEFT_WRIST);
        turnArm(bones[2], bones[3], RIGHT_SHOULDER, RIGHT_ELBOW, RIGHT_WRIST);
    }

    /** The first two joints' bones are brought to the direction; the others turn with the second. */
    private void limb(Quaternion[] toTPose, Vec3 direction, SmplJoint... chain) {
        Quaternion turn = toTPose[chain[0].ordinal()];
        for (int i = 0; i < chain.length; i++) {
            if (i < 2) {
                turn = Quaternion.between(turn.rotate(bone(chain[i], chain[i + 1])), direction).times(turn);
            }
            toTPose[chain[i].ordinal()] = turn;
        }
    }

    private void turnArm(Vec3 upperBone, Vec3 lowerBone, SmplJoint shoulder, SmplJoint elbow, SmplJoint wrist) {
        double side = shoulder == LEFT_SHOULDER ? 1 : -1;
        Vec3 direction = LEFT.times(side);
        Vec3 hinge = DOWN.times(side);
        Vec3[] bends = bendAxes(shoulder, elbow, wrist);
        if (bends.length == 0) {
            return;
        }
        turns[shoulder.ordinal()] = Alignment.of(direction, hinge, upperBone, bends[0]);
        turns[elbow.ordinal()] = Alignment.of(direction, hinge, lowerBone, bends[1]);
        turns[wrist.ordinal()] = turns[elbow.ordinal()];
    }

    /** The axis of bending in the own axes of the upper and of the lower joint; empty if there is not one such axis. */
    private Vec3[] bendAxes(SmplJoint upper, SmplJoint middle, SmplJoint end) {
        Vec3 inUpper = Vec3.ZERO;
        Vec3 inMiddle = Vec3.ZERO;
        int frames = 0;
        for (int t = 0; t < body.file().frames(); t += stride()) {
            body.pose(t);
            Vec3 first = bone(upper, middle);
            Vec3 second = body.jointPosition(end.ordinal()).minus(body.position(middle.ordinal()));
            if (Alignment.sine(first, second) > BENT_SINE) {
                Vec3 axis = first.cross(second).normalized();
                inUpper = inUpper.plus(body.rotation(upper.ordinal()).conjugate().rotate(axis));
                inMiddle = inMiddle.plus(body.rotation(middle.ordinal()).conjugate().rotate(axis));
                frames++;
            }
        }
        boolean one = frames >= FEWEST_BENT_FRAMES && inUpper.norm() > ONE_AXIS * frames && inMiddle.norm() > ONE_AXIS * frames;
        return one ? new Vec3[] {inUpper, inMiddle} : new Vec3[0];
    }

    private int stride() {
        return Math.max(1, body.file().frames() / MOST_SAMPLES);
    }

    private void fromMotion() {
        double[][] sums = new double[BodySkeleton.JOINTS][4];
        Vec3[] joints = new Vec3[BodySkeleton.JOINTS];
        for (int t = 0; t < body.file().frames(); t += stride()) {
            body.pose(t);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                joints[j] = body.position(j);
            }
            Quaternion[] seen = BoneAlignment.fit(joints);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                add(sums[j], body.rotation(j).conjugate().times(seen[j]));
            }
        }
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            turns[j] = new Quaternion(sums[j][0], sums[j][1], sums[j][2], sums[j][3]).normalized();
        }
    }

    /** Quaternions of either sign are the same turn. */
    private static void add(double[] sum, Quaternion q) {
        double sign = sum[0] * q.w() + sum[1] * q.x() + sum[2] * q.y() + sum[3] * q.z() < 0 ? -1 : 1;
        sum[0] += sign * q.w();
        sum[1] += sign * q.x();
        sum[2] += sign * q.y();
        sum[3] += sign * q.z();
    }
}
