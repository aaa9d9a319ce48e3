package org.egoscope.motion.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.StandingHeight;
import org.egoscope.motion.internal.MotionCondition.Heights;
import org.junit.jupiter.api.Test;

/** How bodies come to the stature that the eyes' height shows. */
class StatureGrowthTest {
    private static final double SECONDS = 1 / 30.0;
    private static final double ASSUMED = 1.70;

    private static MotionCondition eyesOf(double stature, int frame) {
        RigidTransform eyes = new RigidTransform(Quaternion.IDENTITY, new Vec3(0, 0, StandingHeight.eyes(stature)));
        return new MotionCondition(frame * SECONDS, eyes, Heights.ABOVE_FLOOR, 1, Optional.empty(), Optional.empty());
    }

    /** Stands at first bowed like somebody shorter, then as tall as that. */
    private static double[] statures(double truth, int frames, int splitAt) throws IOException {
        Stature stature = new Stature(ASSUMED, true);
        double[] found = new double[frames];
        for (int i = 0; i < frames; i++) {
            if (i == splitAt) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                stature.write(new DataOutputStream(bytes));
                stature = new Stature(ASSUMED, true);
                stature.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            }
            stature.observe(eyesOf(i < 15 ? 1.6 : truth, i), SECONDS);
            found[i] = stature.skeleton().statureMeters();
        }
        return found;
    }

    @Test
    void the_body_grows_to_the_true_stature_without_a_jump_in_speed_or_acceleration() throws IOException {
        double[] found = statures(1.80, 900, -1);
        assertThat(found[0]).isEqualTo(ASSUMED);
        assertThat(found[899]).isCloseTo(1.80, within(0.02));
        for (int i = 3; i < found.length; i++) {
            double jerk = Math.abs(found[i] - 3 * found[i - 1] + 3 * found[i - 2] - found[i - 3]) / (SECONDS * SECONDS * SECONDS);
            // 2 cm more of a goal that is followed with critical damping of one second: 0.02 m/s^2 of acceleration within one frame.
            assertThat(jerk).as("frame %d", i).isLessThan(0.02 * 30 + 0.05);
            assertThat(found[i] - found[i - 1]).as("frame %d", i).isLessThan(0.08 * SECONDS);
        }
    }

    @Test
    void once_there_bones_keep_their_length_exactly() throws IOException {
        double[] found = statures(1.80, 1800, -1);
        for (int i = 1500; i < found.length; i++) {
            assertThat(found[i]).as("frame %d", i).isEqualTo(found[1500]);
        }
    }

    @Test
    void a_run_split_by_a_snapshot_gives_the_same_bits() throws IOException {
        assertThat(statures(1.80, 200, 77)).isEqualTo(statures(1.80, 200, -1));
    }
}
