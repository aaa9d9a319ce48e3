package org.egoscope.motion.internal.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.junit.jupiter.api.Test;

/** Single activities against what is known of the way people do them. */
class ActivityTest {
    private static final double RATE = 30;

    private static BodySequence pose(Actor actor) {
        return new Poser(actor.score, RATE, 0).pose((int) (actor.now * RATE));
    }

    private static double hipHeight(BodySequence motion, int t) {
        return (motion.jointInWorld(t, 1).z() + motion.jointInWorld(t, 2).z()) / 2;
    }

    /** Degrees from the vertical. */
    private static double lean(BodySequence motion, int t) {
        return Math.toDegrees(Math.acos(Math.min(1, motion.rotationInWorld(t, 9).rotate(Turns.UP).z())));
    }

    @Test
    void seated_hips_rest_on_the_seat_thighs_are_level_and_the_head_is_low() {
        for (long seed = 0; seed < 20; seed++) {
            Actor actor = new Actor(new Random(seed));
            double seat = actor.body.ankleHeight + actor.body.shank() - 0.08 * actor.body.scale;
            actor.pause(1);
            Sitting.sitDown(actor, seat);
            actor.pause(2);
            BodySequence motion = pose(actor);
            int last = motion.frames() - 1;
            String where = "seed " + seed;
            for (int t = last - 30; t <= last; t++) {
                assertThat(hipHeight(motion, t)).as(where).isCloseTo(seat + 0.08 * actor.body.scale, within(0.01));
            }
            for (Side side : Side.values()) {
                Vec3 thigh = motion.jointInWorld(last, 4 + side.ordinal()).minus(motion.jointInWorld(last, 1 + side.ordinal()));
                assertThat(Math.toDegrees(Math.asin(thigh.z() / thigh.norm()))).as(where + ", thigh's rise").isBetween(-15.0, 15.0);
                assertThat(motion.contact(last, side.ordinal())).as(where + ", toes on the floor").isEqualTo(1);
            }
            double head = motion.jointInWorld(last, SmplJoint.HEAD.ordinal()).z() / actor.body.headHeight;
            assertThat(head).as(where + ", head against standing").isBetween(0.58, 0.84);
        }
    }

    @Test
    void the_trunk_leans_forward_before_the_hips_are_down_and_before_they_rise() {
        for (long seed = 0; seed < 20; seed++) {
            Actor actor = new Actor(new Random(seed));
            actor.pause(1);
            Sitting.sitDown(actor, 0.45);
            double seated = actor.now;
            Sitting.standUp(actor);
            BodySequence motion = pose(actor);
            double low = hipHeight(motion, (int) (seated * RATE));
            double half = (hipHeight(motion, 0) + low) / 2;
            int down = 0;
            while (hipHeight(motion, down) > half) {
                down++;
            }
            int up = (int) (seated * RATE);
            while (hipHeight(motion, up) < half) {
                up++;
            }
            assertThat(lean(motion, down)).as("sitting down, seed %d", seed).isGreaterThan(20);
            assertThat(lean(motion, up)).as("rising, seed %d", seed).isGreaterThan(20);
            assertThat(hipHeight(motion, motion.frames() - 1)).as("seed %d", seed).isCloseTo(hipHeight(motion, 0), within(0.025));
        }
    }

    @Test
    void the_centre_of_mass_stays_over_the_feet_in_bends_to_the_floor() {
        for (long seed = 0; seed < 20; seed++) {
            Actor actor = new Actor(new Random(seed));
            actor.pause(1);
            double knees = seed / 19.0;
            Vec3 thing = actor.ahead(0.35, 0, 0.3);
            actor.bendTo(actor.now, 1.2, knees, thing);
            actor.reach(Side.LEFT, actor.now, 1.2, thing);
            actor.reach(Side.RIGHT, actor.now, 1.2, thing);
            actor.pause(2);
            BodySequence motion = pose(actor);
            int last = motion.frames() - 1;
            Vec3 forward = Turns.forward(actor.yaw());
            double ankle = motion.jointInWorld(last, 7).lerp(motion.jointInWorld(last, 8), 0.5).dot(forward);
            double ball = motion.jointInWorld(last, 10).lerp(motion.jointInWorld(last, 11), 0.5).dot(forward);
            double center = centerOfMass(motion, last).dot(forward);
            assertThat(center - ankle).as("seed %d, ahead of the ankles", seed).isBetween(-0.04, ball - ankle + 0.03);
            double wrist = motion.jointInWorld(last, 20).distanceTo(thing);
            assertThat(wrist).as("seed %d, left wrist from its target", seed).isLessThan(0.06);
        }
    }

    /** Shares and centres of the segments by Winter 2009, table 4.1; forearm with hand. */
    private static Vec3 centerOfMass(BodySequence motion, int t) {
        Vec3 hips = motion.jointInWorld(t, 1).lerp(motion.jointInWorld(t, 2), 0.5);
        Vec3 sum = hips.lerp(motion.jointInWorld(t, 12), 0.5).times(0.497);
        sum = sum.plus(motion.eyesInWorld(t).lerp(motion.jointInWorld(t, 15), 0.5).times(0.081));
        for (int s = 0; s < 2; s++) {
            sum = sum.plus(motion.jointInWorld(t, 16 + s).lerp(motion.jointInWorld(t, 18 + s), 0.436).times(0.028));
            sum = sum.plus(motion.jointInWorld(t, 18 + s).lerp(motion.jointInWorld(t, 20 + s), 0.682).times(0.022));
            sum = sum.plus(motion.jointInWorld(t, 1 + s).lerp(motion.jointInWorld(t, 4 + s), 0.433).times(0.100));
            sum = sum.plus(motion.jointInWorld(t, 4 + s).lerp(motion.jointInWorld(t, 7 + s), 0.433).times(0.0465));
            sum = sum.plus(motion.jointInWorld(t, 7 + s).lerp(motion.jointInWorld(t, 10 + s), 0.5).times(0.0145));
        }
        return sum;
    }

    @Test
    void a_walk_ends_where_it_should_with_the_feet_side_by_side() {
        for (long seed = 0; seed < 20; seed++) {
            Actor actor = new Actor(new Random(seed));
            actor.pause(1);
            Vec3 goal = new Vec3(actor.between(-2, 2), actor.between(-2, 2), 0);
            double yaw = actor.between(-3, 3);
            new Walking(actor).to(goal, yaw);
            actor.pause(1);
            BodySequence motion = pose(actor);
            int last = motion.frames() - 1;
            Vec3 pelvis = motion.jointInWorld(last, 0);
            assertThat(Math.hypot(pelvis.x() - goal.x(), pelvis.y() - goal.y())).as("seed %d", seed).isLessThan(0.06);
            Vec3 forward = motion.rotationInWorld(last, 0).rotate(new Vec3(1, 0, 0));
            assertThat(Turns.wrap(Math.atan2(forward.y(), forward.x()) - yaw)).as("seed %d", seed).isCloseTo(0, within(0.08));
            Vec3 feet = motion.jointInWorld(last, 10).minus(motion.jointInWorld(last, 11));
            assertThat(feet.dot(Turns.forward(yaw))).as("seed %d", seed).isCloseTo(0, within(1e-3));
            assertThat(feet.dot(Turns.left(yaw))).as("seed %d", seed).isBetween(0.1, 0.5);
        }
    }

    @Test
    void hands_at_the_counter_are_above_it_and_the_head_looks_down() {
        for (long seed = 0; seed < 20; seed++) {
            Actor actor = new Actor(new Random(seed));
            new CounterWork().perform(actor);
            BodySequence motion = pose(actor);
            int working = 0;
            int down = 0;
            for (int t = 60; t < motion.frames() - 60; t++) {
                int main = 20 + actor.style.mainHand.ordinal();
                working += motion.jointInWorld(t, main).z() > 0.85 ? 1 : 0;
                Vec3 gaze = motion.rotationInWorld(t, 15).rotate(new Vec3(1, 0, 0));
                down += Math.toDegrees(Math.asin(-gaze.z())) > 20 ? 1 : 0;
            }
            assertThat(working / (motion.frames() - 120.0)).as("seed %d, wrist above the counter", seed).isGreaterThan(0.6);
            assertThat(down / (motion.frames() - 120.0)).as("seed %d, head down", seed).isGreaterThan(0.5);
        }
    }
}
