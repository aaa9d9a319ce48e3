package org.egoscope.motion.internal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionEvaluation;
import org.egoscope.motion.MotionFiles;
import org.egoscope.motion.internal.evaluation.measure.Bodies;
import org.egoscope.motion.MotionSampling.Solver;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    /** Knows the truth and answers beside it, in draws by the seed. */
    private record Oracle(BodySequence truth, double error) implements BodySampler {
        @Override
        public String name() {
            return "oracle";
        }

        @Override
        public BodySampler with(EvaluationRow.Sampling sampling) {
            return new Oracle(truth, error / sampling.steps());
        }

        private BodySequence answer(HeadTrajectory head, double meters) {
            int start = 0;
            while (truth.jointInWorld(start, 15).minus(head.headInWorld(0)).x() < -1e-6) {
                start++;
            }
            BodySequence part = truth.slice(start, start + head.frames());
            double height = head.headInWorld(0).z() - part.jointInWorld(0, 15).z();
            return Bodies.moved(part, (t, j, p) -> p.plus(new Vec3(0, j == 15 ? 0 : meters, height)));
        }

        @Override
        public BodySequence predict(HeadTrajectory head) {
            return answer(head, error);
        }

        @Override
        public BodySequence sample(HeadTrajectory head, long seed) {
            return answer(head, error * (1 + Math.floorMod(seed, 1000)));
        }
    }

    private static BodySequence walking(int frames) {
        return Bodies.moved(Bodies.standing(frames), (t, j, p) -> p.plus(new Vec3(0.02 * t, 0, 0)));
    }

    private static RowResult run(String row, BodyPredictor predictor, int steps) {
        RowRunner runner = new RowRunner(EvaluationRow.parse(row), predictor, steps, true);
        runner.add(new MotionClip("clip", "source", "somebody", "walk", ((Oracle) predictor).truth()));
        return runner.result();
    }

    @Test
    void everyFrameIsScoredOnceWhateverTheWindow() {
        for (int frames : new int[] {1, 31, 32, 33, 100, 128, 129, 300}) {
            for (int window : new int[] {0, 32, 128}) {
                int[] scored = new int[frames];
                for (Window part : Window.of(frames, window)) {
                    assertThat(part.start()).isBetween(0, part.scored());
                    assertThat(part.end() - part.start()).isEqualTo(window == 0 ? frames : Math.min(frames, window));
                    for (int t = part.scored(); t < part.end(); t++) {
                        scored[t]++;
                    }
                }
                assertThat(scored).as("%d frames in windows of %d", frames, window).containsOnly(1);
            }
        }
    }

    @Test
    void aKnownErrorComesOutInEveryWindow() {
        Oracle oracle = new Oracle(walking(150), 0.044);
        for (String row : List.of("head-whole", "head-128", "head-32", "head-32-floorup", "head-32-floordown")) {
            RowResult result = run(row, oracle, 1);
            assertThat(result.ofSource(Measure.MPJPE_HEAD, "source")).as(row).isCloseTo(42, within(0.01));
            assertThat(result.meanOfSources(Measure.MPJPE_WORLD)).as(row).isCloseTo(42, within(0.01));
            assertThat(result.clips().get(0).scores().weight(Measure.MPJPE_HEAD)).isEqualTo(150);
            assertThat(result.clips().get(0).scores().weight(Measure.BASELINE_MPJPE)).isEqualTo(50);
        }
    }

    @Test
    void stepsComeFromTheRowOrElseFromTheRun() {
        Oracle oracle = new Oracle(walking(60), 0.088);
        assertThat(run("head-32", oracle, 4).meanOfSources(Measure.MPJPE_HEAD)).isCloseTo(21, within(0.01));
        assertThat(run("head-32-steps2", oracle, 4).meanOfSources(Measure.MPJPE_HEAD)).isCloseTo(42, within(0.01));
    }

    @Test
    void theBestOfFourDrawsIsTheFirstAndTheirMeanIsTwoAndAHalfTimesIt() {
        RowResult result = run("head-32-best4", new Oracle(walking(60), 0.022), 1);
        assertThat(result.meanOfSources(Measure.MPJPE_HEAD)).isCloseTo(21, within(0.01));
        assertThat(result.meanOfSources(Measure.MEAN_OF_DRAWS)).isCloseTo(52.5, within(0.01));
        // Distances of 1, 2, 3, 1, 2, 1 times 21 mm.
        assertThat(result.meanOfSources(Measure.DIVERSITY)).isCloseTo(35, within(0.01));
    }

    @Test
    void thePerfectAnswerHasPerfectFigures() {
        RowResult result = run("three-128", new Oracle(walking(150), 0), 1);
        for (Measure measure : List.of(Measure.MPJPE_WORLD, Measure.PA_MPJPE, Measure.MPJRE, Measure.MPJVE, Measure.HEAD_POSITION,
                Measure.W_MPJPE100, Measure.RTE, Measure.AIR_TIME, Measure.MPJPE_SEEN_WRISTS)) {
            assertThat(result.meanOfSources(measure)).as(measure.title()).isCloseTo(0, within(0.05));
        }
        assertThat(result.meanOfSources(Measure.JITTER)).isEqualTo(result.meanOfSources(Measure.JITTER_TRUE));
    }

    @Test
    void rowsAreReadFromTheirNames() {
        EvaluationRow row = EvaluationRow.parse("fov90-128-noisy-best8-ddim-steps30");
        assertThat(row.fieldOfViewDegrees()).isEqualTo(90);
        assertThat(row.windowFrames()).isEqualTo(128);
        assertThat(row.disturbance()).isEqualTo(Disturbance.NOISY);
        assertThat(row.draws()).isEqualTo(8);
        assertThat(row.sampling()).isEqualTo(new EvaluationRow.Sampling(30, Solver.DDIM, EvaluationRow.Sampling.STANDARD_DRAWS, Double.NaN));
        assertThat(EvaluationPlan.rows(true, List.of("fov*", "head-77"))).extracting(EvaluationRow::name)
                .containsExactly("fov60-128", "fov90-128", "fov120-128", "fov180-128", "fov90-128-noisy", "head-77");
        for (String wrong : List.of("", "head", "128", "head-128-wat", "head-128-best1", "fovx-128", "head-128-steps0")) {
            assertThatThrownBy(() -> EvaluationRow.parse(wrong)).as(wrong).isInstanceOf(PipelineException.class);
        }
    }

    @Test
    void noiseIsSmoothBoundedAndTheSameForTheSameSeed() {
        HeadTrajectory head = HeadTrajectory.of(Bodies.standing(600), 2 * Math.PI);
        HeadTrajectory noisy = Disturbance.NOISY.apply(head, 5);
        HeadTrajectory again = Disturbance.NOISY.apply(head, 5);
        double largest = 0;
        double fastest = 0;
        double widest = 0;
        for (int t = 0; t < 600; t++) {
            Vec3 shift = noisy.headInWorld(t).minus(head.headInWorld(t));
            largest = Math.max(largest, Math.max(Math.abs(shift.x()), Math.max(Math.abs(shift.y()), Math.abs(shift.z()))));
            widest = Math.max(widest, noisy.headRotation(t).angleTo(head.headRotation(t)));
            if (t > 0) {
                fastest = Math.max(fastest, noisy.headInWorld(t).distanceTo(noisy.headInWorld(t - 1)));
            }
            assertThat(noisy.headInWorld(t)).isEqualTo(again.headInWorld(t));
            assertThat(noisy.wristInWorld(t, 0).distanceTo(noisy.headInWorld(t)))
                    .as("hands move with the head that sees them")
                    .isCloseTo(head.wristInWorld(t, 0).distanceTo(head.headInWorld(t)), within(1e-4));
        }
        assertThat(largest).isBetween(0.005, 0.02);
        assertThat(Math.toDegrees(widest)).isBetween(0.5, 2 * Math.sqrt(3));
        assertThat(fastest).as("metres per frame").isLessThan(0.01);
        assertThat(Disturbance.NOISY.apply(head, 6).headInWorld(100)).isNotEqualTo(noisy.headInWorld(100));
    }

    @Test
    void intervalsComeFromThePerformersAndNotFromTheirFrames() {
        List<double[][]> two = List.<double[][]>of(new double[][] {{100, 10}, {300, 10}});
        Bootstrap.Interval interval = Bootstrap.interval(two);
        assertThat(interval.low()).isEqualTo(10);
        assertThat(interval.high()).isEqualTo(30);
        assertThat(Bootstrap.interval(List.<double[][]>of(new double[][] {{100, 10}})).low()).isNaN();
        double[][] alike = new double[20][];
        Arrays.setAll(alike, i -> new double[] {20 + i % 2, 1});
        Bootstrap.Interval narrow = Bootstrap.interval(List.<double[][]>of(alike));
        assertThat(narrow.low()).isBetween(20.2, 20.4);
        assertThat(narrow.high()).isBetween(20.6, 20.8);
    }

    @Test
    void finishedRowsAreReadBackAsTheyWere(@TempDir Path folder) {
        RowResult result = run("fov180-32", new Oracle(walking(90), 0.01), 1);
        ResultStore store = new ResultStore(folder);
        store.write(result);
        RowResult read = store.read(result.row(), "oracle").orElseThrow();
        for (Measure measure : Measure.values()) {
            assertThat(Double.valueOf(read.meanOfSources(measure))).as(measure.title())
                    .isEqualTo(Double.valueOf(result.meanOfSources(measure)));
        }
        assertThat(read.clips().get(0).performer()).isEqualTo("somebody");
        assertThat(store.read(EvaluationRow.parse("head-32"), "oracle")).isEmpty();
    }

    @Test
    void aRunGoesOnOnlyWithTheSettingsThatItBeganWith(@TempDir Path folder) {
        ResultStore store = new ResultStore(folder);
        store.claim(new TreeMap<>(Map.of("steps", "4", "model a", "1")), true);
        store.claim(new TreeMap<>(Map.of("steps", "4", "model b", "1")), true);
        assertThatThrownBy(() -> store.claim(new TreeMap<>(Map.of("model a", "2")), true))
                .isInstanceOf(PipelineException.class).hasMessageContaining("model a 1 as before, got 2");
        store.claim(new TreeMap<>(Map.of("steps", "8")), false);
    }

    private static void writeClips(Path folder) throws IOException {
        for (String split : List.of("train", "val")) {
            Files.createDirectories(folder.resolve("walker").resolve(split));
            for (int i = 0; i < 2; i++) {
                BodySequence body = Bodies.moved(Bodies.standing(70), (t, j, p) -> p.plus(new Vec3(0.02 * t, 0, 0)));
                MotionFiles.write(new MotionClip("clip" + i, "walker", "p" + i, "walk", body),
                        folder.resolve("walker").resolve(split).resolve("clip" + i + ".npz"));
            }
        }
    }

    @Test
    void anEvaluationOfAFolderWritesItsReportAndGoesOnFromFinishedRows(@TempDir Path folder) throws IOException {
        writeClips(folder.resolve("data"));
        List<String> lines = new ArrayList<>();
        MotionEvaluation.Options options = new MotionEvaluation.Options(true, List.of("head-32", "three-32"), 0, 4, true);
        MotionEvaluation.Request request = new MotionEvaluation.Request(
                folder.resolve("data"), "val", List.of("mean-pose", "nearest"), folder.resolve("out"), options);
        String table = new MotionEvaluation(request, TorchDevice.CPU, lines::add).run();
        assertThat(table).contains("| head-32 | mean-pose |").contains("0.00 / 0.00").doesNotContain("three-32");
        assertThat(folder.resolve("out/report.md")).content().contains("three-32, nearest: does not use hands").contains("MPJVE");
        assertThat(folder.resolve("out/report.html")).content().contains("<svg").contains("clip0");
        assertThat(folder.resolve("out/summary.csv")).content().contains("head-32,nearest,mean of sources,mpjpe_head,mm,");
        lines.clear();
        assertThat(new MotionEvaluation(request, TorchDevice.CPU, lines::add).run()).isEqualTo(table);
        assertThat(lines).filteredOn(line -> line.contains("taken from the earlier run")).hasSize(2);
    }

    @Test
    void missingSplitsAndUnknownModelsAreRefused(@TempDir Path folder) throws IOException {
        writeClips(folder);
        MotionEvaluation.Options options = new MotionEvaluation.Options(false, List.of(), 0, 4, false);
        assertThatThrownBy(() -> new MotionEvaluation(new MotionEvaluation.Request(
                        folder, "test", List.of("mean-pose"), folder.resolve("out"), options), TorchDevice.CPU, line -> { }).run())
                .isInstanceOf(PipelineException.class).hasMessageContaining("split test");
        assertThatThrownBy(() -> new MotionEvaluation(new MotionEvaluation.Request(
                        folder, "val", List.of("magic"), folder.resolve("out"), options), TorchDevice.CPU, line -> { }).run())
                .isInstanceOf(PipelineException.class).hasMessageContaining("magic");
    }
}
