package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;

/** One arm: to the seen hand, else relaxed at the side, blending between the two. */
final class Arm {
    /** From relaxed to fully at the seen hand. */
    private static final double BLEND_SECONDS = 0.3;

    private static final Vec3 ELBOW_POLE = new Vec3(-1, 0, 0);

    /** Distance from the shoulder, of the arm's length, of a hand that shows neither depth nor size: people work with bent elbows. */
    private static final double WORKING_REACH = 0.75;

    /** Wrists do not get further back than this before the shoulder line while the camera sees them, nor nearer to the spine. */
    private static final double LEAST_FORWARD_METERS = 0.06;

    /** A wrist is above the head only if its ray points up by more than this: else it is the depth that is wrong. */
    private static final double CLEARLY_UP_SINE = Math.sin(Math.toRadians(15));

    private static final double MOST_WRIST_BEND = Math.toRadians(70);
    private static final double LEAST_WRIST_HEIGHT = 0.06;

    private final Side side;
    private final TwoBoneLimb limb;
    private double weight;

    /** Last seen wrist in the frame of pelvis position and body yaw. */
    private Vec3 lastInBody = Vec3.ZERO;

    Arm(Side side) {
        this.side = side;
        this.limb = new TwoBoneLimb(side.shoulder(), side.elbow(), side.wrist(), ELBOW_POLE);
    }

    void begin() {
        weight = 0;
    }

    /** Share of the seen hand in the pose, 0..1. */
    double weight() {
        return weight;
    }

    /**
     * Poses the arm; torso and legs must be final.
     *
     * @param seen the hand now, or a little later if it is about to be seen
     */
    void solve(Skeleton skeleton, Pose pose, Optional<HandCondition> seen, double yaw, Torso.Frame frame) {
        double change = frame.seconds() / BLEND_SECONDS;
        weight = Angles.clamp(weight + (seen.isPresent() ? change : -change), 0, 1);
        Vec3 target = relaxed(skeleton, pose, yaw, frame);
        if (seen.isPresent()) {
            Vec3 wrist = wristOf(seen.get(), skeleton, pose, yaw);
            lastInBody = toBody(wrist, pose, yaw);
        }
        if (weight > 0) {
            Vec3 wrist = pose.at(SmplJoint.PELVIS).plus(Angles.aboutUp(yaw).rotate(lastInBody));
            target = weight >= 1 ? wrist : target.lerp(wrist, Angles.smoothstep(weight, 0, 1));
        }
        limb.solve(skeleton, pose, target, elbowPole(yaw));
        poseHand(skeleton, pose, seen);
    }

    private static Vec3 toBody(Vec3 point, Pose pose, double yaw) {
        return Angles.aboutUp(-yaw).rotate(point.minus(pose.at(SmplJoint.PELVIS)));
    }

    private double length(Skeleton skeleton) {
        return limb.reach(skeleton);
    }

    /** Hanging, slightly bent, swinging against the leg of the same side. */
    private Vec3 relaxed(Skeleton skeleton, Pose pose, double yaw, Torso.Frame frame) {
        Vec3 legs = pose.at(side.other().foot()).minus(pose.at(side.foot()));
        double swing = Angles.clamp(0.3 * legs.dot(Angles.forward(yaw)), -0.2, 0.2);
        double length = length(skeleton);
        Vec3 hanging = Angles.forward(yaw)
                .times(0.06 + swing)
                .plus(Angles.left(yaw).times(side.sign * 0.07))
                .plus(Angles.UP.times(-0.95 * length));
        Vec3 wrist = pose.at(side.shoulder()).plus(hanging);
        double lowest = frame.floor() + LEAST_WRIST_HEIGHT;
        return wrist.z() < lowest ? new Vec3(wrist.x(), wrist.y(), lowest) : wrist;
    }

    /** Where the wrist is, at a place that a wrist can be: on its ray as far as the arm allows, before the body, below the head. */
    private Vec3 wristOf(HandCondition hand, Skeleton skeleton, Pose pose, double yaw) {
        Vec3 shoulder = pose.at(side.shoulder());
        double length = length(skeleton);
        Vec3 wrist = withinReach(hand, distanceOf(hand, shoulder, length), shoulder, length);
        double forward = wrist.minus(shoulder).dot(Angles.forward(yaw));
        Vec3 before = wrist.plus(Angles.forward(yaw).times(Math.max(0, LEAST_FORWARD_METERS - forward)));
        double highest = pose.at(SmplJoint.HEAD).z();
        boolean tooHigh = hand.rayInWorld().z() < CLEARLY_UP_SINE && before.z() > highest;
        return tooHigh ? new Vec3(before.x(), before.y(), highest) : before;
    }

    /** From the eye along the ray: measured, or by the size in the picture, or where a working arm would have it. */
    private static double distanceOf(HandCondition hand, Vec3 shoulder, double length) {
        if (hand.hasDepth()) {
            return hand.wristInWorld().distanceTo(hand.eyeInWorld());
        }
        return Double.isFinite(hand.apparentMeters())
                ? hand.apparentMeters()
                : leaving(hand, shoulder, length * WORKING_REACH);
    }

    /** The place at that distance along the ray, or the nearest one on the ray that the arm reaches. */
    private static Vec3 withinReach(HandCondition hand, double distance, Vec3 shoulder, double length) {
        double closest = -hand.eyeInWorld().minus(shoulder).dot(hand.rayInWorld());
        double farthest = leaving(hand, shoulder, length);
        double nearest = 2 * closest - farthest;
        return along(hand, Math.max(0.1, Angles.clamp(distance, nearest, farthest)));
    }

    private static Vec3 along(HandCondition hand, double distance) {
        return hand.eyeInWorld().plus(hand.rayInWorld().times(distance));
    }

    /** Distance along the ray at which it leaves the sphere around the shoulder; of its point nearest to the shoulder if it misses. */
    private static double leaving(HandCondition hand, Vec3 shoulder, double radius) {
        Vec3 fromShoulder = hand.eyeInWorld().minus(shoulder);
        double closest = -fromShoulder.dot(hand.rayInWorld());
        double root = closest * closest - fromShoulder.dot(fromShoulder) + radius * radius;
        return Math.max(0.1, closest + Math.sqrt(Math.max(0, root)));
    }

    /** Elbows hang down, a little out and back. */
    private Vec3 elbowPole(double yaw) {
        return Angles.UP
                .times(-1)
                .plus(Angles.left(yaw).times(side.sign * 0.45))
                .plus(Angles.forward(yaw).times(-0.55));
    }

    private void poseHand(Skeleton skeleton, Pose pose, Optional<HandCondition> seen) {
        Quaternion forearm = pose.rotation(side.elbow());
        Quaternion bend = Quaternion.IDENTITY;
        if (seen.isPresent() && seen.get().middleInWorld().isFinite() && seen.get().hasDepth()) {
            Vec3 pointing = seen.get().middleInWorld().minus(seen.get().wristInWorld());
            Vec3 inForearm = forearm.conjugate().rotate(pointing);
            Vec3 turn = Quaternion.between(skeleton.offset(side.hand()), inForearm).toRotationVector();
            double angle = turn.norm();
            double most = Math.min(angle, MOST_WRIST_BEND) * Angles.smoothstep(weight, 0, 1);
            bend = angle < 1e-9 ? bend : Quaternion.fromRotationVector(turn.times(most / angle));
        }
        pose.setWorldRotation(side.wrist(), forearm.times(bend).normalized());
        pose.rotations[side.hand().ordinal()] = pose.rotation(side.wrist());
        pose.positions[side.hand().ordinal()] =
                pose.at(side.wrist()).plus(pose.rotation(side.wrist()).rotate(skeleton.offset(side.hand())));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(weight);
        out.writeDouble(lastInBody.x());
        out.writeDouble(lastInBody.y());
        out.writeDouble(lastInBody.z());
    }

    void read(DataInputStream in) throws IOException {
        weight = in.readDouble();
        lastInBody = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
    }
}
