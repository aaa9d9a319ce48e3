package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/** World rotations of upper arm and forearm. */
record ArmPose(Quaternion upperArm, Quaternion forearm) {
    /** The collar turns the shoulder towards a far or high hand: half of 30 degrees forward, up to 25 up. */
    private static final double MOST_COLLAR = Math.toRadians(24);

    /** A hanging elbow points a little outwards. */
    private static final double RELAXED_SWIVEL = 0.3;

    /** Relaxed shoulders hang lower than in the T-pose. */
    private static final double DROOP = Math.toRadians(6);

    /** Paths that would cross the shoulder are led past in front of it from within this share of the reach: there the arm would flip. */
    private static final double NEAR_SHARE = 0.6;

    private static final Vec3 DOWN_AHEAD = new Vec3(Math.sqrt(0.5), 0, -Math.sqrt(0.5));
    private static final Vec3 DOWN_BACK = new Vec3(-Math.sqrt(0.5), 0, -Math.sqrt(0.5));

    /**
     * Where the elbow points when the wrist lies in this direction: down and back for a wrist down and ahead, and for others turned
     * with it the shortest way. Its only singular direction is up and back, where no wrist gets.
     */
    private static Vec3 pole(Vec3 line) {
        return Quaternion.between(DOWN_AHEAD, line).rotate(DOWN_BACK);
    }

    static Quaternion collar(Body body, Side side, Vec3 collarInWorld, Quaternion chest, Vec3 target) {
        Vec3 rest = body.offset(side.pick(SmplJoint.LEFT_SHOULDER, SmplJoint.RIGHT_SHOULDER));
        Vec3 towards = chest.conjugate().rotate(target.minus(collarInWorld));
        double stretch = Turns.smoothstep(towards.minus(rest).norm() / body.armReach(), 0.72, 1.08);
        double raised = Turns.smoothstep(towards.z() / Math.max(0.05, towards.norm()), -0.45, 0.6);
        Quaternion full = Quaternion.between(rest, towards);
        double angle = full.toRotationVector().norm();
        double turn = MOST_COLLAR * stretch * (0.35 + 0.65 * raised);
        Quaternion share = angle < 1e-6 ? Quaternion.IDENTITY : Quaternion.IDENTITY.slerp(full, Math.min(0.4, turn / angle));
        Quaternion droop = Turns.aboutForward(-side.sign * DROOP * (1 - raised));
        return chest.times(droop).times(share).normalized();
    }

    /** Towards the target, but never quite stretched: the last centimetres are approached softly, so that the elbow does not snap. */
    static ArmPose solve(Limb arm, Side side, Vec3 shoulder, Vec3 target, Quaternion heading, double swivel) {
        Vec3 direct = target.minus(shoulder);
        double near = Math.max(0, NEAR_SHARE * arm.mostReach - direct.norm());
        Vec3 away = direct.plus(heading.rotate(new Vec3(1, side.sign * 0.3, -0.2)).times(near * near / (NEAR_SHARE * arm.mostReach)));
        double distance = Turns.soft(away.norm(), arm.mostReach * 0.995, 0.93);
        Vec3 line = away.norm() < 1e-6 ? new Vec3(0, 0, -1) : away.normalized();
        Vec3 pole = heading.rotate(pole(heading.conjugate().rotate(line)));
        Vec3 turned = Quaternion.fromAxisAngle(line, side.sign * (swivel + RELAXED_SWIVEL)).rotate(pole);
        Quaternion[] bones = arm.solve(shoulder, shoulder.plus(line.times(distance)), turned);
        return new ArmPose(bones[0], bones[1]);
    }
}
