package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;

/** Spine and pelvis under the head: upright, following the head's yaw with delay, leaning as the head comes down looking down. */
final class Torso {
    private static final double YAW_SECONDS = 0.45;

    /** Within this the head turns alone. */
    private static final double FREE_YAW = Math.toRadians(12);

    /** Neck and thoracic spine together; beyond it the pelvis has to come along. */
    private static final double MOST_TWIST = Math.toRadians(65);

    private static final double LEAN_SECONDS = 0.12;
    private static final double STANDING_LEAN = Math.toRadians(2);
    private static final double MOST_LEAN = Math.toRadians(85);

    /** The lowest a pelvis joint gets, sitting on the floor. */
    private static final double LEAST_PELVIS_HEIGHT = 0.12;

    private static final double WALKING_SPEED = 0.5;

    private double yaw;
    private double lean;
    private boolean started;

    void begin() {
        started = false;
    }

    double yaw() {
        return yaw;
    }

    /** Poses the joints from pelvis to head so that the head joint is exactly where it is measured. */
    void solve(Skeleton skeleton, Pose pose, RigidTransform worldFromHead, Frame frame) {
        double headYaw = Angles.yaw(worldFromHead.rotation());
        double wantedLean = wantedLean(skeleton, worldFromHead, frame.floor());
        follow(headYaw, wantedLean, frame);
        double twist = Angles.wrap(headYaw - yaw);
        pose.root = Vec3.ZERO;
        pose.local[SmplJoint.PELVIS.ordinal()] = Angles.aboutUp(yaw).times(Angles.aboutLeft(lean * 0.4));
        Quaternion vertebra = Angles.aboutUp(twist * 0.15).times(Angles.aboutLeft(lean * 0.2));
        pose.local[SmplJoint.SPINE1.ordinal()] = vertebra;
        pose.local[SmplJoint.SPINE2.ordinal()] = vertebra;
        pose.local[SmplJoint.SPINE3.ordinal()] = vertebra;
        pose.solve(skeleton);
        Quaternion rest = pose.rotation(SmplJoint.SPINE3).conjugate().times(worldFromHead.rotation());
        pose.local[SmplJoint.NECK.ordinal()] = Quaternion.IDENTITY.slerp(rest, 0.5);
        pose.solve(skeleton);
        pose.setWorldRotation(SmplJoint.HEAD, worldFromHead.rotation());
        pose.translate(worldFromHead.translation().minus(pose.at(SmplJoint.HEAD)));
    }

    /** What the torso follows beside the head: {@code seconds} since the frame before, velocity of the head over the floor. */
    record Frame(double seconds, Vec3 velocity, double floor) {}

    private void follow(double headYaw, double wantedLean, Frame frame) {
        if (!started) {
            started = true;
            yaw = headYaw;
            lean = wantedLean;
            return;
        }
        double error = Angles.wrap(wantedYaw(headYaw, frame.velocity()) - yaw);
        double beyond = Math.signum(error) * Math.max(0, Math.abs(error) - FREE_YAW);
        yaw += beyond * (1 - Math.exp(-frame.seconds() / YAW_SECONDS));
        double twist = Angles.wrap(headYaw - yaw);
        yaw = Angles.wrap(yaw + twist - Angles.clamp(twist, -MOST_TWIST, MOST_TWIST));
        lean += (wantedLean - lean) * (1 - Math.exp(-frame.seconds() / LEAN_SECONDS));
    }

    /** A walker's pelvis points where the walker goes, even while looking aside. */
    private static double wantedYaw(double headYaw, Vec3 velocity) {
        double speed = Math.hypot(velocity.x(), velocity.y());
        double course = Math.atan2(velocity.y(), velocity.x());
        double off = Angles.wrap(course - headYaw);
        if (Math.abs(off) > MOST_TWIST) {
            return headYaw;
        }
        return Angles.wrap(headYaw + off * 0.7 * Angles.smoothstep(speed, WALKING_SPEED * 0.6, WALKING_SPEED * 1.6));
    }

    /** How far the back bends: part of the head's drop, more of it when the gaze goes down; the legs bend for the rest. */
    private static double wantedLean(Skeleton skeleton, RigidTransform worldFromHead, double floor) {
        double length = spineLength(skeleton);
        double height = worldFromHead.translation().z() - floor;
        double drop = Math.max(0, standingHeadHeight(skeleton) - height);
        double gazeDown = -Math.asin(Angles.clamp(worldFromHead.rotation().rotate(new Vec3(1, 0, 0)).z(), -1, 1));
        double share = 0.12 + 0.55 * Angles.smoothstep(gazeDown, Math.toRadians(15), Math.toRadians(65));
        double lean = Math.acos(Angles.clamp(1 - share * drop / length, 0, 1));
        double lowest = Math.acos(Angles.clamp((height - LEAST_PELVIS_HEIGHT) / length, 0, 1));
        double wanted = Math.max(lean, STANDING_LEAN);
        boolean pelvisTooLow = height - length * Math.cos(wanted) < LEAST_PELVIS_HEIGHT;
        return Math.min(MOST_LEAN, pelvisTooLow ? Math.max(wanted, lowest) : wanted);
    }

    private static double spineLength(Skeleton skeleton) {
        double length = 0;
        for (SmplJoint joint = SmplJoint.HEAD; joint.parent() != null; joint = joint.parent()) {
            length += skeleton.offset(joint).z();
        }
        return length;
    }

    /** Head joint above the sole, standing straight. */
    static double standingHeadHeight(Skeleton skeleton) {
        double legs = -skeleton.offset(SmplJoint.LEFT_HIP).z()
                - skeleton.offset(SmplJoint.LEFT_KNEE).z()
                - skeleton.offset(SmplJoint.LEFT_ANKLE).z()
                - skeleton.offset(SmplJoint.LEFT_FOOT).z();
        return spineLength(skeleton) + legs + skeleton.ballHeightMeters();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(yaw);
        out.writeDouble(lean);
        out.writeBoolean(started);
    }

    void read(DataInputStream in) throws IOException {
        yaw = in.readDouble();
        lean = in.readDouble();
        started = in.readBoolean();
    }
}
