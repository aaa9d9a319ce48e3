package org.egoscope.synthetic.internal.body;

import java.util.Arrays;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;

/**
 * Joint rotations that fulfil {@link Goals}: trunk by shares of the lean, neck and head by halves, limbs by two-bone inverse
 * kinematics, heels rising where a foot trails. A goal out of reach leaves the limb stretched toward it. Keeps its result until the next call.
 */
public final class BodySolver {
    private static final Vec3 UP = new Vec3(0, 0, 1);
    private static final Vec3 SIDE = new Vec3(0, 1, 0);

    /** Knees stay slightly bent: a fully stretched leg makes the knee jerk. */
    private static final double STRETCHED_LEG = 0.993;

    private static final double HIGHEST_HEEL = Math.toRadians(75);

    private final Skeleton skeleton;
    private final Quaternion[] global = new Quaternion[SmplJoint.COUNT];
    private final Quaternion[] local = new Quaternion[SmplJoint.COUNT];
    private final Vec3[] position = new Vec3[SmplJoint.COUNT];

    /** Joints of a limb from the one that is attached to the body to the one that reaches. */
    private record Limb(SmplJoint attached, SmplJoint root, SmplJoint middle, SmplJoint end) {}

    private static final Limb LEFT_ARM =
            new Limb(SmplJoint.LEFT_COLLAR, SmplJoint.LEFT_SHOULDER, SmplJoint.LEFT_ELBOW, SmplJoint.LEFT_WRIST);
    private static final Limb RIGHT_ARM =
            new Limb(SmplJoint.RIGHT_COLLAR, SmplJoint.RIGHT_SHOULDER, SmplJoint.RIGHT_ELBOW, SmplJoint.RIGHT_WRIST);
    private static final Limb LEFT_LEG =
            new Limb(SmplJoint.PELVIS, SmplJoint.LEFT_HIP, SmplJoint.LEFT_KNEE, SmplJoint.LEFT_ANKLE);
    private static final Limb RIGHT_LEG =
            new Limb(SmplJoint.PELVIS, SmplJoint.RIGHT_HIP, SmplJoint.RIGHT_KNEE, SmplJoint.RIGHT_ANKLE);

    public BodySolver(Skeleton skeleton) {
        this.skeleton = skeleton;
    }

    /** Poses the body. */
    public void solve(Goals goals) {
        Quaternion facing = Quaternion.fromAxisAngle(UP, goals.yaw());
        Quaternion bend = Quaternion.fromAxisAngle(new Vec3(0, 1, 0), goals.lean());
        Arrays.fill(global, facing);
        position[0] = goals.pelvis();
        global[SmplJoint.PELVIS.ordinal()] = facing.times(Quaternion.IDENTITY.slerp(bend, 0.45));
        place(SmplJoint.SPINE1, facing.times(Quaternion.IDENTITY.slerp(bend, 0.7)));
        place(SmplJoint.SPINE2, facing.times(Quaternion.IDENTITY.slerp(bend, 0.9)));
        Quaternion chest = facing.times(bend);
        place(SmplJoint.SPINE3, chest);
        place(SmplJoint.NECK, chest.slerp(goals.head(), 0.5));
        place(SmplJoint.HEAD, goals.head());
        place(SmplJoint.LEFT_COLLAR, chest);
        place(SmplJoint.RIGHT_COLLAR, chest);
        reach(LEFT_ARM, goals.leftHand().translation(), facing.rotate(new Vec3(-0.35, 0.55, -1)));
        reach(RIGHT_ARM, goals.rightHand().translation(), facing.rotate(new Vec3(-0.35, -0.55, -1)));
        place(SmplJoint.LEFT_WRIST, goals.leftHand().rotation());
        place(SmplJoint.RIGHT_WRIST, goals.rightHand().rotation());
        place(SmplJoint.LEFT_HAND, goals.leftHand().rotation());
        place(SmplJoint.RIGHT_HAND, goals.rightHand().rotation());
        stand(LEFT_LEG, SmplJoint.LEFT_FOOT, goals.leftBall(), Quaternion.fromAxisAngle(UP, goals.leftFootYaw()));
        stand(RIGHT_LEG, SmplJoint.RIGHT_FOOT, goals.rightBall(), Quaternion.fromAxisAngle(UP, goals.rightFootYaw()));
        localise();
        skeleton.forward(goals.pelvis(), local, position, global);
    }

    private void place(SmplJoint joint, Quaternion rotationInWorld) {
        int parent = parentOf(joint);
        global[joint.ordinal()] = rotationInWorld.normalized();
        position[joint.ordinal()] = position[parent].plus(global[parent].rotate(skeleton.offset(joint)));
    }

    private static int parentOf(SmplJoint joint) {
        SmplJoint parent = joint.parent();
        return parent == null ? 0 : parent.ordinal();
    }

    /** Puts the ball of the foot at its place; the heel rises as far as the leg is too short for a flat foot. */
    private void stand(Limb leg, SmplJoint foot, Vec3 ball, Quaternion flat) {
        Vec3 hip = position[0].plus(global[0].rotate(skeleton.offset(leg.root())));
        double longest = STRETCHED_LEG * (skeleton.boneLength(leg.middle()) + skeleton.boneLength(leg.end()));
        double low = 0;
        double high = HIGHEST_HEEL;
        for (int i = 0; i < 40 && hip.distanceTo(ankle(ball, flat, foot, 0)) > longest; i++) {
            double middle = (low + high) / 2;
            boolean reachable = hip.distanceTo(ankle(ball, flat, foot, middle)) <= longest;
            low = reachable ? low : middle;
            high = reachable ? middle : high;
        }
        double heel = low == 0 ? 0 : high;
        Quaternion turn = flat.times(Quaternion.fromAxisAngle(SIDE, heel));
        reach(leg, ankle(ball, flat, foot, heel), flat.rotate(new Vec3(1, 0, 0)));
        place(leg.end(), turn);
        place(foot, turn);
    }

    private Vec3 ankle(Vec3 ball, Quaternion flat, SmplJoint foot, double heel) {
        return ball.minus(flat.times(Quaternion.fromAxisAngle(SIDE, heel)).rotate(skeleton.offset(foot)));
    }

    private void reach(Limb limb, Vec3 target, Vec3 pole) {
        int attached = limb.attached().ordinal();
        Vec3 root = position[attached].plus(global[attached].rotate(skeleton.offset(limb.root())));
        double upper = skeleton.boneLength(limb.middle());
        double lower = skeleton.boneLength(limb.end());
        Vec3 way = target.minus(root);
        double distance = Math.max(Math.abs(upper - lower) + 1e-4, Math.min(way.norm(), upper + lower - 1e-4));
        Vec3 ahead = way.normalized();
        Vec3 side = pole.minus(ahead.times(pole.dot(ahead))).normalized();
        double along = (upper * upper - lower * lower + distance * distance) / (2 * distance);
        double out = Math.sqrt(Math.max(0, upper * upper - along * along));
        Vec3 middle = root.plus(ahead.times(along)).plus(side.times(out));
        Vec3 end = root.plus(ahead.times(distance));
        Quaternion rootRotation = aimed(global[attached], skeleton.offset(limb.middle()), middle.minus(root));
        place(limb.root(), rootRotation);
        place(limb.middle(), aimed(rootRotation, skeleton.offset(limb.end()), end.minus(middle)));
        place(limb.end(), global[limb.middle().ordinal()]);
    }

    /** The parent's rotation turned the shortest way so that the bone points along {@code wanted}. */
    private static Quaternion aimed(Quaternion parent, Vec3 bone, Vec3 wanted) {
        return Quaternion.between(parent.rotate(bone), wanted).times(parent);
    }

    private void localise() {
        local[0] = global[0];
        for (SmplJoint joint : SmplJoint.all()) {
            if (joint.parent() != null) {
                local[joint.ordinal()] = global[parentOf(joint)].conjugate().times(global[joint.ordinal()]).normalized();
            }
        }
    }

    public Vec3 inWorld(SmplJoint joint) {
        return position[joint.ordinal()];
    }

    public Quaternion worldRotation(SmplJoint joint) {
        return global[joint.ordinal()];
    }

    public Quaternion localRotation(SmplJoint joint) {
        return local[joint.ordinal()];
    }
}
