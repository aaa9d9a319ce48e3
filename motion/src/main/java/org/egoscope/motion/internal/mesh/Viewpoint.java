package org.egoscope.motion.internal.mesh;

import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;

/**
 * Where a picture is taken from. World: z up, metres.
 *
 * @param eyeInWorld place of the eye
 * @param targetInWorld point in the middle of the picture; not straight above or below the eye
 * @param fieldRadians vertical field of view; 0 for parallel rays
 * @param heightMeters height of the picture in the world, for parallel rays
 */
public record Viewpoint(Vec3 eyeInWorld, Vec3 targetInWorld, double fieldRadians, double heightMeters) {
    public Viewpoint {
        Vec3 ahead = targetInWorld.minus(eyeInWorld);
        if (!(Math.hypot(ahead.x(), ahead.y()) > 1e-6 * ahead.norm())) {
            throw PipelineException.badConfig("viewpoint: expected a line of sight that is not vertical, got " + ahead);
        }
        if (!(fieldRadians >= 0 && fieldRadians < Math.PI) || (fieldRadians == 0 && !(heightMeters > 0))) {
            throw PipelineException.badConfig(
                    "viewpoint: expected a field of view or a height, got " + fieldRadians + " and " + heightMeters);
        }
    }

    /** Perspective from this eye. */
    public static Viewpoint perspective(Vec3 eyeInWorld, Vec3 targetInWorld, double fieldRadians) {
        return new Viewpoint(eyeInWorld, targetInWorld, fieldRadians, 0);
    }

    /** Parallel rays; the picture is {@code heightMeters} high. */
    public static Viewpoint parallel(Vec3 eyeInWorld, Vec3 targetInWorld, double heightMeters) {
        return new Viewpoint(eyeInWorld, targetInWorld, 0, heightMeters);
    }

    boolean isParallel() {
        return fieldRadians == 0;
    }

    Vec3 ahead() {
        return targetInWorld.minus(eyeInWorld).normalized();
    }

    Vec3 right() {
        return ahead().cross(new Vec3(0, 0, 1)).normalized();
    }

    Vec3 up() {
        return right().cross(ahead());
    }

    /** Pixels per metre (parallel), or per unit of slope (perspective). */
    double scale(int heightPixels) {
        return isParallel() ? heightPixels / heightMeters : heightPixels / (2 * Math.tan(fieldRadians / 2));
    }
}
