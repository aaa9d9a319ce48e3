package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/** World rotations of upper arm and forearm. */
record ArmPose(Quaternion upperArm, Quaternion forearm) {
    /** The collar turns the shoulder towards a far or high hand: half of 30 degrees forward, up to 25 up. */
    private static final double MOST_COLLAR = Math.toRadians(24);

    static Quaternion collar(Body body, Side side, Vec3 collarInWorld, Quaternion chest, Vec3 target) {
        Vec3 rest = body.offset(side.pick(SmplJoint.LEFT_SHOULDER, SmplJoint.RIGHT_SHOULDER));
        Vec3 towards = chest.conjugate().rotate(target.minus(collarInWorld));
        double stretch = Turns.smoothstep(towards.minus(rest).norm() / body.armReach(), 0.72, 1.08);
        double raised = Turns.smoothstep(towards.z() / Math.max(0.05, towards.norm()), -0.45, 0.6);
        Quaternion full = Quaternion.between(rest, towards);
        double angle = full.toRotationVector().norm();
        double turn = MOST_COLLAR * stretch * (0.35 + 0.65 * raised);
        Quaternion share = angle < 1e-6 ? Quaternion.IDENTITY : Quaternion.IDENTITY.slerp(full, Math.min(0.4, turn / angle));
        return chest.times(share).normalized();
    }

    /** Towards the target, but never quite stretched: the last centimetres are approached softly, so that the elbow does not snap. */
    static ArmPose solve(Limb arm, Side side, Vec3 shoulder, Vec3 target, Quaternion heading, double swivel) {
        Vec3 away = target.minus(shoulder);
        double distance = Turns.soft(away.norm(), arm.mostReach * 0.995, 0.93);
        Vec3 line = away.norm() < 1e-6 ? new Vec3(0, 0, -1) : away.normalized();
        double raised = Turns.smoothstep(line.z(), -0.35, 0.8);
        // Down and back below the shoulder, out and forward above it.
        Vec3 low = new Vec3(-0.55, side.sign * 0.30, -0.75);
        Vec3 high = new Vec3(0.35, side.sign * 0.75, -0.55);
        Vec3 pole = heading.rotate(low.lerp(high, raised));
        Vec3 turned = Quaternion.fromAxisAngle(line, side.sign * swivel).rotate(pole);
        Quaternion[] bones = arm.solve(shoulder, shoulder.plus(line.times(distance)), turned);
        return new ArmPose(bones[0], bones[1]);
    }
}
