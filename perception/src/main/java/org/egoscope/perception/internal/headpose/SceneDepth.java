package org.egoscope.perception.internal.headpose;

import java.util.Arrays;
import java.util.List;
import org.egoscope.core.geometry.Vec3;

/** How far away what is first seen probably is: one camera cannot see it, but a look down ends at a table or at the floor. */
final class SceneDepth {
    /** A look at a work surface ends at about half the eye's height (0.9 of 1.6 m), one at the floor at all of it. */
    private static final double SHARE_OF_FLOOR = 0.75;

    private SceneDepth() {}

    /**
     * Median over the tracks of the expected depth along the optical axis, metres.
     *
     * @param levelDepthMeters depth of what is seen level with the eyes
     */
    static double median(List<Track> tracks, Vec3 upInCamera, double eyeHeightMeters, double levelDepthMeters) {
        double[] depths = new double[tracks.size()];
        for (int i = 0; i < depths.length; i++) {
            Track track = tracks.get(i);
            double dropPerDepth = -(upInCamera.x() * track.nx + upInCamera.y() * track.ny + upInCamera.z());
            double floor = dropPerDepth <= 0 ? Double.MAX_VALUE : SHARE_OF_FLOOR * eyeHeightMeters / dropPerDepth;
            depths[i] = Math.min(levelDepthMeters, floor);
        }
        Arrays.sort(depths);
        return depths.length == 0 ? levelDepthMeters : depths[depths.length / 2];
    }
}
