package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Velocities and jerks of the joints in the world. */
public final class Smoothness {
    private static final int J = BodySkeleton.JOINTS;

    private Smoothness() {}

    /** {@code [T - 1]}: mean over the joints of the length of the velocity's error, m/s (MPJVE). */
    public static @Shape("T-1") double[] velocityErrors(BodySequence predicted, BodySequence truth) {
        JointErrors.requireSameLength(predicted, truth);
        float[] p = predicted.jointsInWorld();
        float[] q = truth.jointsInWorld();
        double[] errors = new double[Math.max(0, truth.frames() - 1)];
        for (int i = 0; i < errors.length * J; i++) {
            int a = i * 3;
            int b = a + J * 3;
            double x = p[b] - p[a] - q[b] + q[a];
            double y = p[b + 1] - p[a + 1] - q[b + 1] + q[a + 1];
            double z = p[b + 2] - p[a + 2] - q[b + 2] + q[a + 2];
            errors[i / J] += Math.sqrt(x * x + y * y + z * z) * truth.framesPerSecond() / J;
        }
        return errors;
    }

    /** {@code [T - 3]}: mean over the joints of the length of the third difference, m/s³. */
    public static @Shape("T-3") double[] meanJerks(BodySequence body) {
        double[] jerks = new double[Math.max(0, body.frames() - 3)];
        for (int i = 0; i < jerks.length * J; i++) {
            jerks[i / J] += jerk(body, i) / J;
        }
        return jerks;
    }

    /** {@code [T - 3]}: largest over the joints, m/s³; entry t spans the frames t to t + 3. */
    public static @Shape("T-3") double[] largestJerks(BodySequence body) {
        double[] jerks = new double[Math.max(0, body.frames() - 3)];
        for (int i = 0; i < jerks.length * J; i++) {
            jerks[i / J] = Math.max(jerks[i / J], jerk(body, i));
        }
        return jerks;
    }

    private static double jerk(BodySequence body, int index) {
        float[] p = body.jointsInWorld();
        int a = index * 3;
        int step = J * 3;
        double rate = body.framesPerSecond();
        double sum = 0;
        for (int k = a; k < a + 3; k++) {
            double third = p[k + 3 * step] - 3.0 * p[k + 2 * step] + 3.0 * p[k + step] - p[k];
            sum += third * third;
        }
        return Math.sqrt(sum) * rate * rate * rate;
    }
}
