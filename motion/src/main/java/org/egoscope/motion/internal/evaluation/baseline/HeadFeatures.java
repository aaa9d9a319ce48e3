package org.egoscope.motion.internal.evaluation.baseline;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;

/**
 * What the baselines see of one frame, and what they tell. Eyes: the central pupil frame. All is invariant to horizontal position and
 * heading.
 *
 * <p>Features (23): rotation of the eyes since the frame before (9), their movement in their own axes (3, m/s), their height (1, m),
 * orientation of the head without its yaw (9), stature (1, m). Yaw is the twist about the vertical.
 *
 * <p>Targets (66): joints relative to the head joint, turned by the yaw, metres.
 */
public final class HeadFeatures {
    public static final int SIZE = 23;
    public static final int TARGETS = BodySkeleton.JOINTS * 3;

    private static final Vec3 UP = new Vec3(0, 0, 1);

    private HeadFeatures() {}

    /** {@code [T, 23]}; before the first frame the head is taken to have rested. */
    public static @Shape("T 23") float[] of(HeadTrajectory head) {
        float[] features = new float[head.frames() * SIZE];
        for (int t = 0; t < head.frames(); t++) {
            int before = Math.max(0, t - 1);
            Quaternion away = head.headRotation(before).conjugate();
            Vec3 eyes = head.eyesInWorld(t);
            Vec3 moved = away.rotate(eyes.minus(head.eyesInWorld(before))).times(head.framesPerSecond());
            int at = t * SIZE;
            putMatrix(features, at, away.times(head.headRotation(t)));
            put(features, at + 9, moved);
            features[at + 12] = (float) eyes.z();
            putMatrix(features, at + 13, yaw(head, t).conjugate().times(head.headRotation(t)));
            features[at + 22] = (float) head.skeleton().statureMeters();
        }
        return features;
    }

    static Quaternion yaw(HeadTrajectory head, int frame) {
        return head.headRotation(frame).twistAbout(UP);
    }

    /** {@code [T, 66]}. */
    public static @Shape("T 66") float[] targets(HeadTrajectory head, BodySequence body) {
        float[] targets = new float[head.frames() * TARGETS];
        for (int t = 0; t < head.frames(); t++) {
            Quaternion away = yaw(head, t).conjugate();
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                put(targets, t * TARGETS + j * 3, away.rotate(body.jointInWorld(t, j).minus(head.headInWorld(t))));
            }
        }
        return targets;
    }

    private static void put(float[] values, int at, Vec3 point) {
        values[at] = (float) point.x();
        values[at + 1] = (float) point.y();
        values[at + 2] = (float) point.z();
    }

    /** Row-major. */
    private static void putMatrix(float[] values, int at, Quaternion rotation) {
        Vec3 x = rotation.rotate(new Vec3(1, 0, 0));
        Vec3 y = rotation.rotate(new Vec3(0, 1, 0));
        Vec3 z = rotation.rotate(UP);
        put(values, at, new Vec3(x.x(), y.x(), z.x()));
        put(values, at + 3, new Vec3(x.y(), y.y(), z.y()));
        put(values, at + 6, new Vec3(x.z(), y.z(), z.z()));
    }
}
