package org.egoscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HeadMount;
import org.junit.jupiter.api.Test;

class HeadMountTest {
    private static final double SECONDS = 1 / 30.0;
    private static final Quaternion LEVEL = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));

    /** Of a camera at that place that looks so far down. */
    private static RigidTransform camera(double x, double pitchDegrees) {
        Quaternion down = Quaternion.fromAxisAngle(new Vec3(0, 1, 0), Math.toRadians(pitchDegrees));
        return new RigidTransform(down.times(LEVEL).normalized(), new Vec3(x, 0, 1.6));
    }

    private static void walk(HeadMount mount, double seconds, double pitchDegrees) {
        for (int i = 0; i < seconds / SECONDS; i++) {
            mount.observe(camera(1.2 * i * SECONDS, pitchDegrees), false, SECONDS);
        }
    }

    private static void work(HeadMount mount, double seconds, double pitchDegrees) {
        for (int i = 0; i < seconds / SECONDS; i++) {
            mount.observe(camera(0, pitchDegrees), true, SECONDS);
        }
    }

    private static double degrees(HeadMount mount) {
        return Math.toDegrees(mount.tiltRadians());
    }

    @Test
    void who_looks_ahead_while_walking_wears_glasses_however_far_down_the_work_is() {
        HeadMount mount = new HeadMount();
        walk(mount, 4, 10);
        work(mount, 12, 61);
        walk(mount, 4, 10);
        assertThat(degrees(mount)).isBetween(0.0, 15.0);
    }

    @Test
    void a_camera_that_looks_down_steeply_at_work_and_while_walking_is_on_a_strap() {
        HeadMount mount = new HeadMount();
        work(mount, 15, 75);
        assertThat(degrees(mount)).isBetween(30.0, 50.0);
        walk(mount, 5, 52);
        assertThat(degrees(mount)).isBetween(36.0, 48.0);
    }

    @Test
    void the_first_look_says_about_as_much_as_two_seconds_and_then_belief_moves_by_at_most_two_degrees_a_second() {
        HeadMount mount = new HeadMount();
        mount.observe(camera(0, 60), false, SECONDS);
        double before = degrees(mount);
        assertThat(before).isBetween(8.0, 42.0);
        for (int i = 0; i < 600; i++) {
            mount.observe(camera(1.2 * i * SECONDS, 10), false, SECONDS);
            assertThat(Math.abs(degrees(mount) - before)).as("frame %d", i).isLessThanOrEqualTo(2 * SECONDS + 1e-9);
            before = degrees(mount);
        }
        assertThat(before).isLessThan(12);
    }

    @Test
    void nothing_is_said_before_the_first_look_nor_after_forgetting() {
        HeadMount mount = new HeadMount();
        assertThat(mount.tiltRadians()).isZero();
        work(mount, 3, 70);
        mount.clear();
        assertThat(mount.tiltRadians()).isZero();
        HeadMount fresh = new HeadMount();
        work(mount, 3, 50);
        work(fresh, 3, 50);
        assertThat(mount.tiltRadians()).isEqualTo(fresh.tiltRadians());
    }

    @Test
    void eyes_behind_a_tilted_camera_look_level_where_it_looks_down() {
        RigidTransform worldFromEyes = camera(0, 35).times(Camera.eyesBehindTilted(Math.toRadians(35)));
        assertThat(worldFromEyes.rotation().angleTo(LEVEL)).isCloseTo(0, within(1e-9));
        assertThat(Math.toDegrees(HeadMount.pitchDownRadians(camera(0, 35)))).isCloseTo(35, within(1e-9));
    }

    @Test
    void what_is_written_and_read_goes_on_bit_for_bit() throws IOException {
        HeadMount mount = new HeadMount();
        work(mount, 2, 50);
        walk(mount, 1, 30);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mount.write(new DataOutputStream(bytes));
        HeadMount read = new HeadMount();
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.tiltRadians()).isEqualTo(mount.tiltRadians());
        for (HeadMount each : new HeadMount[] {mount, read}) {
            each.observe(camera(1.25, 20), false, SECONDS);
            each.observe(camera(1.3, 22), true, SECONDS);
        }
        assertThat(read.tiltRadians()).isEqualTo(mount.tiltRadians());
    }
}
