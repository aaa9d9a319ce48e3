package org.egoscope.motion.internal.flow;

import org.egoscope.core.Shape;
import org.egoscope.motion.BodySkeleton;

/** How far joints of two states of one body are apart, hung from the same head. */
final class JointDistance {
    private final float[] offsets;
    private final double[] one = new double[9];
    private final double[] other = new double[9];

    /** {@code [22, 3]}, first from the pelvis. */
    private final double[] apart = new double[BodySkeleton.JOINTS * 3];

    private JointDistance(BodySkeleton skeleton) {
        offsets = skeleton.toOffsetArray();
    }

    /** {@code [T]} mean over the 22 joints, metres. */
    static @Shape("T") float[] meters(@Shape("T D") float[] states, @Shape("T D") float[] others, BodySkeleton skeleton) {
        JointDistance distance = new JointDistance(skeleton);
        float[] meters = new float[states.length / BodyState.CHANNELS];
        for (int t = 0; t < meters.length; t++) {
            meters[t] = (float) distance.mean(states, others, t * BodyState.CHANNELS);
        }
        return meters;
    }

    private double mean(float[] states, float[] others, int at) {
        for (int joint = 1; joint < BodySkeleton.JOINTS; joint++) {
            int parent = BodySkeleton.parent(joint);
            int from = at + BodyState.slot(parent) * 6;
            matrix(states, from, one);
            matrix(others, from, other);
            for (int row = 0; row < 3; row++) {
                double sum = apart[parent * 3 + row];
                for (int k = 0; k < 3; k++) {
                    sum += (one[k * 3 + row] - other[k * 3 + row]) * offsets[joint * 3 + k];
                }
                apart[joint * 3 + row] = sum;
            }
        }
        double sum = 0;
        for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
            double x = apart[joint * 3] - apart[BodyState.HEAD * 3];
            double y = apart[joint * 3 + 1] - apart[BodyState.HEAD * 3 + 1];
            double z = apart[joint * 3 + 2] - apart[BodyState.HEAD * 3 + 2];
            sum += Math.sqrt(x * x + y * y + z * z);
        }
        return sum / BodySkeleton.JOINTS;
    }

    /** The columns one after the other: the first two made orthonormal as {@link BodyState#toBody} does, the third from them. */
    private static void matrix(float[] state, int at, double[] columns) {
        double length = Math.max(1e-6, Math.sqrt(dot(state, at, state, at)));
        for (int i = 0; i < 3; i++) {
            columns[i] = state[at + i] / length;
        }
        double along = columns[0] * state[at + 3] + columns[1] * state[at + 4] + columns[2] * state[at + 5];
        double squared = 0;
        for (int i = 0; i < 3; i++) {
            columns[3 + i] = state[at + 3 + i] - along * columns[i];
            squared += columns[3 + i] * columns[3 + i];
        }
        double rest = Math.max(1e-6, Math.sqrt(squared));
        for (int i = 0; i < 3; i++) {
            columns[3 + i] /= rest;
        }
        columns[6] = columns[1] * columns[5] - columns[2] * columns[4];
        columns[7] = columns[2] * columns[3] - columns[0] * columns[5];
        columns[8] = columns[0] * columns[4] - columns[1] * columns[3];
    }

    private static double dot(float[] a, int i, float[] b, int j) {
        return a[i] * b[j] + a[i + 1] * b[j + 1] + a[i + 2] * b[j + 2];
    }
}
