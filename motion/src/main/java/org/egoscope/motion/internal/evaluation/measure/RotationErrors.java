package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * Errors of local rotations (the pelvis relative to the world), degrees per frame, mean over the 22 joints. NaN in frames where the
 * predictor gives no rotations.
 */
public final class RotationErrors {
    private RotationErrors() {}

    /** Angle of the rotation between the predicted and the true one. */
    public static @Shape("T") double[] geodesicDegrees(BodySequence predicted, BodySequence truth) {
        return perFrame(predicted, truth, (p, q) -> p.angleTo(q));
    }

    /**
     * Mean absolute difference of the three components of the rotation vectors, wrapped to half a turn: the MPJRE of AGRoL, AvatarPoser
     * and RPM. It is no distance between rotations and stands here only to be compared with theirs.
     */
    public static @Shape("T") double[] componentDegrees(BodySequence predicted, BodySequence truth) {
        return perFrame(predicted, truth, (p, q) -> {
            Vec3 a = p.toRotationVector();
            Vec3 b = q.toRotationVector();
            return (wrapped(a.x() - b.x()) + wrapped(a.y() - b.y()) + wrapped(a.z() - b.z())) / 3;
        });
    }

    private static double wrapped(double radians) {
        return Math.abs(Math.IEEEremainder(radians, 2 * Math.PI));
    }

    private interface Angle {
        double between(Quaternion predicted, Quaternion truth);
    }

    private static double[] perFrame(BodySequence predicted, BodySequence truth, Angle angle) {
        JointErrors.requireSameLength(predicted, truth);
        double[] degrees = new double[truth.frames()];
        for (int t = 0; t < degrees.length; t++) {
            double sum = 0;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                sum += hasRotations(predicted, t) ? angle.between(predicted.localRotation(t, j), truth.localRotation(t, j)) : Double.NaN;
            }
            degrees[t] = Math.toDegrees(sum / BodySkeleton.JOINTS);
        }
        return degrees;
    }

    private static boolean hasRotations(BodySequence body, int frame) {
        for (int i = frame * BodySkeleton.JOINTS * 4; i < (frame + 1) * BodySkeleton.JOINTS * 4; i++) {
            if (Float.isNaN(body.rotationsInWorld()[i])) {
                return false;
            }
        }
        return true;
    }
}
