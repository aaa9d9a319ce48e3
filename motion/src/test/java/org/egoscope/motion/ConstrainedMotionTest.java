package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.flow.FlowFixtures;
import org.egoscope.motion.internal.procedure.ProceduralMotion;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a network of random weights: what holds for any network. */
class ConstrainedMotionTest {
    private static final int RIGHT_WRIST = SmplJoint.RIGHT_WRIST.ordinal();
    private static final int HEAD = SmplJoint.HEAD.ordinal();
    private static final MotionSampling SIX_STEPS = MotionSampling.sample(6, 1);

    @TempDir
    Path folder;

    private LearnedMotion motion;

    @BeforeEach
    void load() {
        Path weights = folder.resolve("motion.safetensors");
        FlowFixtures.writeRandomWeights(weights, 3, true);
        motion = LearnedMotion.load(weights, TorchDevice.CPU);
    }

    @AfterEach
    void close() {
        motion.close();
    }

    private static double largestAngle(BodySequence a, int frameOfA, BodySequence b, int frameOfB) {
        double largest = 0;
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            largest = Math.max(largest, a.rotationInWorld(frameOfA, j).angleTo(b.rotationInWorld(frameOfB, j)));
        }
        return largest;
    }

    private static double largestDistance(BodySequence a, BodySequence b, int frame) {
        double largest = 0;
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            largest = Math.max(largest, a.jointInWorld(frame, j).distanceTo(b.jointInWorld(frame, j)));
        }
        return largest;
    }

    private static List<Vec3> wristPath(BodySequence body, int from, int to) {
        List<Vec3> path = new ArrayList<>();
        for (int t = from; t < to; t++) {
            path.add(body.jointInWorld(t, RIGHT_WRIST));
        }
        return path;
    }

    @Test
    void givenPosesAreMetAndTheMotionBetweenIsMade() {
        BodySequence body = FlowFixtures.moving(60, 3);
        HeadTrajectory head = HeadTrajectory.of(body, 0);
        MotionConstraints ends = MotionConstraints.inBetween(body.slice(0, 10), body.slice(50, 60), 60);
        BodySequence filled = motion.sample(head, SIX_STEPS, ends);
        for (int t = 0; t < 60; t++) {
            if (t < 10 || t >= 50) {
                assertThat(largestAngle(filled, t, body, t)).as("frame %d", t).isLessThan(2e-3);
            }
            assertThat(filled.jointInWorld(t, HEAD).distanceTo(head.headInWorld(t))).isLessThan(1e-6);
        }
        assertThat(largestAngle(filled, 30, body, 30)).as("made, not copied").isGreaterThan(1e-2);
        assertThat(motion.sample(head, SIX_STEPS, ends).jointsInWorld()).as("again").isEqualTo(filled.jointsInWorld());
        assertThat(motion.sample(head, MotionSampling.sample(6, 2), ends).jointsInWorld()).isNotEqualTo(filled.jointsInWorld());
    }

    @Test
    void aWristFollowsItsPathInEitherSpace() {
        BodySequence body = FlowFixtures.moving(50, 4);
        HeadTrajectory head = HeadTrajectory.of(body, 0);
        List<Vec3> inWorld = wristPath(body, 15, 35);
        List<Vec3> fromHead = new ArrayList<>();
        for (int t = 15; t < 35; t++) {
            Quaternion heading = head.headRotation(t).twistAbout(new Vec3(0, 0, 1));
            fromHead.add(heading.conjugate().rotate(inWorld.get(t - 15).minus(head.headInWorld(t))));
        }
        for (MotionConstraints.Space space : MotionConstraints.Space.values()) {
            MotionConstraints drawn = MotionConstraints.builder()
                    .places(SmplJoint.RIGHT_WRIST, 15, space == MotionConstraints.Space.WORLD ? inWorld : fromHead, space, 1).build();
            BodySequence reached = motion.sample(head, SIX_STEPS, drawn);
            for (int t = 15; t < 35; t++) {
                assertThat(reached.jointInWorld(t, RIGHT_WRIST).distanceTo(inWorld.get(t - 15))).as("%s, frame %d", space, t)
                        .isLessThan(0.02);
            }
        }
    }

    /** With the trained network: a random one's wrists are far from where bodies have them, so that the trunk is pulled about. */
    @Test
    void legsAreNotLeftToChanceWhereOnlyAWristIsDrawn() {
        BodySequence body = ProceduralMotion.generate(3, 2).motion();
        HeadTrajectory head = HeadTrajectory.of(body, 0);
        MotionConstraints drawn = MotionConstraints.builder()
                .places(SmplJoint.RIGHT_WRIST, 15, wristPath(body, 15, 35), MotionConstraints.Space.WORLD, 1).build();
        MotionConstraints turned = MotionConstraints.builder()
                .turns(SmplJoint.LEFT_ELBOW, 30, List.of(body.rotationInWorld(30, SmplJoint.LEFT_ELBOW.ordinal())), 1).build();
        try (LearnedMotion trained = Bodies.load("free", TorchDevice.CPU)) {
            assertThat(kneesApart(trained, head, drawn)).isLessThan(0.5 * kneesApart(trained, head, turned));
        }
    }

    /** Mean angle of the knees between two samples. */
    private static double kneesApart(LearnedMotion network, HeadTrajectory head, MotionConstraints constraints) {
        BodySequence one = network.sample(head, SIX_STEPS, constraints);
        BodySequence other = network.sample(head, MotionSampling.sample(6, 2), constraints);
        double sum = 0;
        for (int t = 0; t < head.frames(); t++) {
            sum += one.rotationInWorld(t, 4).angleTo(other.rotationInWorld(t, 4)) + one.rotationInWorld(t, 5).angleTo(other.rotationInWorld(t, 5));
        }
        return sum / (2 * head.frames());
    }

    /** The trained network: places are met by steps that make more of the rounding of a random one's contorted bodies. */
    @Test
    void constrainedMotionIsTheSameWhereverAndWhicheverWayTheWearerMoves() {
        BodySequence body = FlowFixtures.moving(40, 5);
        BodySequence pose = body.slice(8, 9);
        try (LearnedMotion trained = Bodies.load("free", TorchDevice.CPU)) {
            BodySequence here = constrained(trained, body, pose);
            Vec3 shift = new Vec3(40, -30, 0);
            for (double yaw : new double[] {1, -2.6}) {
                BodySequence there = constrained(trained, FlowFixtures.moved(body, yaw, shift), FlowFixtures.moved(pose, yaw, shift));
                BodySequence expected = FlowFixtures.moved(here, yaw, shift);
                for (int t = 0; t < 40; t++) {
                    assertThat(largestDistance(there, expected, t)).as("yaw %s, frame %d", yaw, t).isLessThan(0.02);
                }
            }
        }
    }

    private static BodySequence constrained(LearnedMotion network, BodySequence body, BodySequence pose) {
        MotionConstraints constraints = MotionConstraints.builder()
                .places(SmplJoint.RIGHT_WRIST, 20, wristPath(body, 20, 28), MotionConstraints.Space.WORLD, 1)
                .poses(pose, 8, 1)
                .turns(SmplJoint.LEFT_ELBOW, 30, List.of(body.rotationInWorld(30, SmplJoint.LEFT_ELBOW.ordinal())), 0.8)
                .build();
        return network.sample(HeadTrajectory.of(body, 0), SIX_STEPS, constraints);
    }

    @Test
    void aForecastGoesOnFromThePastWithTheVelocityOfThePelvis() {
        BodySequence past = FlowFixtures.moving(40, 5);
        MotionForecast forecast = motion.forecast(past, 0.5, SIX_STEPS, 3);
        assertThat(forecast.samples()).hasSize(3);
        assertThat(forecast.frames()).isEqualTo(15);
        Vec3 last = past.jointInWorld(39, 0);
        Vec3 velocity = last.minus(past.jointInWorld(37, 0)).times(15);
        double way = 1 - Math.exp(-1 / 30.0);
        Vec3 moved = forecast.expected().jointInWorld(0, 0).minus(last);
        assertThat(moved.x()).isCloseTo(velocity.x() * way, within(1e-5));
        assertThat(moved.y()).isCloseTo(velocity.y() * way, within(1e-5));
        for (BodySequence sample : forecast.samples()) {
            assertThat(sample.jointInWorld(14, HEAD)).isEqualTo(forecast.samples().get(0).jointInWorld(14, HEAD));
        }
        assertThat(forecast.spreadMeters(14, HEAD)).isLessThan(1e-9);
        assertThat(forecast.spreadMeters(14, RIGHT_WRIST)).as("bodies differ").isGreaterThan(1e-3);
        assertThat(forecast.samples()).contains(forecast.mostCentral());
        assertThat(forecast.expected().frames()).isEqualTo(15);
        assertThat(forecast.expected().jointInWorld(14, HEAD).distanceTo(forecast.samples().get(0).jointInWorld(14, HEAD))).isLessThan(1e-5);
        assertThat(forecast.spreadMeters(0, RIGHT_WRIST)).as("samples start alike").isLessThan(0.25 * forecast.spreadMeters(14, RIGHT_WRIST));
    }

    @Test
    void aSampleBetweenTwoMotionsKeepsBothAndIsOneOfMany() {
        BodySequence body = FlowFixtures.moving(70, 6);
        BodySequence first = body.slice(0, 20);
        BodySequence last = body.slice(50, 70);
        BodySequence joined = motion.between(first, last, 30, SIX_STEPS);
        assertThat(joined.frames()).isEqualTo(70);
        assertThat(joined.slice(0, 20).jointsInWorld()).isEqualTo(first.jointsInWorld());
        assertThat(joined.slice(50, 70).rotationsInWorld()).isEqualTo(last.rotationsInWorld());
        BodySequence expected = motion.between(first, last, 30, MotionSampling.mean(1));
        BodySequence other = motion.between(first, last, 30, MotionSampling.sample(6, 2));
        assertThat(largestAngle(joined, 20, expected, 20)).as("leaves what is expected slowly").isLessThan(0.35);
        assertThat(largestAngle(joined, 35, other, 35)).as("seeds differ").isGreaterThan(1e-2);
        assertThat(joined.jointInWorld(35, HEAD).distanceTo(expected.jointInWorld(35, HEAD))).as("one head").isLessThan(1e-5);
    }

    @Test
    void whatCannotBeIsRefused() {
        BodySequence body = FlowFixtures.moving(6, 6);
        HeadTrajectory head = HeadTrajectory.of(body, 0);
        assertThatThrownBy(() -> MotionConstraints.builder().poses(body, 0, 1, SmplJoint.HEAD)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> MotionConstraints.builder().poses(body, 0, 1.1)).isInstanceOf(PipelineException.class);
        MotionConstraints late = MotionConstraints.builder().poses(body, 3, 1).build();
        assertThatThrownBy(() -> motion.sample(head, SIX_STEPS, late)).hasMessageContaining("end by frame 6");
        MotionConstraints early = MotionConstraints.builder().poses(body, 0, 1).build();
        assertThatThrownBy(() -> motion.sample(head, MotionSampling.mean(1), early)).hasMessageContaining("at least 2 steps");
        assertThatThrownBy(() -> motion.forecast(body, 0, SIX_STEPS, 1)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> motion.forecast(body.slice(0, 1), 1, SIX_STEPS, 1)).isInstanceOf(PipelineException.class);
    }
}
