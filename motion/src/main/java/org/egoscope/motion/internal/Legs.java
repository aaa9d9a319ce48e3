package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;

/**
 * Feet on the floor and legs up to the hips. A planted foot does not move; when its place no longer suits the pelvis, one foot at a
 * time steps to where the pelvis will be. The ball of the foot stays while the heel may rise.
 */
final class Legs {
    private static final Vec3 KNEE_POLE = new Vec3(1, 0, 0);
    private static final double MOST_HEEL_PITCH = Math.toRadians(70);

    /** Off its place by this much, standing: a step. */
    private static final double STEP_METERS = 0.12;

    private static final double STEP_RADIANS = Math.toRadians(32);

    /** Both feet on the floor between two steps, at walking pace. */
    private static final double DOUBLE_SUPPORT_SECONDS = 0.09;

    private static final double LONGEST_SWING = 0.46;
    private static final double SHORTEST_SWING = 0.26;
    private static final double MOST_LEAD_METERS = 0.38;

    /** Share of the leg's reach that a landing uses, so that the next frames do not tear the foot off again. */
    private static final double REACH_MARGIN = 0.97;

    /** Feet do not cross: a foot lands at least so far on its own side of the pelvis. */
    private static final double LEAST_SIDE_METERS = 0.04;

    private final Foot left = new Foot(Side.LEFT);
    private final Foot right = new Foot(Side.RIGHT);
    private final TwoBoneLimb leftLeg = leg(Side.LEFT);
    private final TwoBoneLimb rightLeg = leg(Side.RIGHT);
    private boolean started;
    private double bothDownSeconds;

    private static TwoBoneLimb leg(Side side) {
        return new TwoBoneLimb(side.hip(), side.knee(), side.ankle(), KNEE_POLE);
    }

    void begin() {
        started = false;
    }

    Foot foot(Side side) {
        return side == Side.LEFT ? left : right;
    }

    /** Steps if need be and poses both legs; the pelvis must be final. */
    void solve(Skeleton skeleton, Pose pose, double yaw, Torso.Frame frame) {
        Ground ground = Ground.of(skeleton, pose, yaw, frame);
        if (!started) {
            started = true;
            bothDownSeconds = 0;
            plantAtHome(left, ground);
            plantAtHome(right, ground);
        } else {
            step(ground, frame.seconds());
        }
        pose(skeleton, pose, left, leftLeg, ground);
        pose(skeleton, pose, right, rightLeg, ground);
    }

    private static void plantAtHome(Foot foot, Ground ground) {
        Vec3 home = ground.home(foot.side);
        foot.plant(home.x(), home.y(), ground.yaw());
    }

    private void step(Ground ground, double seconds) {
        boolean swinging = advance(left, ground, seconds) | advance(right, ground, seconds);
        bothDownSeconds = swinging ? 0 : bothDownSeconds + seconds;
        if (!swinging && bothDownSeconds >= DOUBLE_SUPPORT_SECONDS * Angles.smoothstep(1.6 - ground.speed(), 0, 0.6)) {
            Foot worse = need(left, ground) >= need(right, ground) ? left : right;
            if (need(worse, ground) > 1) {
                lift(worse, ground);
            }
        }
        liftIfTorn(left, ground);
        liftIfTorn(right, ground);
    }

    private boolean advance(Foot foot, Ground ground, double seconds) {
        if (!foot.swinging) {
            return false;
        }
        Vec3 landing = ground.landing(foot.side, foot.remainingSeconds());
        return !foot.swing(seconds, landing.x(), landing.y(), ground.yaw());
    }

    /** How much a planted foot asks for a step; above 1 it gets one. */
    private static double need(Foot foot, Ground ground) {
        // Half a swing ahead: a step that starts when the foot is already behind comes too late for the other foot.
        Vec3 home = ground.home(foot.side).plus(ground.velocity().times(0.5 * swingSeconds(ground)));
        double off = Math.hypot(home.x() - foot.x, home.y() - foot.y) / STEP_METERS;
        double turned = Math.abs(Angles.wrap(ground.yaw() - foot.yaw)) / STEP_RADIANS;
        return Math.max(off, turned);
    }

    private static void lift(Foot foot, Ground ground) {
        foot.beginSwing(swingSeconds(ground), 0.05 + 0.04 * Math.min(1.5, ground.speed()));
    }

    private static double swingSeconds(Ground ground) {
        return Angles.clamp(LONGEST_SWING - 0.09 * ground.speed(), SHORTEST_SWING, LONGEST_SWING);
    }

    /** A foot that the leg can no longer reach has left the floor, whatever the other does. */
    private static void liftIfTorn(Foot foot, Ground ground) {
        if (!foot.swinging && heelPitch(ground, foot) > MOST_HEEL_PITCH) {
            foot.beginSwing(SHORTEST_SWING, 0.05);
        }
    }

    /** Heel rise at which the leg reaches the foot; 0 if it reaches it flat, more than the most if it cannot. */
    private static double heelPitch(Ground ground, Foot foot) {
        Vec3 hip = ground.hip(foot.side);
        if (hip.distanceTo(ground.ankle(foot, 0)) <= ground.reach()) {
            return 0;
        }
        if (hip.distanceTo(ground.ankle(foot, MOST_HEEL_PITCH)) > ground.reach()) {
            return MOST_HEEL_PITCH * 1.01;
        }
        double flat = 0;
        double raised = MOST_HEEL_PITCH;
        for (int i = 0; i < 40; i++) {
            double middle = (flat + raised) / 2;
            if (hip.distanceTo(ground.ankle(foot, middle)) > ground.reach()) {
                flat = middle;
            } else {
                raised = middle;
            }
        }
        return raised;
    }

    private static void pose(Skeleton skeleton, Pose pose, Foot foot, TwoBoneLimb leg, Ground ground) {
        if (!foot.swinging) {
            foot.pitch = Math.min(MOST_HEEL_PITCH, heelPitch(ground, foot));
        }
        double kneeYaw = ground.yaw() + 0.5 * Angles.wrap(foot.yaw - ground.yaw()) + foot.side.sign * 0.08;
        leg.solve(skeleton, pose, ground.ankle(foot, foot.pitch), Angles.forward(kneeYaw));
        Quaternion flat = Angles.aboutUp(foot.yaw).times(Angles.aboutLeft(foot.pitch));
        SmplJoint ankle = foot.side.ankle();
        SmplJoint ball = foot.side.foot();
        pose.setWorldRotation(ankle, flat);
        pose.rotations[ball.ordinal()] = flat;
        pose.positions[ball.ordinal()] = pose.at(ankle).plus(flat.rotate(skeleton.offset(ball)));
    }

    /** Probability that the foot touches the floor, by what the gait does with it. */
    double contact(Side side) {
        Foot foot = foot(side);
        return foot.swinging ? 0.5 * (1 - Angles.smoothstep(foot.lift, 0, 0.03)) : 0.95;
    }

    void write(DataOutputStream out) throws IOException {
        left.write(out);
        right.write(out);
        out.writeBoolean(started);
        out.writeDouble(bothDownSeconds);
    }

    void read(DataInputStream in) throws IOException {
        left.read(in);
        right.read(in);
        started = in.readBoolean();
        bothDownSeconds = in.readDouble();
    }

    private record Hips(Vec3 left, Vec3 right) {}

    /** Where feet belong under this frame's pelvis. */
    private record Ground(
            Skeleton skeleton, Hips hips, Vec3 center, double yaw, Torso.Frame frame) {
        static Ground of(Skeleton skeleton, Pose pose, double yaw, Torso.Frame frame) {
            Vec3 leftHip = pose.at(SmplJoint.LEFT_HIP);
            Vec3 rightHip = pose.at(SmplJoint.RIGHT_HIP);
            Vec3 pelvis = pose.at(SmplJoint.PELVIS);
            Vec3 head = pose.at(SmplJoint.HEAD);
            return new Ground(skeleton, new Hips(leftHip, rightHip), pelvis.lerp(head, 0.5), yaw, frame);
        }

        Vec3 velocity() {
            return frame.velocity();
        }

        double speed() {
            return Math.hypot(velocity().x(), velocity().y());
        }

        Vec3 hip(Side side) {
            return side == Side.LEFT ? hips.left() : hips.right();
        }

        double reach() {
            return TwoBoneLimb.reach(skeleton, SmplJoint.LEFT_KNEE, SmplJoint.LEFT_ANKLE);
        }

        /** Where the ball of the foot is when standing as the pelvis stands now; further ahead when sitting down. */
        Vec3 home(Side side) {
            Vec3 ahead = skeleton.offset(side.hip())
                    .plus(skeleton.offset(side.knee()))
                    .plus(skeleton.offset(side.ankle()))
                    .plus(skeleton.offset(side.foot()));
            double hipHeight = (hips.left().z() + hips.right().z()) / 2 - ankleHeight();
            double bend = 1 - hipHeight / reach();
            // On a chair the shanks are upright before the pelvis; in a crouch the feet come back under it.
            double crouch = 1 - 0.6 * Angles.smoothstep(bend, 0.55, 0.8);
            double seat = 0.55 * reach() * Angles.smoothstep(bend, 0.12, 0.5) * crouch;
            Vec3 offset = new Vec3(ahead.x() + seat, ahead.y(), 0);
            return center.plus(Angles.aboutUp(yaw()).rotate(offset));
        }

        /** Where the foot should land in so many seconds, to have the pelvis above it in the middle of its stance. */
        Vec3 landing(Side side, double secondsToLanding) {
            double stance = 0.5 * LONGEST_SWING + DOUBLE_SUPPORT_SECONDS;
            double lead = Math.min(speed() * stance, MOST_LEAD_METERS);
            Vec3 course = speed() < 1e-6 ? Vec3.ZERO : new Vec3(velocity().x() / speed(), velocity().y() / speed(), 0);
            Vec3 travelled = new Vec3(velocity().x(), velocity().y(), 0).times(secondsToLanding);
            Vec3 ahead = course.times(lead);
            double aside = side.sign * home(side).plus(ahead).minus(center).dot(Angles.left(yaw));
            Vec3 uncrossed = Angles.left(yaw).times(side.sign * Math.max(0, LEAST_SIDE_METERS - aside));
            return withinReach(side, home(side).plus(ahead).plus(uncrossed)).plus(travelled);
        }

        /** The place, or the nearest to it where the leg reaches a flat foot: a foot that lands beyond could not stay. */
        private Vec3 withinReach(Side side, Vec3 place) {
            Vec3 hip = hip(side);
            Vec3 ankleFromBall = Angles.aboutUp(yaw).rotate(skeleton.offset(side.foot())).times(-1);
            Vec3 away = place.plus(ankleFromBall).minus(hip);
            double level = Math.hypot(away.x(), away.y());
            double height = hip.z() - ankleHeight();
            double most = REACH_MARGIN * Math.sqrt(Math.max(0, reach() * reach() - height * height));
            if (level <= most) {
                return place;
            }
            double back = (level - most) / level;
            return place.minus(new Vec3(away.x() * back, away.y() * back, 0));
        }

        double ankleHeight() {
            return frame.floor() + skeleton.ballHeightMeters() - skeleton.offset(SmplJoint.LEFT_FOOT).z();
        }

        Vec3 ankle(Foot foot, double pitch) {
            Vec3 ball = new Vec3(foot.x, foot.y, frame.floor() + skeleton.ballHeightMeters() + foot.lift);
            Quaternion rotation = Angles.aboutUp(foot.yaw).times(Angles.aboutLeft(pitch));
            return ball.minus(rotation.rotate(skeleton.offset(foot.side.foot())));
        }
    }
}
