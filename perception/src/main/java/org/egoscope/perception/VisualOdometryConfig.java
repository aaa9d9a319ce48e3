package org.egoscope.perception;

import org.egoscope.core.PipelineException;

/**
 * Settings of head pose from pictures alone.
 *
 * @param eyeHeightMeters assumed height of the camera above the floor while standing; sets height and scale, which one camera cannot see
 * @param assumedSceneDepthMeters assumed distance to what is first seen level with the eyes; looking down it is less, and later the
 *     floor says more
 * @param downPitchRadians how far a headset camera looks below the horizon on average
 * @param keyframeBaseline motion between keyframes, as a fraction of the distance to what is seen
 * @param framesBeforeRestart lost frames after which a new map is started where the old one was left
 */
public record VisualOdometryConfig(
        double eyeHeightMeters,
        double assumedSceneDepthMeters,
        double downPitchRadians,
        double keyframeBaseline,
        int framesBeforeRestart) {
    public VisualOdometryConfig {
        check("eye height in metres", eyeHeightMeters, 0.3, 2.5);
        check("assumed scene depth in metres", assumedSceneDepthMeters, 0.1, 100);
        check("down pitch in radians", downPitchRadians, -1.2, 1.2);
        check("keyframe baseline", keyframeBaseline, 0.005, 1);
        check("frames before restart", framesBeforeRestart, 1, 100_000);
    }

    private static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw PipelineException.badConfig(what + ": expected " + least + ".." + most + ", got " + value);
        }
    }

    /**
     * Standing adult in a room: eyes at 1.60 m; 2.3 m to what is ahead (the median depth of NYU Depth v2, indoor rooms); looking 35
     * degrees down on average (the line of sight at rest is 10 to 15 degrees below the horizon, ISO 9355-2; cameras on glasses are near
     * it, those strapped to a head in kitchen clips look 50 to 80 degrees down, by their upright edges).
     */
    public static VisualOdometryConfig defaults() {
        return new VisualOdometryConfig(1.60, 2.3, Math.toRadians(35), 0.06, 15);
    }

    public VisualOdometryConfig withEyeHeightMeters(double meters) {
        return new VisualOdometryConfig(
                meters, assumedSceneDepthMeters, downPitchRadians, keyframeBaseline, framesBeforeRestart);
    }
}
