package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Distances between predicted and true joints, metres, by how the two bodies are laid over each other. */
public final class JointErrors {
    private static final int J = BodySkeleton.JOINTS;

    private JointErrors() {}

    static void requireSameLength(BodySequence predicted, BodySequence truth) {
        if (predicted.frames() != truth.frames()) {
            throw PipelineException.badInput("predicted motion: expected " + truth.frames() + " frames, got " + predicted.frames());
        }
    }

    /** {@code [T, 22]}, as they are. */
    public static @Shape("T 22") double[] world(BodySequence predicted, BodySequence truth) {
        return relative(predicted, truth, -1);
    }

    /** {@code [T, 22]}, each body relative to its own pelvis. */
    public static @Shape("T 22") double[] rootRelative(BodySequence predicted, BodySequence truth) {
        return relative(predicted, truth, SmplJoint.PELVIS.ordinal());
    }

    /** {@code [T, 22]}, each body relative to its own head joint; the heading is not aligned. */
    public static @Shape("T 22") double[] headAnchored(BodySequence predicted, BodySequence truth) {
        return relative(predicted, truth, SmplJoint.HEAD.ordinal());
    }

    private static double[] relative(BodySequence predicted, BodySequence truth, int anchor) {
        requireSameLength(predicted, truth);
        float[] p = predicted.jointsInWorld();
        float[] q = truth.jointsInWorld();
        double[] errors = new double[truth.frames() * J];
        for (int t = 0; t < truth.frames(); t++) {
            int a = anchor < 0 ? -1 : (t * J + anchor) * 3;
            double dx = a < 0 ? 0 : p[a] - q[a];
            double dy = a < 0 ? 0 : p[a + 1] - q[a + 1];
            double dz = a < 0 ? 0 : p[a + 2] - q[a + 2];
            for (int j = t * J; j < t * J + J; j++) {
                double x = p[j * 3] - q[j * 3] - dx;
                double y = p[j * 3 + 1] - q[j * 3 + 1] - dy;
                double z = p[j * 3 + 2] - q[j * 3 + 2] - dz;
                errors[j] = Math.sqrt(x * x + y * y + z * z);
            }
        }
        return errors;
    }

    /** {@code [T]}: mean over the joints after the best rotation, translation and scale of each frame, without reflection. */
    public static @Shape("T") double[] procrustes(BodySequence predicted, BodySequence truth) {
        requireSameLength(predicted, truth);
        double[] errors = new double[truth.frames()];
        for (int t = 0; t < errors.length; t++) {
            errors[t] = procrustes(predicted.jointsInWorld(), truth.jointsInWorld(), t);
        }
        return errors;
    }

    static double procrustes(float[] predicted, float[] truth, int frame) {
        int start = frame * J * 3;
        return Similarity.fit(predicted, truth, start, J, true).meanError(predicted, truth, start, J);
    }

    /** {@code [T]} means of {@code [T, 22]}. */
    public static @Shape("T") double[] frameMeans(@Shape("T 22") double[] errors) {
        double[] means = new double[errors.length / J];
        for (int i = 0; i < errors.length; i++) {
            means[i / J] += errors[i] / J;
        }
        return means;
    }
}
