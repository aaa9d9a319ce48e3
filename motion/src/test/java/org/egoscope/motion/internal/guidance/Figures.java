package org.egoscope.motion.internal.guidance;

import java.util.Locale;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Sums of error measures over clips, against the truth. */
final class Figures {
    private static final int[] FEET = {10, 11, 7, 8};

    private double distance;
    private double legs;
    private long joints;
    private double skate;
    private double skateByTruth;
    private double slide;
    private long slides;
    private double jerk;
    private long jerks;
    private double depth;
    private long depths;

    void add(BodySequence body, BodySequence truth, float[] labels) {
        double ball = truth.skeleton().ballHeightMeters();
        for (int t = 0; t < truth.frames(); t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                double error = body.jointInWorld(t, j).distanceTo(truth.jointInWorld(t, j));
                distance += error;
                legs += j == 4 || j == 5 || j == 7 || j == 8 || j == 10 || j == 11 ? error : 0;
                joints++;
            }
            for (int channel = 0; channel < 4; channel++) {
                int j = FEET[channel];
                depth += Math.max(0, ball - body.jointInWorld(t, j).z());
                depths++;
                if (t == 0) {
                    continue;
                }
                Vec3 moved = body.jointInWorld(t, j).minus(body.jointInWorld(t - 1, j));
                double across = Math.hypot(moved.x(), moved.y());
                double standing = channel < 2 ? ball : ball - truth.skeleton().offset(j + 3).z();
                double limit = channel < 2 ? 0.04 : 0.08;
                double label = labels[t * 6 + channel] * labels[(t - 1) * 6 + channel];
                skate += label * across * weight(body.jointInWorld(t, j).z() - standing, limit);
                skateByTruth += label * across * weight(truth.jointInWorld(t, j).z() - standing, limit);
                if (truth.jointInWorld(t, j).distanceTo(truth.jointInWorld(t - 1, j)) < 0.01) {
                    slide += moved.norm();
                    slides++;
                }
                if (t >= 3) {
                    jerk += difference(body, t, j).norm();
                    jerks++;
                }
            }
        }
    }

    private static double weight(double height, double limit) {
        double h = Math.max(0, height);
        return h < limit ? 2 - Math.pow(2, h / limit) : 0;
    }

    private static Vec3 difference(BodySequence b, int t, int j) {
        return b.jointInWorld(t, j).minus(b.jointInWorld(t - 1, j).times(3)).plus(b.jointInWorld(t - 2, j).times(3))
                .minus(b.jointInWorld(t - 3, j));
    }

    double meanErrorMillimeters() {
        return 1000 * distance / joints;
    }

    double legErrorMillimeters() {
        return 1000 * legs / joints * BodySkeleton.JOINTS / 6;
    }

    double skateMeters() {
        return skate;
    }

    double skateByTrueHeightMeters() {
        return skateByTruth;
    }

    double slideMillimeters() {
        return 1000 * slide / slides;
    }

    double jerkOfFeet() {
        return jerk / jerks * 27000;
    }

    double depthMillimeters() {
        return 1000 * depth / depths;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "MPJPE %.2f mm, legs %.2f mm, skate %.3f m, by true height %.3f m, slide %.3f mm/frame, feet jerk %.0f m/s3, depth %.3f mm",
                meanErrorMillimeters(), legErrorMillimeters(), skate, skateByTruth, slideMillimeters(), jerkOfFeet(), depthMillimeters());
    }
}
