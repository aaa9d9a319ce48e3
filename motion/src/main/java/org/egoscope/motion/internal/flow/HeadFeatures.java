package org.egoscope.motion.internal.flow;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;

/**
 * What the network is told, per frame and per window.
 *
 * <p>Per frame ({@value #POSE_CHANNELS} numbers, and those of {@link Sway} for {@link Conditioning#SWAY}): rotation of the head since the frame before, in the head's axes, less identity (9, per
 * second); its translation (3, m/s); height of the eyes above the floor in metres and relative to standing (2; 0 without floor);
 * orientation without heading (9); floor known (1); per hand position relative to the head without heading (3, m), orientation (first two
 * columns, 6), velocity (3, m/s), seen, confidence, orientation known, how long ago last seen (4).
 *
 * <p>Heading is the twist of the orientation about the vertical, which, unlike the direction of the forward axis, stays defined when the
 * wearer looks straight down, and to which a turn of the world adds exactly its angle.
 */
public final class HeadFeatures {
    public static final int HEAD_CHANNELS = 24;
    public static final int HAND_CHANNELS = 16;
    public static final int POSE_CHANNELS = HEAD_CHANNELS + HeadTrajectory.HANDS * HAND_CHANNELS;

    /** Stature, five proportions, field of view, floor known, frame duration. */
    public static final int WINDOW_CHANNELS = 9;

    /** Place of the field of view among the features of the window, and its value where hands are not looked for. */
    static final int FIELD_OF_VIEW = 6;

    static final float NO_FIELD_OF_VIEW = -0.5f;

    private static final double STATURE_OF_HEAD_JOINT = 1.12;
    private static final double FORGET_SECONDS = 1.0;

    private final HeadTrajectory head;
    private final Conditioning conditioning;
    private final int channels;
    private final double framesPerSecond;

    private HeadFeatures(HeadTrajectory head, Conditioning conditioning) {
        this.head = head;
        this.conditioning = conditioning;
        this.channels = conditioning.channels();
        this.framesPerSecond = head.framesPerSecond();
    }

    /** {@code [T, conditioning.channels()]}; the motion into the first frame is taken to be none. */
    public static @Shape("T C") float[] perFrame(HeadTrajectory head, Conditioning conditioning) {
        HeadFeatures features = new HeadFeatures(head, conditioning);
        float[] values = new float[head.frames() * features.channels];
        for (int t = 0; t < head.frames(); t++) {
            features.head(t, values, t * features.channels);
        }
        for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
            features.hand(hand, values);
        }
        if (conditioning == Conditioning.SWAY) {
            Sway.write(head, values, POSE_CHANNELS, features.channels);
        }
        return values;
    }

    /** {@code [WINDOW_CHANNELS]}. */
    public static float[] perWindow(HeadTrajectory head) {
        BodySkeleton skeleton = head.skeleton();
        double stature = stature(skeleton);
        return new float[] {
            (float) (stature - 1.7) * 4,
            (float) (skeleton.pelvisHeightMeters() / stature - 0.53) * 20,
            (float) (up(skeleton, SmplJoint.HEAD) / stature - 0.35) * 20,
            (float) (length(skeleton, SmplJoint.LEFT_ELBOW, SmplJoint.LEFT_WRIST) / stature - 0.30) * 20,
            (float) (up(skeleton, SmplJoint.LEFT_SHOULDER) / stature - 0.28) * 20,
            (float) (length(skeleton, SmplJoint.LEFT_COLLAR, SmplJoint.LEFT_SHOULDER) / stature - 0.12) * 20,
            (float) (head.fieldOfViewRadians() / Math.PI) + NO_FIELD_OF_VIEW,
            head.floorKnown() ? 1 : 0,
            (float) (30 / head.framesPerSecond() - 1) * 4,
        };
    }

    /** By the height of the head joint in the rest pose, as the training data define it, whatever the skeleton is called. */
    private static double stature(BodySkeleton skeleton) {
        return STATURE_OF_HEAD_JOINT * (skeleton.pelvisHeightMeters() + up(skeleton, SmplJoint.HEAD));
    }

    /** Height of the joint above the pelvis in the rest pose. */
    private static double up(BodySkeleton skeleton, SmplJoint joint) {
        double up = 0;
        for (int j = joint.ordinal(); BodySkeleton.parent(j) >= 0; j = BodySkeleton.parent(j)) {
            up += skeleton.offset(j).z();
        }
        return up;
    }

    private static double length(BodySkeleton skeleton, SmplJoint... bones) {
        double sum = 0;
        for (SmplJoint bone : bones) {
            sum += skeleton.offset(bone.ordinal()).norm();
        }
        return sum;
    }

    /** Heading of an orientation: its twist about the vertical. */
    public static Quaternion heading(Quaternion rotation) {
        double norm = Math.hypot(rotation.w(), rotation.z());
        return norm < 1e-9 ? Quaternion.IDENTITY : new Quaternion(rotation.w() / norm, 0, 0, rotation.z() / norm);
    }

    private void head(int t, float[] values, int at) {
        Quaternion rotation = head.headRotation(t);
        if (conditioning.isInvariant()) {
            int before = Math.max(0, t - 1);
            Quaternion back = head.headRotation(before).conjugate();
            columns(back.times(rotation), 3, values, at);
            for (int i = 0; i < 9; i++) {
                values[at + i] = (float) ((values[at + i] - (i % 4 == 0 ? 1 : 0)) * framesPerSecond);
            }
            put(back.rotate(head.eyesInWorld(t).minus(head.eyesInWorld(before))).times(framesPerSecond), values, at + 9);
            columns(heading(rotation).conjugate().times(rotation), 3, values, at + 14);
        } else {
            Quaternion frame = frameHeading(t).conjugate();
            Vec3 position = head.eyesInWorld(t).minus(frameOrigin(t));
            put(frame.rotate(new Vec3(position.x(), position.y(), 0)), values, at + 9);
            columns(frame.times(rotation), 3, values, at + 14);
        }
        if (head.floorKnown()) {
            double height = head.eyesInWorld(t).z();
            values[at + 12] = (float) height;
            values[at + 13] = (float) (height / standingEyeHeight());
            values[at + 23] = 1;
        }
    }

    private double standingEyeHeight() {
        return stature(head.skeleton()) / STATURE_OF_HEAD_JOINT + head.skeleton().eyesInHead().z();
    }

    /** Heading that directions are told relative to. */
    private Quaternion frameHeading(int t) {
        return switch (conditioning) {
            case INVARIANT, SWAY -> heading(head.headRotation(t));
            case SEQUENCE -> heading(head.headRotation(0));
            case ABSOLUTE -> Quaternion.IDENTITY;
        };
    }

    private Vec3 frameOrigin(int t) {
        return switch (conditioning) {
            case INVARIANT, SWAY -> head.eyesInWorld(t);
            case SEQUENCE -> head.eyesInWorld(0);
            case ABSOLUTE -> Vec3.ZERO;
        };
    }

    private void hand(int hand, float[] values) {
        double secondsUnseen = FORGET_SECONDS * 3;
        for (int t = 0; t < head.frames(); t++) {
            int at = t * channels + HEAD_CHANNELS + hand * HAND_CHANNELS;
            if (head.wristConfidence(t, hand) > 0) {
                secondsUnseen = 0;
                seenHand(t, hand, values, at);
            } else {
                secondsUnseen += 1 / framesPerSecond;
            }
            values[at + 15] = (float) Math.exp(-secondsUnseen / FORGET_SECONDS);
        }
    }

    private void seenHand(int t, int hand, float[] values, int at) {
        Quaternion frame = frameHeading(t).conjugate();
        Vec3 position = head.wristInWorld(t, hand);
        put(frame.rotate(position.minus(head.headInWorld(t))), values, at);
        Quaternion rotation = head.wristRotation(t, hand);
        if (Double.isFinite(rotation.w())) {
            columns(frame.times(rotation), 2, values, at + 3);
            values[at + 14] = 1;
        }
        if (t > 0 && head.wristConfidence(t - 1, hand) > 0) {
            // Hands move with up to 5 m/s; scaled to the size of the other numbers.
            put(frame.rotate(position.minus(head.wristInWorld(t - 1, hand))).times(framesPerSecond * 0.3), values, at + 9);
        }
        values[at + 12] = 1;
        values[at + 13] = head.wristConfidence(t, hand);
    }

    private static void put(Vec3 vector, float[] values, int at) {
        values[at] = (float) vector.x();
        values[at + 1] = (float) vector.y();
        values[at + 2] = (float) vector.z();
    }

    /** The first columns of the rotation matrix, one after the other; the quaternion need not be exactly of unit length. */
    static void columns(Quaternion rotation, int count, float[] values, int at) {
        Quaternion q = rotation.normalized();
        double w = q.w();
        double x = q.x();
        double y = q.y();
        double z = q.z();
        values[at] = (float) (1 - 2 * (y * y + z * z));
        values[at + 1] = (float) (2 * (x * y + w * z));
        values[at + 2] = (float) (2 * (x * z - w * y));
        values[at + 3] = (float) (2 * (x * y - w * z));
        values[at + 4] = (float) (1 - 2 * (x * x + z * z));
        values[at + 5] = (float) (2 * (y * z + w * x));
        if (count == 3) {
            values[at + 6] = (float) (2 * (x * z + w * y));
            values[at + 7] = (float) (2 * (y * z - w * x));
            values[at + 8] = (float) (1 - 2 * (x * x + y * y));
        }
    }
}
