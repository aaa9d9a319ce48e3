package org.egoscope.motion.internal.evaluation.measure;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Bodies whose figures are known. */
public final class Bodies {
    public static final BodySkeleton SKELETON = BodySkeleton.ofStature(1.7);

    private Bodies() {}

    public interface Motion {
        Vec3 at(int frame, int joint, Vec3 rest);
    }

    public interface Turn {
        Quaternion at(int frame, int joint);
    }

    /** T-pose, pelvis at its standing height, facing +x. */
    public static BodySequence standing(int frames) {
        return turned(frames, (t, j) -> Quaternion.IDENTITY);
    }

    /** By local rotations; the pelvis stays at its standing height above the origin. */
    public static BodySequence turned(int frames, Turn turn) {
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int i = 0; i < frames * BodySkeleton.JOINTS; i++) {
            Quaternion q = turn.at(i / BodySkeleton.JOINTS, i % BodySkeleton.JOINTS);
            local[i * 4] = (float) q.w();
            local[i * 4 + 1] = (float) q.x();
            local[i * 4 + 2] = (float) q.y();
            local[i * 4 + 3] = (float) q.z();
        }
        for (int t = 0; t < frames; t++) {
            root[t * 3 + 2] = (float) SKELETON.pelvisHeightMeters();
        }
        return BodySequence.ofLocalRotations(SKELETON, 30, root, local);
    }

    /** The same rotations and contacts with the joints moved. */
    public static BodySequence moved(BodySequence body, Motion motion) {
        float[] joints = new float[body.jointsInWorld().length];
        for (int i = 0; i < joints.length / 3; i++) {
            int frame = i / BodySkeleton.JOINTS;
            Vec3 p = motion.at(frame, i % BodySkeleton.JOINTS, body.jointInWorld(frame, i % BodySkeleton.JOINTS));
            joints[i * 3] = (float) p.x();
            joints[i * 3 + 1] = (float) p.y();
            joints[i * 3 + 2] = (float) p.z();
        }
        return new BodySequence(body.skeleton(), body.framesPerSecond(), body.rotationsInWorld(), joints, body.contacts());
    }

    /** Every joint turned at random by up to about half a radian, anew in every frame or slowly over time. */
    public static BodySequence random(int frames, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] phase = new double[BodySkeleton.JOINTS * 6];
        Arrays.setAll(phase, i -> random.nextDouble() * 2 * Math.PI);
        return turned(frames, (t, j) -> Quaternion.fromRotationVector(new Vec3(
                0.4 * Math.sin(0.11 * t * (1 + phase[j] / 6) + phase[j * 6]), 0.4 * Math.sin(0.13 * t + phase[j * 6 + 1]),
                0.4 * Math.sin(0.07 * t + phase[j * 6 + 2]))));
    }
}
