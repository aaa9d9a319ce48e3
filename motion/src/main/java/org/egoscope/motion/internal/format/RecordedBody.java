package org.egoscope.motion.internal.format;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * Collects rotations and positions of the 22 joints frame by frame, and makes a body of them whose proportions are those recorded and
 * whose eyes and soles, which no such file gives, are in our body's proportion to the stature.
 */
final class RecordedBody {
    /** Stature per height of the head joint: the definition of {@link BodySkeleton#statureMeters()}. */
    private static final double STATURE_PER_HEAD_HEIGHT = 1.12;

    private static final double BALL_PER_STATURE = SmplJoint.BALL_HEIGHT_METERS / SmplJoint.REFERENCE_STATURE_METERS;

    private final float[] rotations;
    private final float[] joints;
    private final int frames;

    RecordedBody(int frames) {
        this.frames = frames;
        rotations = new float[frames * BodySkeleton.JOINTS * 4];
        joints = new float[frames * BodySkeleton.JOINTS * 3];
    }

    void put(int frame, int joint, Quaternion rotationInWorld, Vec3 inWorld) {
        Floats.put(rotations, frame * BodySkeleton.JOINTS + joint, rotationInWorld);
        Floats.put(joints, frame * BodySkeleton.JOINTS + joint, inWorld);
    }

    /** A whole frame, bit for bit. */
    void copy(int frame, BodySequence from, int fromFrame) {
        int count = BodySkeleton.JOINTS;
        System.arraycopy(from.rotationsInWorld(), fromFrame * count * 4, rotations, frame * count * 4, count * 4);
        System.arraycopy(from.jointsInWorld(), fromFrame * count * 3, joints, frame * count * 3, count * 3);
    }

    /** With the recorded proportions; contacts unknown. */
    BodySequence toSequence(double framesPerSecond) {
        return toSequence(framesPerSecond, skeleton(RestOffsets.medians(rotations, joints)));
    }

    BodySequence toSequence(double framesPerSecond, BodySkeleton skeleton) {
        return toSequence(framesPerSecond, skeleton, unknownContacts(frames));
    }

    BodySequence toSequence(double framesPerSecond, BodySkeleton skeleton, @Shape("T 6") float[] contacts) {
        return new BodySequence(skeleton, framesPerSecond, rotations, joints, contacts);
    }

    static @Shape("T 6") float[] unknownContacts(int frames) {
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        Arrays.fill(contacts, Float.NaN);
        return contacts;
    }

    /**
     * Stature s from {@code s = 1.12 (head above ball + ball)} with {@code ball = 0.030 / 1.69 s}.
     *
     * @param offsets {@code [22, 3]} metres
     */
    static BodySkeleton skeleton(@Shape("22 3") float[] offsets) {
        double stature = STATURE_PER_HEAD_HEIGHT * headAboveBall(offsets) / (1 - STATURE_PER_HEAD_HEIGHT * BALL_PER_STATURE);
        return new BodySkeleton(offsets, stature, eyesInHead(stature), BALL_PER_STATURE * stature);
    }

    static BodySkeleton skeleton(@Shape("22 3") float[] offsets, Vec3 eyesInHead, double ballHeightMeters) {
        double stature = STATURE_PER_HEAD_HEIGHT * (headAboveBall(offsets) + ballHeightMeters);
        return new BodySkeleton(offsets, stature, eyesInHead, ballHeightMeters);
    }

    private static double headAboveBall(float[] offsets) {
        return height(offsets, SmplJoint.HEAD)
                - Math.min(height(offsets, SmplJoint.LEFT_FOOT), height(offsets, SmplJoint.RIGHT_FOOT));
    }

    /** The pupils of our body at this stature. */
    static Vec3 eyesInHead(double stature) {
        return BodySkeleton.ofStature(SmplJoint.REFERENCE_STATURE_METERS)
                .eyesInHead()
                .times(stature / SmplJoint.REFERENCE_STATURE_METERS);
    }

    private static double height(float[] offsets, SmplJoint joint) {
        double height = 0;
        for (int j = joint.ordinal(); BodySkeleton.parent(j) >= 0; j = BodySkeleton.parent(j)) {
            height += offsets[j * 3 + 2];
        }
        return height;
    }
}
