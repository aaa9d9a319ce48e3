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
import org.egoscope.motion.internal.MotionCondition.Heights;
import org.junit.jupiter.api.Test;

/** A floor that is not known for sure comes to feet that rest. */
class StatureTest {
    private static Stature standing(Heights heights) {
        Stature stature = new Stature(1.7, true);
        observe(stature, heights);
        return stature;
    }

    private static void observe(Stature stature, Heights heights) {
        RigidTransform eyes = new RigidTransform(Quaternion.IDENTITY, new Vec3(0, 0, 1.58));
        stature.observe(new MotionCondition(0, eyes, heights, 1, Optional.empty(), Optional.empty()), 1.0 / 30);
    }

    @Test
    void aKnownFloorStaysWhereverFeetRest() {
        Stature stature = standing(Heights.ABOVE_FLOOR);
        assertThat(stature.standAt(0.1, 0.5)).isFalse();
        assertThat(stature.floor()).isZero();
        assertThat(stature.suffix()).isEmpty();
    }

    @Test
    void anEstimatedFloorComesToTheFirstRestingFeetAtOnceUpToWhatFeetAreInaccurate() {
        Stature stature = standing(Heights.ESTIMATED);
        assertThat(stature.standAt(0.08, 0.5)).isTrue();
        assertThat(stature.floor()).isCloseTo(0.065, within(1e-9));
        assertThat(stature.suffix()).isEqualTo("-heights-estimated");
    }

    @Test
    void laterItFollowsADriftSlowlyAndNeverFurtherThanTwentyCentimetres() {
        Stature stature = standing(Heights.ESTIMATED);
        stature.standAt(0, 0.5);
        double before = stature.floor();
        double drift = 0;
        for (int i = 0; i < 400; i++) {
            drift += 0.0005;
            assertThat(stature.standAt(drift - stature.floor(), 0.3)).isFalse();
            assertThat(stature.floor() - before).isBetween(0.0, 0.04 * 0.3 + 1e-9);
            before = stature.floor();
        }
        assertThat(drift).isCloseTo(0.2, within(1e-9));
        assertThat(drift - before).as("lag").isBetween(0.0, 0.025);
        for (int i = 0; i < 400; i++) {
            stature.standAt(1, 0.3);
        }
        assertThat(stature.floor()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void bentLegsDoNotMoveTheFloor() {
        Stature stature = standing(Heights.ESTIMATED);
        for (double gap : new double[] {0.014, -0.049, 0}) {
            stature.standAt(gap, 0.5);
            assertThat(stature.floor()).isZero();
        }
    }

    @Test
    void whatWasReadGoesOnAsWhatWasWritten() throws IOException {
        Stature stature = standing(Heights.ESTIMATED);
        stature.standAt(0.09, 0.5);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        stature.write(new DataOutputStream(bytes));
        Stature other = new Stature(1.7, true);
        other.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = 0; i < 60; i++) {
            stature.standAt(0.03, 0.1);
            other.standAt(0.03, 0.1);
            observe(stature, Heights.ESTIMATED);
            observe(other, Heights.ESTIMATED);
            assertThat(other.floor()).isEqualTo(stature.floor());
            assertThat(other.suffix()).isEqualTo(stature.suffix());
        }
    }
}
