package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionSampling;
import org.egoscope.motion.internal.flow.MotionTrainer.Progress;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsWriter;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotionTrainerTest {
    private static final List<MotionClip> CLIPS = FlowFixtures.clips(40);

    @TempDir
    Path folder;

    private static MotionTrainer trainer(TrainingPlan plan) {
        return new MotionTrainer(plan, CLIPS, Map.of());
    }

    private static List<Progress> advance(MotionTrainer trainer, int steps) {
        List<Progress> progress = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            progress.add(trainer.advance());
        }
        return progress;
    }

    /** Weights, both moments, averages, normalisation: all that is in the file, bit for bit. */
    @Test
    void stoppingAndGoingOnChangesNoBit() throws IOException {
        TrainingPlan plan = FlowFixtures.plan(6, 0.01);
        Path straight = folder.resolve("straight.safetensors");
        List<Progress> expected;
        try (MotionTrainer trainer = trainer(plan)) {
            expected = advance(trainer, 6);
            trainer.save(straight);
        }
        Path half = folder.resolve("half.safetensors");
        List<Progress> got = new ArrayList<>();
        try (MotionTrainer trainer = trainer(plan)) {
            got.addAll(advance(trainer, 3));
            trainer.save(half);
        }
        Path resumed = folder.resolve("resumed.safetensors");
        try (MotionTrainer trainer = MotionTrainer.resume(plan, CLIPS, Map.of(), half)) {
            assertThat(trainer.step()).isEqualTo(3);
            got.addAll(advance(trainer, 3));
            trainer.save(resumed);
        }
        assertThat(got).isEqualTo(expected);
        assertThat(Files.mismatch(straight, resumed)).as("first byte that differs").isEqualTo(-1);
        assertThat(Files.mismatch(straight, half)).isNotEqualTo(-1);
    }

    @Test
    void lossFallsAndTheAverageFollowsTheWeights() {
        TrainingPlan plan = FlowFixtures.plan(400, 0.05);
        try (MotionTrainer trainer = new MotionTrainer(plan, CLIPS.subList(0, 1), Map.of())) {
            List<Progress> progress = advance(trainer, 80);
            double before = progress.subList(0, 16).stream().mapToDouble(Progress::total).average().orElseThrow();
            double after = progress.subList(64, 80).stream().mapToDouble(Progress::total).average().orElseThrow();
            assertThat(after).as("from %s", before).isLessThan(0.75 * before);
            float[] averaged = trainer.averaged().tensors().get("out.weight").toArray();
            double size = 0;
            for (float value : averaged) {
                size += Math.abs(value);
            }
            assertThat(size / averaged.length).as("began at zero").isGreaterThan(1e-3);
        }
    }

    /** 1/200 of the way up per step, and down a cosine to 3 % over the plan's steps. */
    @Test
    void learningRateRisesAndFallsAsPlanned() {
        try (MotionTrainer trainer = trainer(FlowFixtures.plan(4, 0.01))) {
            List<Progress> progress = advance(trainer, 4);
            double[] cosine = {(1 + Math.sqrt(0.5)) / 2, 0.5, (1 - Math.sqrt(0.5)) / 2, 0};
            for (int i = 0; i < 4; i++) {
                double expected = 0.01 * (i + 1) / 200 * (0.03 + 0.97 * cosine[i]);
                assertThat(progress.get(i).learningRate()).as("step %d", i + 1).isCloseTo(expected, within(1e-12));
                assertThat(progress.get(i).gradientNorm()).isPositive().isFinite();
                assertThat(progress.get(i).step()).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void otherSeedsGiveOtherRunsAndNativeMemoryIsFlat() {
        TrainingPlan plan = FlowFixtures.plan(10, 0.01);
        TrainingPlan other = new TrainingPlan(
                plan.shape(), FlowPath.DIFFUSION, plan.steps(), plan.windows(), plan.frames(), plan.learningRate(), plan.device(),
                plan.precision(), 6);
        try (MotionTrainer trainer = trainer(plan); MotionTrainer otherTrainer = trainer(other)) {
            assertThat(trainer.advance().total()).isNotEqualTo(otherTrainer.advance().total());
            long before = TorchRuntime.nativeObjects();
            advance(trainer, 5);
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void weightsComeBackFromTheirFileWithinHalfPrecision() {
        Path file = folder.resolve("motion.safetensors");
        TrainingPlan plan = FlowFixtures.plan(6, 0.05);
        try (MotionTrainer trainer = trainer(plan)) {
            advance(trainer, 3);
            MotionWeights weights = trainer.averaged();
            weights.write(file, Map.of("name", "tiny"));
            MotionWeights back = MotionWeights.read(file);
            assertThat(back.shape()).isEqualTo(plan.shape());
            assertThat(back.tensors().keySet()).isEqualTo(weights.tensors().keySet());
            weights.tensors().forEach((name, tensor) -> assertClose(name, back.tensors().get(name).toArray(), tensor.toArray()));
            assertClose("mean", back.normalization().stateMean, weights.normalization().stateMean);
            assertClose("deviation", back.normalization().featureDeviation, weights.normalization().featureDeviation);
            // Half precision of half precision is the same: written again, nothing changes.
            Path again = folder.resolve("again.safetensors");
            back.write(again, Map.of());
            MotionWeights.read(again).tensors()
                    .forEach((name, tensor) -> assertThat(tensor.toArray()).as(name).isEqualTo(back.tensors().get(name).toArray()));
        }
    }

    private static void assertClose(String name, float[] got, float[] expected) {
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
            double tolerance = Math.abs(expected[i]) * 0x1p-11 + 0x1p-25;
            assertThat((double) got[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(tolerance));
        }
    }

    @Test
    void aNewRunFromAveragedWeightsBeginsWithThem() {
        Path file = folder.resolve("motion.safetensors");
        TrainingPlan plan = FlowFixtures.plan(6, 0.05);
        try (MotionTrainer trainer = trainer(plan)) {
            advance(trainer, 3);
            trainer.averaged().write(file, Map.of());
        }
        MotionWeights weights = MotionWeights.read(file);
        try (MotionTrainer trainer = MotionTrainer.from(plan, CLIPS, Map.of(), weights)) {
            assertThat(trainer.step()).isZero();
            MotionWeights now = trainer.averaged();
            weights.tensors().forEach((name, tensor) -> assertThat(now.tensors().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
            assertThat(now.normalization().stateMean).isEqualTo(weights.normalization().stateMean);
            assertThat(trainer.advance().total()).isFinite();
        }
    }

    @Test
    void aNetworkThatIsToldMoreBeginsByGivingWhatItGave() {
        TrainingPlan plan = FlowFixtures.plan(6, 0.05);
        MotionWeights weights;
        try (MotionTrainer trainer = trainer(plan)) {
            advance(trainer, 3);
            weights = trainer.averaged();
        }
        TrainingPlan told = new TrainingPlan(
                plan.shape().with(Conditioning.SWAY), plan.path(), plan.steps(), plan.windows(), plan.frames(), plan.learningRate(),
                plan.device(), plan.precision(), plan.seed());
        HeadTrajectory head = HeadTrajectory.of(FlowFixtures.moving(70, 31), 2);
        try (MotionTrainer trainer = MotionTrainer.from(told, CLIPS, Map.of(), weights)) {
            MotionWeights more = trainer.averaged();
            assertThat(mean(more, head)).as("before training").containsExactly(mean(weights, head), within(1e-5f));
            advance(trainer, 3);
            assertThat(mean(trainer.averaged(), head)).as("after training").isNotEqualTo(mean(more, head));
        }
    }

    private static float[] mean(MotionWeights weights, HeadTrajectory head) {
        try (FlowNetwork network = new FlowNetwork(weights.shape(), TorchDevice.CPU, Tensor.Precision.FLOAT32, 1)) {
            network.parameters().assign(weights.tensors());
            return new FlowSampler(network, weights.normalization()).generate(head, MotionSampling.mean(1), null);
        }
    }

    @Test
    void theMeanOfTwoRunsCountsEachByItsShareAndWantsACommonBeginning() {
        TrainingPlan plan = FlowFixtures.plan(6, 0.05);
        MotionWeights early;
        MotionWeights late;
        MotionWeights stranger;
        try (MotionTrainer trainer = trainer(plan)) {
            advance(trainer, 1);
            early = trainer.averaged();
            advance(trainer, 3);
            late = trainer.averaged();
        }
        try (MotionTrainer trainer = new MotionTrainer(plan, CLIPS.subList(0, 1), Map.of())) {
            stranger = trainer.averaged();
        }
        MotionWeights mean = MotionWeights.mean(List.of(early, late), List.of(1.0, 3.0));
        mean.tensors().forEach((name, tensor) -> {
            for (int i = 0; i < tensor.count(); i++) {
                double expected = 0.25 * early.tensors().get(name).get(i) + 0.75 * late.tensors().get(name).get(i);
                assertThat((double) tensor.get(i)).as("%s, %d", name, i).isCloseTo(expected, within(1e-6));
            }
        });
        assertThatThrownBy(() -> MotionWeights.mean(List.of(early, stranger), List.of(1.0, 1.0)))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("other normalisation");
        assertThatThrownBy(() -> MotionWeights.mean(List.of(early, late), List.of(1.0, -1.0))).hasMessageContaining("shares");
    }

    /** Means and deviations of the data, by two passes over all windows of a source with one clip. */
    @Test
    void normalizedDataHaveZeroMeanAndUnitDeviation() {
        MotionBatches batches = new MotionBatches(CLIPS, Map.of(), new MotionBatches.Size(3, 12), Conditioning.INVARIANT, 1);
        Normalization normalization = Normalization.measure(batches, 5);
        double[] sum = new double[BodyState.CHANNELS];
        double[] squares = new double[BodyState.CHANNELS];
        int rows = 0;
        for (int i = 1; i <= 5; i++) {
            MotionBatches.Batch batch = batches.batch(-i, false);
            normalization.normalizeStates(batch.states);
            for (int at = 0; at < batch.states.length; at += BodyState.CHANNELS) {
                for (int c = 0; c < BodyState.CHANNELS; c++) {
                    sum[c] += batch.states[at + c];
                    squares[c] += batch.states[at + c] * batch.states[at + c];
                }
                rows++;
            }
        }
        for (int c = 0; c < BodyState.ROTATIONS * 6; c++) {
            assertThat(sum[c] / rows).as("channel %d", c).isCloseTo(0, within(1e-3));
            double expected = normalization.stateDeviation[c] > 0.05f ? 1 : 0.5;
            assertThat(Math.sqrt(squares[c] / rows)).as("channel %d", c).isCloseTo(expected, within(expected == 1 ? 1e-3 : 0.5));
        }
        assertThat(normalization.stateDeviation[BodyState.CHANNELS - 1]).as("contacts stay as they are").isEqualTo(1);
    }

    @Test
    void filesThatAreSomethingElseAreRefused() throws IOException {
        TrainingPlan plan = FlowFixtures.plan(6, 0.05);
        Path text = Files.writeString(folder.resolve("text.safetensors"), "not a tensor in sight, but long enough for a header");
        assertThatThrownBy(() -> MotionWeights.read(text)).isInstanceOf(PipelineException.class);
        SortedMap<String, FloatTensor> tensors = new TreeMap<>(Map.of("x", FloatTensor.of(new float[] {1}, 1)));
        Path alien = folder.resolve("alien.safetensors");
        SafetensorsWriter.write(alien, tensors, false, Map.of());
        assertThatThrownBy(() -> MotionWeights.read(alien)).isInstanceOf(PipelineException.class).hasMessageContaining("shape");
        SafetensorsWriter.write(alien, tensors, false, plan.shape().toMetadata());
        assertThatThrownBy(() -> MotionWeights.read(alien)).isInstanceOf(PipelineException.class).hasMessageContaining("normal.");
        tensors.putAll(FlowFixtures.normalization(1).toTensors());
        SafetensorsWriter.write(alien, tensors, false, plan.shape().toMetadata());
        assertThatThrownBy(() -> MotionTrainer.resume(plan, CLIPS, Map.of(), alien))
                .isInstanceOf(PipelineException.class).hasMessageContaining("in.weight is missing");
        Path weights = folder.resolve("weights.safetensors");
        FlowFixtures.writeRandomWeights(weights, 1, true);
        assertThatThrownBy(() -> MotionTrainer.resume(plan, CLIPS, Map.of(), weights))
                .isInstanceOf(PipelineException.class).hasMessageContaining("expected a network of");
    }
}
