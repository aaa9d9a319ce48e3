package org.egoscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.observation.HeadMount;
import org.junit.jupiter.api.Test;

class HeadMountTest {
    private static double tiltOf(double pitchDegrees) {
        HeadMount mount = new HeadMount();
        for (int i = 0; i < 300; i++) {
            mount.observe(Math.toRadians(pitchDegrees), 1 / 30.0);
        }
        return Math.toDegrees(mount.tiltRadians());
    }

    @Test
    void a_camera_that_looks_down_steeply_is_mostly_tilted_and_one_that_looks_ahead_is_not() {
        // Mean of one of two normal distributions whose sum is known: 20 + 0.64 (pitch - 45).
        assertThat(tiltOf(70)).isCloseTo(36, within(0.01));
        assertThat(tiltOf(45)).isCloseTo(20, within(0.01));
        assertThat(tiltOf(22)).isCloseTo(5.28, within(0.01));
        assertThat(tiltOf(0)).isZero();
        assertThat(tiltOf(89)).isCloseTo(45, within(1e-9));
    }

    @Test
    void a_minute_of_looking_elsewhere_changes_what_is_believed() {
        HeadMount mount = new HeadMount();
        for (int i = 0; i < 60 * 30; i++) {
            mount.observe(Math.toRadians(70), 1 / 30.0);
        }
        for (int i = 0; i < 60 * 30; i++) {
            mount.observe(Math.toRadians(45), 1 / 30.0);
        }
        assertThat(Math.toDegrees(mount.tiltRadians())).isBetween(22.0, 30.0);
    }

    @Test
    void nothing_is_said_before_the_first_look() {
        assertThat(new HeadMount().tiltRadians()).isZero();
    }

    @Test
    void what_is_written_and_read_goes_on_bit_for_bit() throws IOException {
        HeadMount mount = new HeadMount();
        mount.observe(0.9, 0.02);
        mount.observe(1.1, 0.02);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mount.write(new DataOutputStream(bytes));
        HeadMount read = new HeadMount();
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        mount.observe(0.3, 0.5);
        read.observe(0.3, 0.5);
        assertThat(read.tiltRadians()).isEqualTo(mount.tiltRadians());
    }
}
