package org.egoscope.motion.internal.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.junit.jupiter.api.Test;

/** What every made motion must keep to, whoever moves and whatever they do. */
class ProceduralMotionTest {
    private static final int SEEDS = 20;
    private static final double SECONDS = 30;
    private static final List<MotionClip> CLIPS = LongStream.range(1, SEEDS + 1)
            .mapToObj(seed -> ProceduralMotion.generate(seed, SECONDS))
            .collect(Collectors.toList());
    private static final SmplJoint[] FEET = {
        SmplJoint.LEFT_FOOT, SmplJoint.RIGHT_FOOT, SmplJoint.LEFT_ANKLE, SmplJoint.RIGHT_ANKLE
    };

    private interface Check {
        void at(String where, BodySequence motion, int t);
    }

    private static void everywhere(Check check) {
        for (MotionClip clip : CLIPS) {
            for (int t = 0; t < clip.motion().frames(); t++) {
                check.at(clip.name() + " " + clip.activity() + ", frame " + t, clip.motion(), t);
            }
        }
    }

    @Test
    void planted_feet_do_not_slide_and_stand_on_the_floor() {
        everywhere((where, motion, t) -> {
            for (int i = 0; i < FEET.length; i++) {
                if (t == 0 || motion.contact(t, i) < 0.5 || motion.contact(t - 1, i) < 0.5) {
                    continue;
                }
                int joint = FEET[i].ordinal();
                Vec3 place = motion.jointInWorld(t, joint);
                assertThat(place.distanceTo(motion.jointInWorld(t - 1, joint))).as("%s, %s", where, FEET[i]).isLessThan(1e-3);
                double height = i < 2
                        ? motion.skeleton().ballHeightMeters()
                        : motion.skeleton().ballHeightMeters() - motion.skeleton().offset(SmplJoint.LEFT_FOOT.ordinal()).z();
                assertThat(place.z()).as("%s, %s", where, FEET[i]).isCloseTo(height, within(2e-3));
            }
        });
    }

    @Test
    void a_foot_is_always_on_the_floor_and_nothing_is_below_it() {
        everywhere((where, motion, t) -> {
            assertThat(motion.contact(t, 0) + motion.contact(t, 1) + lowestFoot(motion, t)).as(where).isPositive();
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                assertThat(motion.jointInWorld(t, j).z()).as("%s, joint %d", where, j).isGreaterThan(-0.01);
            }
            for (int foot : new int[] {SmplJoint.LEFT_FOOT.ordinal(), SmplJoint.RIGHT_FOOT.ordinal()}) {
                assertThat(heel(motion, t, foot).z()).as("%s, heel", where).isGreaterThan(-0.01);
            }
        });
    }

    /** 1 while a heel is down with the toes still up, as at the start of a step's stance. */
    private static int lowestFoot(BodySequence motion, int t) {
        double left = heel(motion, t, SmplJoint.LEFT_FOOT.ordinal()).z();
        double right = heel(motion, t, SmplJoint.RIGHT_FOOT.ordinal()).z();
        return Math.min(left, right) < 0.01 ? 1 : 0;
    }

    private static Vec3 heel(BodySequence motion, int t, int foot) {
        double behind = motion.skeleton().offset(foot).x() * 1.35;
        Vec3 fromBall = new Vec3(-behind, 0, -motion.skeleton().ballHeightMeters());
        return motion.jointInWorld(t, foot).plus(motion.rotationInWorld(t, foot).rotate(fromBall));
    }

    @Test
    void bones_keep_their_length_and_rotations_alone_give_the_joints() {
        for (MotionClip clip : CLIPS) {
            BodySequence motion = clip.motion();
            float[] roots = new float[motion.frames() * 3];
            float[] locals = new float[motion.frames() * BodySkeleton.JOINTS * 4];
            for (int t = 0; t < motion.frames(); t++) {
                System.arraycopy(motion.jointsInWorld(), t * BodySkeleton.JOINTS * 3, roots, t * 3, 3);
                for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                    int at = (t * BodySkeleton.JOINTS + j) * 4;
                    locals[at] = (float) motion.localRotation(t, j).w();
                    locals[at + 1] = (float) motion.localRotation(t, j).x();
                    locals[at + 2] = (float) motion.localRotation(t, j).y();
                    locals[at + 3] = (float) motion.localRotation(t, j).z();
                }
            }
            BodySequence again = BodySequence.ofLocalRotations(motion.skeleton(), 30, roots, locals);
            assertThat(again.jointsInWorld()).as(clip.name()).containsExactly(motion.jointsInWorld(), within(1e-5f));
        }
    }

    @Test
    void joints_stay_within_human_ranges() {
        everywhere((where, motion, t) -> {
            for (Side side : Side.values()) {
                int s = side.ordinal();
                Vec3 hip = motion.jointInWorld(t, 1 + s);
                Vec3 knee = motion.jointInWorld(t, 4 + s);
                Vec3 ankle = motion.jointInWorld(t, 7 + s);
                assertThat(between(knee.minus(hip), ankle.minus(knee))).as("%s, knee", where).isLessThan(155);
                Vec3 kneeForward = motion.rotationInWorld(t, 1 + s).rotate(new Vec3(1, 0, 0));
                Vec3 bend = knee.minus(hip).normalized().minus(ankle.minus(knee).normalized());
                assertThat(bend.dot(kneeForward)).as("%s, knee bends backwards", where).isGreaterThan(-0.08);
                Vec3 upperArm = motion.jointInWorld(t, 18 + s).minus(motion.jointInWorld(t, 16 + s));
                Vec3 forearm = motion.jointInWorld(t, 20 + s).minus(motion.jointInWorld(t, 18 + s));
                assertThat(between(upperArm, forearm)).as("%s, elbow", where).isLessThan(150);
                double ankleTurn = Math.toDegrees(motion.localRotation(t, 7 + s).toRotationVector().norm());
                assertThat(ankleTurn).as("%s, ankle", where).isLessThan(65);
            }
            for (int j : new int[] {3, 6, 9, 12, 15}) {
                double turn = Math.toDegrees(motion.localRotation(t, j).toRotationVector().norm());
                assertThat(turn).as("%s, %s", where, SmplJoint.all().get(j)).isLessThan(50);
            }
        });
    }

    /** Degrees. */
    private static double between(Vec3 one, Vec3 other) {
        return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, one.normalized().dot(other.normalized())))));
    }

    @Test
    void speeds_accelerations_and_jerks_are_those_of_people() {
        everywhere((where, motion, t) -> {
            if (t < 3) {
                return;
            }
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Vec3 a = motion.jointInWorld(t - 3, j);
                Vec3 b = motion.jointInWorld(t - 2, j);
                Vec3 c = motion.jointInWorld(t - 1, j);
                Vec3 d = motion.jointInWorld(t, j);
                assertThat(d.distanceTo(c) * 30).as("%s, speed of %d", where, j).isLessThan(7.5);
                Vec3 change = d.minus(c).minus(c.minus(b));
                assertThat(change.norm() * 900).as("%s, acceleration of %d", where, j).isLessThan(100);
                Vec3 before = c.minus(b).minus(b.minus(a));
                assertThat(change.minus(before).norm() * 27000).as("%s, jerk of %d", where, j).isLessThan(2500);
            }
        });
    }

    @Test
    void people_differ_within_adult_proportions() {
        for (MotionClip clip : CLIPS) {
            BodySkeleton body = clip.motion().skeleton();
            assertThat(body.statureMeters()).as(clip.name()).isBetween(1.30, 2.12);
            double head = clip.motion().skeleton().ballHeightMeters();
            for (int j : new int[] {3, 6, 9, 12, 15}) {
                head += body.offset(j).z();
            }
            for (int j : new int[] {1, 4, 7, 10}) {
                head -= body.offset(j).z();
            }
            assertThat(body.statureMeters()).as(clip.name()).isCloseTo(1.12 * head, within(1e-5));
        }
        assertThat(CLIPS.stream().map(clip -> clip.motion().skeleton().statureMeters()).distinct()).hasSize(SEEDS);
    }

    @Test
    void people_are_bent_or_seated_at_least_two_fifths_of_the_time() {
        int bent = 0;
        int frames = 0;
        for (MotionClip clip : CLIPS) {
            BodySequence motion = clip.motion();
            double standing = motion.skeleton().pelvisHeightMeters() + motion.skeleton().offset(1).z();
            for (int t = 0; t < motion.frames(); t++) {
                double lean = between(motion.rotationInWorld(t, 9).rotate(Turns.UP), Turns.UP);
                bent += lean > 25 || motion.jointInWorld(t, 1).z() < 0.8 * standing ? 1 : 0;
                frames++;
            }
        }
        assertThat((double) bent / frames).isGreaterThan(0.4);
        assertThat(CLIPS.stream().map(MotionClip::activity).distinct()).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void the_same_seed_gives_the_same_bits_and_another_one_another_motion() {
        BodySequence first = CLIPS.get(4).motion();
        BodySequence again = ProceduralMotion.generate(5, SECONDS).motion();
        assertThat(again.jointsInWorld()).isEqualTo(first.jointsInWorld());
        assertThat(again.rotationsInWorld()).isEqualTo(first.rotationsInWorld());
        assertThat(again.contacts()).isEqualTo(first.contacts());
        assertThat(CLIPS.get(5).motion().jointsInWorld()).isNotEqualTo(first.jointsInWorld());
    }

    @Test
    void many_clips_add_up_to_the_time_asked_for() {
        List<MotionClip> clips = ProceduralMotion.generateAll(3, 2);
        double seconds = clips.stream().mapToDouble(clip -> clip.motion().frames() / 30.0).sum();
        assertThat(seconds).isCloseTo(120, within(0.2 + clips.size() * 0.02));
        assertThat(clips.stream().map(MotionClip::name).distinct()).hasSameSizeAs(clips);
    }

    @Test
    void a_duration_that_is_none_is_refused() {
        assertThatThrownBy(() -> ProceduralMotion.generate(1, 0)).isInstanceOf(PipelineException.class).hasMessageContaining("got 0");
    }
}
