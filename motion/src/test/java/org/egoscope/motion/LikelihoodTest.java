package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.egoscope.core.PipelineException;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.observation.Observation;
import org.junit.jupiter.api.Test;

/** How likely the network takes the bodies to be that it made, frame by frame in a stream. */
class LikelihoodTest {
    private static final int FRAMES = 24;
    private static final long SEED = 5;

    private static MotionConfig config(boolean likelihood) {
        return new MotionConfig("free", Recordings.STATURE, false, 0.5, 1, 0, true, likelihood);
    }

    private static double mean(List<BodyPose> bodies) {
        return bodies.stream().mapToDouble(BodyPose::logLikelihood).average().orElseThrow();
    }

    /** A head that nobody has: thrown about by up to 15 cm from frame to frame. */
    private static List<Observation> thrownAbout() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Observation> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            frames.add(Recordings.frame(i, Recordings.worldFromCamera(
                    i / 30.0 + 0.15 * random.nextDouble(), 0.15 * random.nextDouble(),
                    Recordings.STANDING_EYES - 0.15 * random.nextDouble(), 0.6 * random.nextDouble(), 0.2)));
        }
        return frames;
    }

    @Test
    void every_body_has_one_where_it_is_asked_for_and_is_the_same_body() {
        List<Observation> walk = Recordings.walk(FRAMES, 1, 0);
        List<BodyPose> asked = Recordings.bodies(Recordings.run(config(true), walk));
        List<BodyPose> plain = Recordings.bodies(Recordings.run(config(false), walk));
        assertThat(asked).hasSize(FRAMES).allSatisfy(body -> assertThat(body.logLikelihood()).isFinite());
        assertThat(plain).allSatisfy(body -> assertThat(body.logLikelihood()).isNaN());
        assertThat(asked.stream().map(body -> body.withLogLikelihood(Float.NaN)).toList()).isEqualTo(plain);
        double thrown = mean(Recordings.bodies(Recordings.run(config(true), thrownAbout())));
        assertThat(thrown).as("nats of a head that is thrown about, seed %d; a walk has %.1f", SEED, mean(asked)).isLessThan(mean(asked) - 5);
    }

    @Test
    void a_run_split_by_a_snapshot_says_the_same() {
        List<Observation> walk = Recordings.walk(FRAMES, 1, 0.4);
        List<MotionEvent> out = new ArrayList<>();
        MotionEstimator first = Bodies.open(config(true)).newEstimator();
        walk.subList(0, 17).forEach(event -> first.accept(event, out::add));
        MotionEstimator second = Bodies.open(config(true)).newEstimator();
        second.restore(first.snapshot());
        walk.subList(17, FRAMES).forEach(event -> second.accept(event, out::add));
        second.finish(out::add);
        assertThat(out).isEqualTo(Recordings.run(config(true), walk));
    }

    @Test
    void rules_have_none() {
        assertThatThrownBy(() -> new MotionConfig(MotionConfig.KINEMATIC, 1.7, false, 0.1, 1, 0, false, true))
                .isInstanceOf(PipelineException.class).hasMessageContaining("trained generator");
    }
}
