package org.egoscope.motion.internal.format;

import java.util.Arrays;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * Height of the floor under a recorded body: heights of toes that stand still are clustered, and the lowest cluster is the floor (the
 * procedure of HuMoR, Rempe et al. 2021: toes slower than 0.15 m/s, DBSCAN over heights with 5 mm and 3 samples). Where the feet were not
 * recorded, the ankles are taken.
 */
public final class FloorHeight {
    private static final double STILL = 0.15;
    private static final double NEIGHBOUR_METERS = 0.005;
    private static final int FEWEST_NEIGHBOURS = 3;

    /** A lower cluster with fewer of the still samples is a foot that slipped off something, or noise. */
    private static final double LEAST_SHARE = 0.05;

    private FloorHeight() {}

    /** Metres in the sequence's own world; NaN if no foot ever stands still. */
    public static double of(BodySequence motion) {
        BodySkeleton skeleton = motion.skeleton();
        double floor = lowestCluster(stillHeights(motion, SmplJoint.LEFT_FOOT, SmplJoint.RIGHT_FOOT)) - skeleton.ballHeightMeters();
        if (!Double.isNaN(floor)) {
            return floor;
        }
        double ankle = skeleton.ballHeightMeters() - skeleton.offset(SmplJoint.LEFT_FOOT.ordinal()).z();
        return lowestCluster(stillHeights(motion, SmplJoint.LEFT_ANKLE, SmplJoint.RIGHT_ANKLE)) - ankle;
    }

    /** The same motion with its floor at z = 0; itself where the floor is not known. */
    public static BodySequence moveToZero(BodySequence motion) {
        double floor = of(motion);
        if (Double.isNaN(floor)) {
            return motion;
        }
        float[] joints = motion.jointsInWorld().clone();
        for (int i = 2; i < joints.length; i += 3) {
            joints[i] = (float) (joints[i] - floor);
        }
        return new BodySequence(
                motion.skeleton(), motion.framesPerSecond(), motion.rotationsInWorld(), joints, motion.contacts());
    }

    private static double[] stillHeights(BodySequence motion, SmplJoint... parts) {
        double[] heights = new double[motion.frames() * parts.length];
        int used = 0;
        for (SmplJoint part : parts) {
            for (int t = 1; t < motion.frames(); t++) {
                double step = motion.jointInWorld(t, part.ordinal()).distanceTo(motion.jointInWorld(t - 1, part.ordinal()));
                if (step * motion.framesPerSecond() < STILL) {
                    heights[used++] = motion.jointInWorld(t, part.ordinal()).z();
                }
            }
        }
        return Arrays.copyOf(heights, used);
    }

    /** Median of the lowest cluster; in one dimension DBSCAN's clusters are runs of sorted values. */
    private static double lowestCluster(double[] heights) {
        Arrays.sort(heights);
        int fewest = Math.max(FEWEST_NEIGHBOURS, (int) Math.ceil(LEAST_SHARE * heights.length));
        int start = 0;
        for (int end = 1; end <= heights.length; end++) {
            boolean ends = end == heights.length || heights[end] - heights[end - 1] > NEIGHBOUR_METERS;
            if (ends && end - start >= fewest) {
                return RestOffsets.median(Arrays.copyOfRange(heights, start, end));
            }
            if (ends) {
                start = end;
            }
        }
        return Double.NaN;
    }
}
