package org.egoscope.motion.internal.format;

import java.util.Arrays;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/**
 * The size of a body of which only rotations and the pelvis are recorded: with our proportions, the one at which standing feet are on
 * the floor z = 0.
 *
 * <p>In every frame the lower foot joint is at {@code pelvis + s (f + b)} with s the size, f its way from the pelvis and b the ball's height
 * at size 1. The pelvis is highest above a standing foot when the leg is stretched; over a clip the lowest foot is on the floor for
 * most frames, so s is the median of {@code pelvis height / (b - f)} over the frames.
 */
final class StandingSize {
    /** Adults; a result outside says that the floor is not at z = 0, and the mean body is taken. */
    private static final double LEAST_STATURE = 1.3;

    private static final double MOST_STATURE = 2.1;

    private StandingSize() {}

    static BodySkeleton skeleton(SmplPoses poses) {
        BodySkeleton mean = BodySkeleton.ofStature(SmplJoint.REFERENCE_STATURE_METERS);
        double[] sizes = new double[poses.frames()];
        int used = 0;
        for (int t = 0; t < poses.frames(); t++) {
            double low = Math.min(
                    poses.fromPelvis(mean, t, SmplJoint.LEFT_FOOT.ordinal()).z(),
                    poses.fromPelvis(mean, t, SmplJoint.RIGHT_FOOT.ordinal()).z());
            Vec3 pelvis = poses.pelvis(t);
            // A bent or lying body says little about its size.
            if (-low > 0.8 * (mean.pelvisHeightMeters() - mean.ballHeightMeters())) {
                sizes[used++] = pelvis.z() / (mean.ballHeightMeters() - low);
            }
        }
        double size = used == 0 ? Double.NaN : RestOffsets.median(Arrays.copyOf(sizes, used));
        double stature = size * SmplJoint.REFERENCE_STATURE_METERS;
        boolean adult = stature >= LEAST_STATURE && stature <= MOST_STATURE;
        return adult ? BodySkeleton.ofStature(stature) : mean;
    }
}
