package org.egoscope.motion.internal.format;

import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/** The proportions of a recorded body. */
final class RestOffsets {
    private RestOffsets() {}

    /**
     * Per joint the median over the frames of where it lies in the axes of its parent, coordinate by coordinate; zero for the pelvis. Frames
     * in which one of the two is NaN do not count; a joint that is in no frame lies as in our body, scaled by the lengths of the others.
     *
     * @param rotationsInWorld {@code [T, 22, 4]}
     * @param jointsInWorld {@code [T, 22, 3]} metres
     * @return {@code [22, 3]} metres
     */
    static @Shape("22 3") float[] medians(@Shape("T 22 4") float[] rotationsInWorld, @Shape("T 22 3") float[] jointsInWorld) {
        int frames = jointsInWorld.length / (BodySkeleton.JOINTS * 3);
        if (frames == 0) {
            throw PipelineException.badInput("motion: expected at least one frame, got none");
        }
        float[] offsets = new float[BodySkeleton.JOINTS * 3];
        double[][] samples = new double[3][frames];
        for (int j = 1; j < BodySkeleton.JOINTS; j++) {
            int used = 0;
            for (int t = 0; t < frames; t++) {
                Vec3 inParent = inParent(rotationsInWorld, jointsInWorld, t, j);
                if (inParent.isFinite()) {
                    samples[0][used] = inParent.x();
                    samples[1][used] = inParent.y();
                    samples[2][used] = inParent.z();
                    used++;
                }
            }
            for (int axis = 0; axis < 3; axis++) {
                offsets[j * 3 + axis] = used == 0 ? Float.NaN : (float) median(Arrays.copyOf(samples[axis], used));
            }
        }
        fillUnseen(offsets);
        return offsets;
    }

    private static Vec3 inParent(float[] rotations, float[] joints, int frame, int joint) {
        int first = frame * BodySkeleton.JOINTS;
        int parent = first + BodySkeleton.parent(joint);
        Vec3 inWorld = Floats.point(joints, first + joint).minus(Floats.point(joints, parent));
        return Floats.quaternion(rotations, parent).conjugate().rotate(inWorld);
    }

    private static void fillUnseen(float[] offsets) {
        double seen = 0;
        double ours = 0;
        for (int j = 1; j < BodySkeleton.JOINTS; j++) {
            double length = Floats.point(offsets, j).norm();
            seen += Double.isNaN(length) ? 0 : length;
            ours += Double.isNaN(length) ? 0 : SmplJoint.all().get(j).restOffset().norm();
        }
        for (int j = 1; j < BodySkeleton.JOINTS; j++) {
            if (Float.isNaN(offsets[j * 3])) {
                Floats.put(offsets, j, SmplJoint.all().get(j).restOffset().times(ours == 0 ? 1 : seen / ours));
            }
        }
    }

    /** Sorts in place; the mean of the middle two for an even number. */
    static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
