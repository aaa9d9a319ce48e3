package org.egoscope.perception.internal.headpose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.perception.VisualOdometryConfig;
import org.junit.jupiter.api.Test;

/** Height above the floor, against scripted heads whose true height is known, seen by an odometry that drifts. */
class EstimatedHeightTest {
    private static final double FRAMES_PER_SECOND = 30;
    private static final double STANDING = 1.60;
    private static final Vec3[] NO_HANDS = {};

    /** A head: place and height by time, looking about by up to 35 degrees so that the world is level. */
    private interface Script {
        /** x, y, z in metres. */
        Vec3 at(double seconds);
    }

    private static double yaw(double seconds) {
        return 0.6 * Math.sin(1.1 * seconds);
    }

    private static final double DOWN = Math.toRadians(22);

    /** From 0 to 1 between two times, as people move (minimum jerk: Flash and Hogan 1985). */
    private static double eased(double seconds, double from, double to) {
        double part = Math.max(0, Math.min(1, (seconds - from) / (to - from)));
        return part * part * part * (10 - 15 * part + 6 * part * part);
    }

    /** Odometry in a map that is the true world turned and scaled, with errors that grow. */
    private static final class Drifting {
        private final Random random;
        private final double share;
        private Quaternion turned = Quaternion.fromRotationVector(new Vec3(0.7, -0.4, 1.1));
        private Vec3 center = Vec3.ZERO;
        private Vec3 before;
        private Vec3 creep = Vec3.ZERO;

        /** @param share of the errors: 1 for a direction that wanders by 0.4 degrees and a centimetre a second */
        Drifting(long seed, double share) {
            this.random = new Random(seed);
            this.share = share;
        }

        private Vec3 noise() {
            return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
        }

        CameraPose see(RigidTransform worldFromCamera, double scale) {
            double seconds = 1 / FRAMES_PER_SECOND;
            Vec3 at = worldFromCamera.translation();
            turned = Quaternion.fromRotationVector(noise().times(share * Math.toRadians(0.4) * Math.sqrt(seconds)))
                    .times(turned)
                    .normalized();
            creep = creep.times(1 - seconds / 2).plus(noise().times(share * 0.04 * Math.sqrt(seconds)));
            Vec3 moved = (before == null ? Vec3.ZERO : at.minus(before)).plus(creep.times(seconds));
            before = at;
            center = center.plus(turned.rotate(moved).times(scale));
            CameraPose pose = new CameraPose();
            pose.setRotation(turned.times(worldFromCamera.rotation()).conjugate().normalized());
            pose.setCenter(center.x(), center.y(), center.z());
            return pose;
        }
    }

    private static RigidTransform camera(Script script, double seconds) {
        Vec3 at = script.at(seconds);
        return DotRoom.pose(at.x(), at.y(), at.z(), yaw(seconds), DOWN);
    }

    /** Estimated height less its value in the first frame, by frame. */
    private static double[] heights(Script script, double seconds, Drifting odometry, double scale) {
        WorldAlignment alignment = new WorldAlignment(VisualOdometryConfig.defaults());
        double[] heights = new double[(int) (seconds * FRAMES_PER_SECOND)];
        for (int i = 0; i < heights.length; i++) {
            alignment.see(NO_HANDS);
            CameraPose pose = odometry.see(camera(script, i / FRAMES_PER_SECOND), scale);
            heights[i] = alignment.advance(pose, i == 0 ? 0 : 1 / FRAMES_PER_SECOND, false).translation().z();
        }
        double first = heights[0];
        for (int i = 0; i < heights.length; i++) {
            heights[i] -= first;
        }
        return heights;
    }

    private static double at(double[] heights, double seconds) {
        return heights[(int) (seconds * FRAMES_PER_SECOND)];
    }

    @Test
    void who_sits_and_leans_about_goes_on_sitting() {
        Script seat = t -> new Vec3(
                0.12 * eased(t, 5, 7) * Math.sin(1.9 * t), 0.08 * eased(t, 5, 7) * Math.sin(1.3 * t), STANDING - 0.45 * eased(t, 3, 4.4));
        double[] heights = heights(seat, 45, new Drifting(1, 0), 1);
        assertThat(at(heights, 6)).as("after sitting down").isBetween(-0.48, -0.38);
        assertThat(at(heights, 24)).as("20 s later").isBetween(-0.45, -0.25);
        assertThat(at(heights, 44)).as("40 s later").isBetween(-0.45, -0.15);
    }

    @Test
    void what_creeps_is_no_change_of_height() {
        Script sinking = t -> new Vec3(0, 0, STANDING - 0.03 * Math.max(0, t - 3));
        double[] heights = heights(sinking, 15, new Drifting(2, 0), 1);
        assertThat(at(heights, 14.9)).as("after 0.36 m of drift").isBetween(-0.09, 0.01);
    }

    /** Stands, walks, bends by 0.55 m from 10 to 14 s, walks back, sits 0.45 m lower from 19 to 35 s, stands up. */
    private static Vec3 day(double t) {
        double walked = 2.4 * eased(t, 5, 8) - 2.4 * eased(t, 15, 18);
        double down = 0.55 * (eased(t, 10, 11.2) - eased(t, 13, 14.2)) + 0.45 * (eased(t, 19, 20.4) - eased(t, 34, 35.3));
        return new Vec3(walked, 0.05 * Math.sin(0.9 * t), STANDING - down);
    }

    @Test
    void bending_sitting_and_rising_are_kept_and_drift_is_not() {
        double bent = 0;
        double seated = 0;
        int seeds = 12;
        for (long seed = 1; seed <= seeds; seed++) {
            double[] heights = heights(EstimatedHeightTest::day, 45, new Drifting(seed, 1), 1);
            assertThat(errorWhileStanding(heights)).as("mean error while standing, seed %d", seed).isLessThan(0.10);
            assertThat(at(heights, 12.5)).as("bent by 0.55 m, seed %d", seed).isBetween(-0.75, -0.22);
            assertThat(at(heights, 22)).as("seated 0.45 m lower, seed %d", seed).isBetween(-0.65, -0.15);
            bent += -at(heights, 12.5) / 0.55 / seeds;
            seated += -at(heights, 22) / 0.45 / seeds;
        }
        assertThat(bent).as("share of bending that is kept").isBetween(0.6, 1.2);
        assertThat(seated).as("share of sitting that is kept").isBetween(0.6, 1.2);
    }

    private static double errorWhileStanding(double[] heights) {
        double error = 0;
        int frames = 0;
        for (int i = 0; i < heights.length; i++) {
            if (STANDING - day(i / FRAMES_PER_SECOND).z() < 0.02) {
                error += Math.abs(heights[i]);
                frames++;
            }
        }
        return error / frames;
    }

    @Test
    void rising_leads_back_to_where_the_crouch_began_although_the_scale_was_found_out_meanwhile() {
        WorldAlignment alignment = new WorldAlignment(VisualOdometryConfig.defaults());
        Drifting odometry = new Drifting(9, 0);
        // The map is twice as large as the world.
        Script crouch = t -> new Vec3(0, 0, STANDING - 0.4 * (eased(t, 2, 3) - eased(t, 16, 17)));
        double first = Double.NaN;
        double lowest = 0;
        double last = Double.NaN;
        for (int i = 0; i < 20 * FRAMES_PER_SECOND; i++) {
            double t = i / FRAMES_PER_SECOND;
            RigidTransform camera = camera(crouch, t);
            CameraPose pose = odometry.see(camera, 2);
            alignment.see(NO_HANDS);
            double height = alignment.advance(pose, i == 0 ? 0 : 1 / FRAMES_PER_SECOND, false).translation().z();
            first = i == 0 ? height : first;
            lowest = Math.min(lowest, height - first);
            last = height - first;
            if (t > 4 && t < 5) {
                floorPoint(alignment, pose, odometry.turned);
            }
        }
        assertThat(lowest).as("with twice the scale").isLessThan(-0.6);
        assertThat(last).isBetween(-0.05, 0.05);
    }

    /** A point of the floor, 1.6 m below standing eyes in a world half as large as the map: 3.2 units below the eyes. */
    private static void floorPoint(WorldAlignment alignment, CameraPose pose, Quaternion mapFromWorld) {
        Vec3 point = pose.centerInMap().plus(mapFromWorld.rotate(new Vec3(0.5, 0, -3.2)));
        for (int i = 0; i < 5; i++) {
            alignment.notePoint(new double[] {point.x(), point.y(), point.z()}, pose.centerInMap());
        }
    }
}
