package org.egoscope.motion.internal.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.junit.jupiter.api.Test;

/** The parts that motion is made of, against their closed forms. */
class TrackTest {
    @Test
    void a_move_has_the_speed_and_the_acceleration_of_a_minimum_jerk_reach() {
        Track track = new Track(2);
        track.moveTo(1, 2, 5);
        assertThat(track.at(0.9)).isEqualTo(2);
        assertThat(track.at(2)).isCloseTo(3.5, within(1e-12));
        assertThat(track.at(3.1)).isEqualTo(5);
        double h = 1e-5;
        // Peak speed 15/8 of the mean; peak acceleration 10/sqrt(3) D/T^2 at u = (3 - sqrt(3)) / 6.
        assertThat((track.at(2 + h) - track.at(2 - h)) / (2 * h)).isCloseTo(15.0 / 8 * 3 / 2, within(1e-6));
        double peak = 1 + 2 * (3 - Math.sqrt(3)) / 6;
        double acceleration = (track.at(peak + 1e-4) - 2 * track.at(peak) + track.at(peak - 1e-4)) / 1e-8;
        assertThat(acceleration).isCloseTo(10 / Math.sqrt(3) * 3 / 4, within(1e-3));
    }

    @Test
    void overlapping_moves_end_at_the_last_target_and_add_up_on_the_way() {
        Track track = new Track(0);
        track.moveTo(0, 1, 4);
        track.moveTo(0.5, 1, 1);
        assertThat(track.target()).isEqualTo(1);
        assertThat(track.at(2)).isCloseTo(1, within(1e-12));
        assertThat(track.at(0.75)).isCloseTo(4 * 0.896484375 - 3 * 0.103515625, within(1e-12));
    }

    @Test
    void bumps_and_rhythms_leave_no_trace() {
        Track track = new Track(1);
        track.bump(1, 2, 0.5);
        track.rhythm(4, 8, 0.3, 2, 0.7);
        assertThat(track.at(2)).isCloseTo(1.5, within(1e-12));
        assertThat(new double[] {track.at(1), track.at(3), track.at(4), track.at(8)}).containsOnly(1);
        assertThat(track.at(6)).isCloseTo(1 + 0.3 * Math.sin(2 * Math.PI * 2 * 2 + 0.7), within(1e-12));
    }

    @Test
    void an_envelope_is_never_above_its_curve_and_touches_a_flat_one() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            double[] values = random.doubles(200).toArray();
            double[] below = Envelope.below(values, 5);
            double[] above = Envelope.above(values, 5);
            for (int i = 0; i < values.length; i++) {
                assertThat(below[i]).as("seed %d, index %d", seed, i).isLessThanOrEqualTo(values[i] + 1e-12);
                assertThat(above[i]).as("seed %d, index %d", seed, i).isGreaterThanOrEqualTo(values[i] - 1e-12);
            }
        }
        assertThat(Envelope.below(new double[] {3, 3, 3, 3}, 2)).containsExactly(new double[] {3, 3, 3, 3}, within(1e-12));
    }

    @Test
    void a_limb_reaches_its_target_with_the_middle_joint_on_the_side_of_the_pole() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Body body = Body.random(random);
            Limb leg = body.legs[0];
            double distance = leg.leastReach + (leg.mostReach - leg.leastReach) * random.nextDouble();
            Vec3 line = direction(random);
            Vec3 pole = direction(random);
            Quaternion[] bones = leg.solve(Vec3.ZERO, line.times(distance), pole);
            Vec3 knee = bones[0].rotate(body.offset(SmplJoint.LEFT_KNEE));
            Vec3 ankle = knee.plus(bones[1].rotate(body.offset(SmplJoint.LEFT_ANKLE)));
            assertThat(ankle.distanceTo(line.times(distance))).as("seed %d", seed).isLessThan(1e-9);
            Vec3 aside = knee.minus(line.times(knee.dot(line)));
            assertThat(aside.dot(pole)).as("seed %d", seed).isGreaterThan(0);
            assertThat(aside.cross(line).dot(pole)).as("in the plane of line and pole, seed %d", seed).isCloseTo(0, within(1e-9));
        }
    }

    private static Vec3 direction(Random random) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).normalized();
    }
}
