package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.internal.flow.FlowFixtures;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the network as it is trained for use, but only a few steps of one window. */
class MotionTrainingTest {
    private static final int STEPS = 2;
    private static final Duration ENOUGH = Duration.ofMinutes(10);
    private static final Map<String, String> NOTES = Map.of("licence", "none");

    @TempDir
    Path folder;

    private final List<MotionClip> clips = FlowFixtures.clips(40);

    private static MotionTraining.Settings settings(String conditioning, String path) {
        return new MotionTraining.Settings(STEPS, 1, 0.01, false, "full", conditioning, path, 3, TorchDevice.CPU);
    }

    private MotionTraining training(String run, List<String> lines) {
        MotionTraining.Data data = new MotionTraining.Data(clips.subList(0, 2), clips.subList(2, 3), Map.of());
        return new MotionTraining(settings("invariant", "flow"), data, folder.resolve(run), lines::add);
    }

    @Test
    void aRunThatWasStoppedGoesOnToTheSameWeightsWhichAreAsGoodAsItsLogSays() throws IOException {
        MotionTraining straight = training("straight", new ArrayList<>());
        straight.run(ENOUGH, STEPS, NOTES, null);
        MotionTraining stopped = training("stopped", new ArrayList<>());
        stopped.run(Duration.ZERO, STEPS, NOTES, null);
        assertThat(Files.mismatch(straight.weights(), stopped.weights())).as("not trained yet").isNotEqualTo(-1);
        List<String> lines = new ArrayList<>();
        training("stopped", lines).run(ENOUGH, STEPS, NOTES, null);
        assertThat(lines.get(0)).contains("from step 0 of " + STEPS);
        assertThat(Files.mismatch(straight.weights(), stopped.weights())).as("first byte that differs").isEqualTo(-1);
        List<String> validation = Files.readAllLines(folder.resolve("straight/validation.csv"));
        assertThat(validation.get(0)).isEqualTo("step,b_mm,mean_mm");
        assertThat(validation.get(validation.size() - 1)).startsWith(STEPS + ",");
        double told = Double.parseDouble(validation.get(validation.size() - 1).split(",")[2]);
        double measured = millimeters(straight.weights());
        assertThat(told).as("weights are kept in half precision").isCloseTo(measured, within(0.001 * measured + 0.05));
    }

    @Test
    void settingsThatTrainNothingAreRefused() {
        for (double[] wrong : new double[][] {{0, 1, 0.1}, {1, 0, 0.1}, {1, 1, 0}, {1, 1, Double.NaN}}) {
            assertThatThrownBy(() -> new MotionTraining.Settings(
                            (long) wrong[0], (int) wrong[1], wrong[2], false, "full", "sway", "flow", 3, TorchDevice.CPU))
                    .as("%s", java.util.Arrays.toString(wrong))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("expected");
        }
        assertThatThrownBy(() -> MotionTraining.everydayMotion(1, Double.NaN)).hasMessageContaining("minutes of everyday motion: expected");
    }

    /** Of every third frame, as the protocol has it; these bodies keep their bones. */
    private double millimeters(Path weights) {
        BodySequence truth = clips.get(2).motion();
        try (LearnedMotion motion = LearnedMotion.load(weights, TorchDevice.CPU)) {
            BodySequence predicted = motion.predict(HeadTrajectory.of(truth, 0), MotionSampling.mean(1, 0));
            double sum = 0;
            int count = 0;
            for (int t = 0; t < truth.frames(); t += 3) {
                count++;
                for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                    sum += truth.jointInWorld(t, j).minus(predicted.jointInWorld(t, j)).norm();
                }
            }
            return 1000 * sum / count / BodySkeleton.JOINTS;
        }
    }

    @Test
    void nothingToLearnFromAndUnknownChoicesAreRefused() {
        MotionTraining.Data nothing = new MotionTraining.Data(List.of(), List.of(), Map.of());
        MotionTraining training = new MotionTraining(settings("sequence", "diffusion"), nothing, folder.resolve("none"), line -> { });
        assertThatThrownBy(() -> training.run(Duration.ZERO, STEPS, NOTES, null))
                .isInstanceOf(PipelineException.class).hasMessageContaining("expected clips");
        for (MotionTraining.Settings wrong : List.of(settings("magic", "flow"), settings("absolute", "magic"))) {
            assertThatThrownBy(() -> new MotionTraining(wrong, nothing, folder, line -> { }))
                    .isInstanceOf(PipelineException.class).hasMessageContaining("magic");
        }
    }
}
