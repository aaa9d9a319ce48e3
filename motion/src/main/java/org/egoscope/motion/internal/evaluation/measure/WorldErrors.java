package org.egoscope.motion.internal.evaluation.measure;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Errors of whole trajectories, as WHAM and GVHMR (and SLAHMR before them) measure them. */
public final class WorldErrors {
    /** Frames of a chunk. */
    public static final int CHUNK = 100;

    /** Shorter paths of the pelvis say nothing about drift. */
    private static final double SHORTEST_PATH_METERS = 0.1;

    private static final int J = BodySkeleton.JOINTS;

    private WorldErrors() {}

    /**
     * {@code [T]} metres, mean over the joints: chunks of 100 frames, each laid over the truth by the similarity of its first two frames
     * (W-MPJPE100). A last chunk of fewer than two frames is laid over as far as it goes.
     */
    public static @Shape("T") double[] firstFramesAligned(BodySequence predicted, BodySequence truth) {
        return aligned(predicted, truth, 2);
    }

    /** {@code [T]} metres: chunks laid over the truth by all their frames (WA-MPJPE100). */
    public static @Shape("T") double[] chunkAligned(BodySequence predicted, BodySequence truth) {
        return aligned(predicted, truth, CHUNK);
    }

    private static double[] aligned(BodySequence predicted, BodySequence truth, int framesToAlign) {
        JointErrors.requireSameLength(predicted, truth);
        double[] errors = new double[truth.frames()];
        for (int start = 0; start < errors.length; start += CHUNK) {
            int end = Math.min(errors.length, start + CHUNK);
            int count = Math.min(framesToAlign, end - start) * J;
            Similarity fit = Similarity.fit(predicted.jointsInWorld(), truth.jointsInWorld(), start * J * 3, count, true);
            for (int t = start; t < end; t++) {
                errors[t] = fit.meanError(predicted.jointsInWorld(), truth.jointsInWorld(), t * J * 3, J);
            }
        }
        return errors;
    }

    /**
     * {@code [T]} per cent: distance of the pelves after a rigid alignment of the whole path, by the true path's length (RTE); NaN
     * where the true path is shorter than 10 cm.
     */
    public static @Shape("T") double[] rootTranslationPercent(BodySequence predicted, BodySequence truth) {
        JointErrors.requireSameLength(predicted, truth);
        float[] p = pelvis(predicted);
        float[] q = pelvis(truth);
        double path = 0;
        for (int i = 3; i < q.length; i += 3) {
            path += Math.sqrt(square(q[i] - q[i - 3]) + square(q[i + 1] - q[i - 2]) + square(q[i + 2] - q[i - 1]));
        }
        double[] errors = new double[truth.frames()];
        if (path < SHORTEST_PATH_METERS) {
            Arrays.fill(errors, Double.NaN);
            return errors;
        }
        Similarity fit = Similarity.fit(p, q, 0, truth.frames(), false);
        for (int t = 0; t < errors.length; t++) {
            Vec3 moved = fit.apply(new Vec3(p[t * 3], p[t * 3 + 1], p[t * 3 + 2]));
            errors[t] = 100 * moved.distanceTo(new Vec3(q[t * 3], q[t * 3 + 1], q[t * 3 + 2])) / path;
        }
        return errors;
    }

    private static double square(double value) {
        return value * value;
    }

    private static float[] pelvis(BodySequence body) {
        float[] pelvis = new float[body.frames() * 3];
        for (int t = 0; t < body.frames(); t++) {
            System.arraycopy(body.jointsInWorld(), (t * J + SmplJoint.PELVIS.ordinal()) * 3, pelvis, t * 3, 3);
        }
        return pelvis;
    }
}
