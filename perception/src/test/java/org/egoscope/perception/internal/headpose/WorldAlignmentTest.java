package org.egoscope.perception.internal.headpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.perception.VisualOdometryConfig;
import org.junit.jupiter.api.Test;

/** Up and height in a world of our own, against made-up cameras whose true pose is known. */
class WorldAlignmentTest {
    private static final double SECONDS = 1 / 30.0;
    private static final Vec3 UP = new Vec3(0, 0, 1);
    private static final Vec3[] NO_HANDS = {};

    /** Camera of a head looking {@code down} at that place; the map is the true world turned, so that nothing comes for free. */
    private static CameraPose camera(double x, double z, double yaw, double down) {
        Quaternion mapFromWorld = Quaternion.fromRotationVector(new Vec3(0.7, -0.4, 1.1));
        RigidTransform worldFromCamera = DotRoom.pose(x, 0, z, yaw, down);
        CameraPose pose = new CameraPose();
        pose.setRotation(mapFromWorld.times(worldFromCamera.rotation()).conjugate().normalized());
        Vec3 center = mapFromWorld.rotate(worldFromCamera.translation());
        pose.setCenter(center.x(), center.y(), center.z());
        return pose;
    }

    /** Direction in the map to a hand straight ahead of the wearer at that elevation. */
    private static Vec3[] hand(double yaw, double elevation) {
        Quaternion mapFromWorld = Quaternion.fromRotationVector(new Vec3(0.7, -0.4, 1.1));
        double level = Math.cos(elevation);
        return new Vec3[] {mapFromWorld.rotate(new Vec3(level * Math.cos(yaw), level * Math.sin(yaw), Math.sin(elevation)))};
    }

    private static double tiltDegrees(RigidTransform estimated, double yaw, double down) {
        Vec3 upInCamera = DotRoom.pose(0, 0, 0, yaw, down).rotation().conjugate().rotate(UP);
        return Math.toDegrees(Math.acos(Math.min(1, estimated.rotation().rotate(upInCamera).z())));
    }

    @Test
    void hands_say_what_is_down_to_somebody_who_looks_down_all_the_time() {
        double down = Math.toRadians(60);
        // Assumed far from the truth, so that it is the hands that say it.
        VisualOdometryConfig config = new VisualOdometryConfig(1.6, 2.3, Math.toRadians(22), 0.06, 15);
        WorldAlignment blind = new WorldAlignment(config);
        WorldAlignment seeing = new WorldAlignment(config);
        double without = 0;
        double with = 0;
        double mostStep = 0;
        RigidTransform before = null;
        for (int i = 0; i < 300; i++) {
            CameraPose pose = camera(0, 1.5, 0, down);
            blind.see(NO_HANDS);
            without = tiltDegrees(blind.advance(pose, SECONDS, false), 0, down);
            seeing.see(i % 3 == 0 ? hand(0, Math.toRadians(-52 + 8 * Math.sin(i))) : NO_HANDS);
            RigidTransform now = seeing.advance(pose, SECONDS, false);
            with = tiltDegrees(now, 0, down);
            mostStep = before == null ? 0 : Math.max(mostStep, before.rotation().angleTo(now.rotation()));
            before = now;
        }
        assertThat(without).isGreaterThan(30);
        assertThat(with).isLessThan(18);
        assertThat(Math.toDegrees(mostStep)).as("turn of the world in one frame").isLessThan(0.8);
    }

    @Test
    void a_camera_known_to_be_tilted_stands_as_high_as_the_head_that_wears_it() {
        double down = Math.toRadians(60);
        WorldAlignment told = new WorldAlignment(VisualOdometryConfig.defaults());
        told.wear(Optional.of(Camera.eyesBehindTilted(down)));
        // Assumed of a head that looks 25 degrees down: 0.14 m times the sine of its pitch below 1.60 m, whatever its camera's tilt.
        RigidTransform first = told.advance(camera(0, 1.5, 0, down), 0, false);
        double pitch = Math.asin(-first.rotation().rotate(new Vec3(0, 0, 1)).z()) - down;
        assertThat(Math.toDegrees(pitch)).isBetween(20.0, 30.0);
        assertThat(first.translation().z()).isCloseTo(1.6 - 0.14 * Math.sin(pitch), within(1e-9));
    }

    /** Sinks by 0.5 m in a second, stays for 6 s while the odometry is so good, then for 5 s while it is perfect. */
    private static double heightAfterSinking(double qualityBelow, boolean split) throws IOException {
        WorldAlignment alignment = new WorldAlignment(VisualOdometryConfig.defaults());
        double height = 0;
        for (int i = 0; i < 390; i++) {
            if (split && i == 200) {
                alignment = copy(alignment);
            }
            double sunk = 0.5 * Math.max(0, Math.min(1, (i - 30) * SECONDS));
            alignment.trust(i >= 60 && i < 240 ? qualityBelow : 1);
            height = alignment.advance(camera(0, 1.6 - sunk, 0, 0.5), SECONDS, false).translation().z();
        }
        return height;
    }

    private static WorldAlignment copy(WorldAlignment of) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        of.write(new DataOutputStream(bytes));
        WorldAlignment copy = new WorldAlignment(VisualOdometryConfig.defaults());
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return copy;
    }

    @Test
    void who_sat_down_stays_down_but_after_seconds_of_poor_odometry_nobody_knows_and_the_head_stands_again() throws IOException {
        assertThat(heightAfterSinking(1, false)).isLessThan(1.6 - 0.3);
        assertThat(heightAfterSinking(0.2, false)).isGreaterThan(1.6 - 0.2);
        assertThat(heightAfterSinking(0.2, true)).isEqualTo(heightAfterSinking(0.2, false));
    }

    @Test
    void a_head_that_drifts_up_stays_below_standing_height_and_never_jumps() {
        WorldAlignment alignment = new WorldAlignment(VisualOdometryConfig.defaults());
        double before = Double.NaN;
        for (int i = 0; i < 600; i++) {
            alignment.see(NO_HANDS);
            double height =
                    alignment.advance(camera(0, 0.01 * i, 0.5 * Math.sin(0.05 * i), 0.2), SECONDS, false).translation().z();
            assertThat(height).as("frame %d", i).isBetween(1.4, 1.03 * 1.6);
            if (i > 0) {
                assertThat(Math.abs(height - before)).as("frame %d", i).isLessThan(0.02);
            }
            before = height;
        }
    }

    @Test
    void a_crouch_of_some_seconds_is_kept_and_walking_ends_it() {
        WorldAlignment alignment = new WorldAlignment(VisualOdometryConfig.defaults());
        double crouched = Double.NaN;
        double walked = Double.NaN;
        for (int i = 0; i < 420; i++) {
            double sink = 0.6 * Math.max(0, Math.min(1, (i - 60) / 45.0));
            double x = Math.max(0, i - 270) * 0.03;
            alignment.see(NO_HANDS);
            // Looking about keeps the world level, so that height is height.
            double yaw = 0.9 * Math.sin(0.06 * i);
            double height =
                    alignment.advance(camera(x, 1.6 - sink, yaw, 0.38), SECONDS, false).translation().z();
            crouched = i == 255 ? height : crouched;
            walked = height;
        }
        assertThat(crouched).as("5 s after sinking by 0.6 m").isBetween(0.85, 1.3);
        assertThat(walked).as("after 4.5 m of walking").isGreaterThan(1.4);
    }

    @Test
    void it_goes_on_bit_for_bit_from_its_written_state() throws IOException {
        WorldAlignment whole = new WorldAlignment(VisualOdometryConfig.defaults());
        WorldAlignment second = new WorldAlignment(VisualOdometryConfig.defaults());
        for (int i = 0; i < 200; i++) {
            if (i == 120) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                whole.write(new DataOutputStream(bytes));
                second.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            }
            CameraPose pose = camera(0.02 * i, 1.6 + 0.1 * Math.sin(0.2 * i), 0.3 * Math.cos(0.1 * i), 0.5);
            Vec3[] hands = i % 5 < 3 ? hand(0.3, -0.8) : NO_HANDS;
            whole.see(hands);
            RigidTransform expected = whole.advance(pose, SECONDS, i % 50 == 49);
            if (i >= 120) {
                second.see(hands);
                assertThat(second.advance(pose, SECONDS, i % 50 == 49)).as("frame %d", i).isEqualTo(expected);
            }
        }
    }

    @Test
    void zones_cover_hand_and_forearm_and_nothing_else() {
        float[] xy = new float[HandKeypoints.COUNT * 2];
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            // Wrist at (100, 200), fingers fanned upwards: knuckles 40 pixels above, tips 80.
            int finger = (k + 3) / 4;
            int joint = k == 0 ? 0 : (k - 1) % 4 + 1;
            xy[k * 2] = 100 + (k == 0 ? 0 : (finger - 3) * 10);
            xy[k * 2 + 1] = 200 - (k == 0 ? 0 : 30 + 12.5f * joint);
        }
        Hand hand = new Hand(1, HandSide.LEFT, 0.9f, true, new HandKeypoints(xy, new float[0]), 0.9f, "made-up", false, Optional.empty());
        HandZones zones = new HandZones();
        zones.set(List.of(hand));
        assertThat(zones.covers(100, 180)).as("palm").isTrue();
        assertThat(zones.covers(100, 125)).as("finger tip").isTrue();
        assertThat(zones.covers(100, 270)).as("forearm").isTrue();
        assertThat(zones.covers(160, 180)).as("beside the hand").isFalse();
        assertThat(zones.covers(100, 60)).as("beyond the fingers").isFalse();
        zones.set(List.of());
        assertThat(zones.covers(100, 180)).as("without hands").isFalse();
    }
}
