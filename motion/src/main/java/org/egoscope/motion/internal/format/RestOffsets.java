package org.egoscope.motion.internal.format;

import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySkeleton;

/** The proportions of a recorded body. */
final class RestOffsets {
    private RestOffsets() {}

    /**
     * Per joint the median over the frames of where it lies in the axes of its parent, coordinate by coordinate; zero for the pelvis.
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
            int parent = BodySkeleton.parent(j);
            for (int t = 0; t < frames; t++) {
                int first = t * BodySkeleton.JOINTS;
                Vec3 inWorld = Floats.point(jointsInWorld, first + j).minus(Floats.point(jointsInWorld, first + parent));
                Vec3 inParent = Floats.quaternion(rotationsInWorld, first + parent).conjugate().rotate(inWorld);
                samples[0][t] = inParent.x();
                samples[1][t] = inParent.y();
                samples[2][t] = inParent.z();
            }
            for (int axis = 0; axis < 3; axis++) {
                offsets[j * 3 + axis] = (float) median(samples[axis]);
            }
        }
        return offsets;
    }

    /** Sorts in place; the mean of the middle two for an even number. */
    static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
