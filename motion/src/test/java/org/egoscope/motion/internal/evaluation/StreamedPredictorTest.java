package org.egoscope.motion.internal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.egoscope.core.PipelineException;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.Bodies;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionSampling.Solver;
import org.egoscope.motion.internal.procedure.ProceduralMotion;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StreamedPredictorTest {
    private static final LearnedMotion NETWORK = Bodies.load("free", TorchDevice.CPU);
    private static final FlowPredictor FREE = FlowPredictor.of("free", NETWORK);
    private static final BodySequence MOTION = ProceduralMotion.generate(3, 1.5).motion();

    @AfterAll
    static void close() {
        NETWORK.close();
    }

    private static EvaluationRow.Sampling latency(double seconds) {
        return new EvaluationRow.Sampling(1, Solver.EULER, 0, seconds);
    }

    /** The head of the motion on our own skeleton, whose bones streams assume. */
    private static HeadTrajectory ofOurBody() {
        int head = SmplJoint.HEAD.ordinal();
        float[] rotations = new float[MOTION.frames() * 4];
        float[] positions = new float[MOTION.frames() * 3];
        for (int t = 0; t < MOTION.frames(); t++) {
            System.arraycopy(MOTION.rotationsInWorld(), (t * BodySkeleton.JOINTS + head) * 4, rotations, t * 4, 4);
            System.arraycopy(MOTION.jointsInWorld(), (t * BodySkeleton.JOINTS + head) * 3, positions, t * 3, 3);
        }
        return new HeadTrajectory(
                BodySkeleton.ofStature(MOTION.skeleton().statureMeters()), new HeadTrajectory.Setting(MOTION.framesPerSecond(), true, 0),
                rotations, positions, HeadTrajectory.Wrists.none(MOTION.frames()));
    }

    /** With more latency than there is motion all frames are decided together, as if they had been asked at once. */
    @Test
    void aStreamThatWaitsForTheEndSaysWhatIsSaidAtOnce() {
        HeadTrajectory head = ofOurBody();
        BodySequence streamed = FREE.streamed(latency(4)).predict(head);
        BodySequence whole = FREE.with(latency(Double.NaN)).predict(head);
        assertThat(streamed.frames()).isEqualTo(head.frames());
        for (int i = 0; i < whole.jointsInWorld().length; i++) {
            assertThat(streamed.jointsInWorld()[i]).as("coordinate %d", i).isCloseTo(whole.jointsInWorld()[i], within(1e-3f));
        }
    }

    @Test
    void wristsThatAreSeenAreTold() {
        HeadTrajectory head = HeadTrajectory.of(MOTION, 2 * Math.PI);
        BodySequence body = new GuidedPredictor(FREE).streamed(latency(1)).predict(head);
        double distance = 0;
        for (int t = 0; t < body.frames(); t++) {
            distance += body.jointInWorld(t, 20).distanceTo(MOTION.jointInWorld(t, 20)) / body.frames();
        }
        assertThat(distance).as("left wrist from where it was seen, m").isLessThan(0.02);
    }

    @Test
    void rowsNameTheLatency() {
        EvaluationRow row = EvaluationRow.parse("head-whole-stream0.2");
        assertThat(row.sampling().latencySeconds()).isEqualTo(0.2);
        assertThat(row.windowFrames()).isZero();
        assertThat(EvaluationRow.parse("head-whole").sampling().latencySeconds()).isNaN();
        for (String wrong : new String[] {"head-whole-stream", "head-whole-stream1.2.3", "head-whole-stream5", "head-whole-stream1-best8"}) {
            assertThatThrownBy(() -> EvaluationRow.parse(wrong)).as(wrong).isInstanceOf(PipelineException.class);
        }
    }

    @Test
    void predictorsThatDoNotStreamAreLeftOut() {
        BodyPredictor other = new BodyPredictor() {
            @Override
            public String name() {
                return "other";
            }

            @Override
            public BodySequence predict(HeadTrajectory head) {
                throw new AssertionError("not to be asked");
            }
        };
        assertThat(RowRunner.reasonNot(EvaluationRow.parse("head-whole-stream1"), other)).isEqualTo("does not stream");
        assertThat(RowRunner.reasonNot(EvaluationRow.parse("head-whole-stream1"), FREE)).isEmpty();
    }
}
