package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;

/** How far the predicted head is from the true one. NaN where the predictor gives no rotation of the head. */
public final class HeadErrors {
    private static final int HEAD = SmplJoint.HEAD.ordinal();

    private HeadErrors() {}

    /** {@code [T]} metres (T_head). */
    public static @Shape("T") double[] meters(BodySequence predicted, BodySequence truth) {
        JointErrors.requireSameLength(predicted, truth);
        double[] errors = new double[truth.frames()];
        for (int t = 0; t < errors.length; t++) {
            errors[t] = predicted.jointInWorld(t, HEAD).distanceTo(truth.jointInWorld(t, HEAD));
        }
        return errors;
    }

    /** {@code [T]} angle between the two orientations, degrees. */
    public static @Shape("T") double[] degrees(BodySequence predicted, BodySequence truth) {
        JointErrors.requireSameLength(predicted, truth);
        double[] errors = new double[truth.frames()];
        for (int t = 0; t < errors.length; t++) {
            errors[t] = Math.toDegrees(predicted.rotationInWorld(t, HEAD).angleTo(truth.rotationInWorld(t, HEAD)));
        }
        return errors;
    }

    /** Frobenius norm of {@code R R'^-1 - I} (O_head) for an angle: {@code 2 sqrt(2) |sin(angle / 2)|}. */
    public static double frobenius(double degrees) {
        return 2 * Math.sqrt(2) * Math.abs(Math.sin(Math.toRadians(degrees) / 2));
    }
}
