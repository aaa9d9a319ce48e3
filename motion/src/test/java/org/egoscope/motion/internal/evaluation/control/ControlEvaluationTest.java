package org.egoscope.motion.internal.evaluation.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.ControlEvaluation;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.egoscope.motion.internal.evaluation.control.ControlScores.Cell;
import org.egoscope.motion.internal.flow.FlowFixtures;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlEvaluationTest {
    private static final double SPEED = 0.9;

    @TempDir
    Path folder;

    /** Somebody stiff who glides along x. */
    private static BodySequence gliding(int frames) {
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            root[t * 3] = (float) (SPEED * t / 30);
            root[t * 3 + 2] = 0.95f;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                local[(t * BodySkeleton.JOINTS + j) * 4] = 1;
            }
        }
        return BodySequence.ofLocalRotations(BodySkeleton.ofStature(1.7), 30, root, local);
    }

    private Path weights() {
        Path file = folder.resolve("motion.safetensors");
        FlowFixtures.writeRandomWeights(file, 3, true);
        return file;
    }

    @Test
    void rulesForSomebodyWhoGlidesEvenlyHaveTheErrorsOfTheClosedForms() {
        try (LearnedMotion network = LearnedMotion.load(weights(), TorchDevice.CPU)) {
            ControlTrials trials = new ControlTrials(network, 2, 2);
            trials.add(new MotionClip("gliding", "made", "nobody", "glide", gliding(130)));
            ControlScores scores = trials.scores();
            assertThat(scores.trials(ForecastTrial.TASK, "made")).isEqualTo(1);
            for (double after : new double[] {0.1, 0.25, 0.5, 1}) {
                double seconds = Math.round(after * 30) / 30.0;
                double decayed = 1 - Math.exp(-seconds);
                double carried = 1000 * SPEED * (seconds - decayed);
                String measure = "after " + after + " s";
                assertThat(forecast(scores, "last pose kept", measure)).as(measure).isCloseTo(1000 * SPEED * seconds, within(0.1));
                assertThat(forecast(scores, "constant velocity of every joint", measure)).as(measure).isCloseTo(0, within(0.1));
                assertThat(forecast(scores, "last pose carried by the continued head", measure)).as(measure).isCloseTo(carried, within(0.1));
                assertThat(forecast(scores, "expected", measure)).as(measure).isCloseTo(carried, within(0.1));
                assertThat(forecast(scores, "the continued head itself", measure)).as(measure).isCloseTo(carried, within(0.1));
                assertThat(forecast(scores, "best of 2 samples", measure)).isLessThanOrEqualTo(forecast(scores, "one sample", measure));
            }
            Cell between = new Cell(BetweenTrial.TASK, "interpolation", "joints, all missing frames");
            assertThat(scores.of(between, "made")).isCloseTo(0, within(0.1));
            Cell drawn = new Cell(WristTrial.TASK, "path drawn", "wrist from its path, farthest");
            Cell free = new Cell(WristTrial.TASK, "not drawn", "wrist from its path, farthest");
            assertThat(scores.of(drawn, "made")).isLessThan(0.1 * scores.of(free, "made"));
        }
    }

    private static double forecast(ControlScores scores, String method, String measure) {
        return scores.meanOfSources(new Cell(ForecastTrial.TASK, method, measure));
    }

    @Test
    void carriedPosesFollowHeadAndHeadingWithoutAnyOtherChange() {
        BodySequence body = FlowFixtures.moving(40, 4);
        BodySequence carried = ForecastTrial.carried(body.slice(0, 20), body.slice(20, 40));
        for (int t = 0; t < 20; t++) {
            assertThat(carried.jointInWorld(t, 15).distanceTo(body.jointInWorld(20 + t, 15))).as("head, frame %d", t).isLessThan(1e-5);
            for (int joint = 1; joint < 12; joint++) {
                assertThat(carried.localRotation(t, joint).angleTo(body.localRotation(19, joint))).as("frame %d, joint %d", t, joint)
                        .isLessThan(2e-3);
            }
        }
    }

    @Test
    void theSameRequestGivesTheSameFiguresAndTheFilesSayWhatTheScreenSays() throws IOException {
        Path clips = Files.createDirectories(folder.resolve("data/made/val"));
        BodySequence body = FlowFixtures.moving(100, 5);
        MotionFiles.write(new MotionClip("one", "made", "p", "walk", body), clips.resolve("one.npz"));
        Path out = folder.resolve("out");
        ControlEvaluation.Request request =
                new ControlEvaluation.Request(folder.resolve("data"), "val", weights().toString(), out, 0, 2, 2);
        String first = new ControlEvaluation(request, TorchDevice.CPU, line -> { }).run();
        String csv = Files.readString(out.resolve("summary.csv"));
        String second = new ControlEvaluation(request, TorchDevice.CPU, line -> { }).run();
        assertThat(second).isEqualTo(first).isEqualTo(Files.readString(out.resolve("report.md")));
        assertThat(Files.readString(out.resolve("summary.csv"))).isEqualTo(csv);
        assertThat(first).contains("| expected |", "| interpolation |").doesNotContain("NaN");
        assertThatThrownBy(() -> new ControlEvaluation.Request(folder, "val", "free", out, 0, 1, 1)).isInstanceOf(PipelineException.class);
    }

    @Test
    void figuresAreMeansOfTrialsThenOfSources() {
        ControlScores scores = new ControlScores();
        Cell cell = new Cell("task", "method", "measure");
        scores.add(cell, "a", 10);
        scores.add(cell, "a", 20);
        scores.add(cell, "b", 45);
        assertThat(scores.of(cell, "a")).isEqualTo(15);
        assertThat(scores.meanOfSources(cell)).isEqualTo(30);
        assertThat(scores.of(new Cell("task", "other", "measure"), "a")).isNaN();
    }

    @Test
    void interpolatedBodiesTurnHalfwayInTheMiddle() {
        BodySequence body = FlowFixtures.moving(90, 6);
        BodySequence between = BetweenTrial.interpolated(body.slice(0, 30), body.slice(60, 90));
        Vec3 straight = body.jointInWorld(29, 0).times(15.0 / 31).plus(body.jointInWorld(60, 0).times(16.0 / 31));
        assertThat(between.jointInWorld(15, 0).distanceTo(straight)).isLessThan(1e-5);
        double all = body.localRotation(29, 18).angleTo(body.localRotation(60, 18));
        assertThat(between.localRotation(15, 18).angleTo(body.localRotation(29, 18))).isCloseTo(all * 16 / 31, within(2e-3));
    }
}
