package org.egoscope.motion.internal.procedure;

import java.util.Random;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/** A skeleton of its own proportions and the lengths that scripts plan with, metres. */
final class Body {
    /** Heel behind the ankle joint, as a share of ankle to ball: anthropometric foot, 0.25 of its length lies behind the ankle. */
    private static final double HEEL_SHARE = 0.35;

    final BodySkeleton skeleton;
    /** Size against the reference body. */
    final double scale;
    final Limb[] legs = new Limb[2];
    final Limb[] arms = new Limb[2];
    /** Midpoint of the hip joints in the axes of the pelvis. */
    final Vec3 hipsInPelvis;
    final double ankleHeight;
    /** Ball ahead of the middle of the hips, standing at rest. */
    final double ballAhead;
    final double ballAside;
    final double heelBehindBall;
    /** Hip joints above the floor, standing with straight legs. */
    final double straightHipHeight;
    final double headHeight;

    private Body(BodySkeleton skeleton) {
        this.skeleton = skeleton;
        this.scale = skeleton.statureMeters() / SmplJoint.REFERENCE_STATURE_METERS;
        for (Side side : Side.values()) {
            legs[side.ordinal()] = Limb.leg(skeleton, side);
            arms[side.ordinal()] = Limb.arm(skeleton, side);
        }
        Vec3 left = offset(SmplJoint.LEFT_HIP);
        Vec3 right = offset(SmplJoint.RIGHT_HIP);
        hipsInPelvis = left.lerp(right, 0.5);
        Vec3 foot = offset(SmplJoint.LEFT_FOOT);
        Vec3 chain = offset(SmplJoint.LEFT_KNEE).plus(offset(SmplJoint.LEFT_ANKLE)).plus(foot);
        ankleHeight = skeleton.ballHeightMeters() - foot.z();
        ballAhead = chain.x();
        ballAside = left.y() + chain.y();
        heelBehindBall = foot.x() * (1 + HEEL_SHARE);
        straightHipHeight = skeleton.ballHeightMeters() - chain.z();
        headHeight = skeleton.statureMeters() / 1.12;
    }

    static Body of(BodySkeleton skeleton) {
        return new Body(skeleton);
    }

    /** Any adult: stature 1.45 to 1.95 m, groups of bones each up to 8 % longer or shorter. */
    static Body random(Random random) {
        BodySkeleton plain = BodySkeleton.ofStature(1.45 + 0.5 * random.nextDouble());
        double legs = scale(random, 0.06);
        double shanks = scale(random, 0.02);
        double trunk = scale(random, 0.08);
        double arms = scale(random, 0.06);
        double forearms = scale(random, 0.02);
        double girth = scale(random, 0.08);
        double head = scale(random, 0.08);
        float[] offsets = plain.toOffsetArray();
        for (int j = 1; j < BodySkeleton.JOINTS; j++) {
            double along = switch (SmplJoint.all().get(j)) {
                case LEFT_KNEE, RIGHT_KNEE, LEFT_FOOT, RIGHT_FOOT -> legs;
                case LEFT_ANKLE, RIGHT_ANKLE -> legs * shanks;
                case LEFT_ELBOW, RIGHT_ELBOW -> arms;
                case LEFT_WRIST, RIGHT_WRIST -> arms * forearms;
                case HEAD -> head;
                default -> trunk;
            };
            boolean wide = switch (SmplJoint.all().get(j)) {
                case LEFT_HIP, RIGHT_HIP, LEFT_COLLAR, RIGHT_COLLAR, LEFT_SHOULDER, RIGHT_SHOULDER -> true;
                default -> false;
            };
            offsets[j * 3] *= (float) along;
            offsets[j * 3 + 1] *= (float) (wide ? girth : along);
            offsets[j * 3 + 2] *= (float) along;
        }
        return of(withSize(plain, offsets, legs));
    }

    private static double scale(Random random, double most) {
        return 1 + most * (2 * random.nextDouble() - 1);
    }

    /** Stature and eyes follow from the head's height in the rest pose, as {@link BodySkeleton} defines them. */
    private static BodySkeleton withSize(BodySkeleton plain, float[] offsets, double legs) {
        double height = plain.ballHeightMeters() * legs;
        for (SmplJoint j = SmplJoint.HEAD; j != SmplJoint.PELVIS; j = parent(j)) {
            height += offsets[j.ordinal() * 3 + 2];
        }
        for (SmplJoint j = SmplJoint.LEFT_FOOT; j != SmplJoint.PELVIS; j = parent(j)) {
            height -= offsets[j.ordinal() * 3 + 2];
        }
        double stature = 1.12 * height;
        Vec3 eyes = plain.eyesInHead().times(stature / plain.statureMeters());
        return new BodySkeleton(offsets, stature, eyes, plain.ballHeightMeters() * legs);
    }

    private static SmplJoint parent(SmplJoint joint) {
        return SmplJoint.all().get(BodySkeleton.parent(joint.ordinal()));
    }

    Vec3 offset(SmplJoint joint) {
        return skeleton.offset(joint.ordinal());
    }

    double thigh() {
        return offset(SmplJoint.LEFT_KNEE).norm();
    }

    double shank() {
        return offset(SmplJoint.LEFT_ANKLE).norm();
    }

    double armReach() {
        return offset(SmplJoint.LEFT_ELBOW).norm() + offset(SmplJoint.LEFT_WRIST).norm();
    }

    double shoulderAside() {
        return offset(SmplJoint.LEFT_COLLAR).y() + offset(SmplJoint.LEFT_SHOULDER).y();
    }
}
