package org.egoscope.app.hands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.egoscope.app.run.SyntheticClip;
import org.egoscope.core.PipelineException;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.Hands;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SyntheticScene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandEvaluationTest {
    private static final HandEvaluation.Options ALL = new HandEvaluation.Options(new ClipFrames(1, 0, 1), 0.5, 10, 1);

    private static Path clip(Path folder) {
        SceneConfig config = SceneConfig.standard(1).withDurationSeconds(1);
        Path file = folder.resolve("kitchen.mp4");
        SyntheticClip.write(SyntheticScene.of(config), file);
        return file;
    }

    @Test
    void takeEveryNthFrameAndOnlyTheWindows(@TempDir Path folder) {
        Path clip = clip(folder);
        int rate = (int) Math.round(SceneConfig.standard(1).framesPerSecond());
        assertThat(indices(clip, new ClipFrames(1, 0, 1))).hasSize(rate);
        assertThat(indices(clip, new ClipFrames(4, 0, 1))).hasSize((rate + 3) / 4).allMatch(index -> index % 4 == 0);
        List<Long> windows = indices(clip, new ClipFrames(1, 2, 0.2));
        assertThat(windows).allMatch(index -> index < 0.2 * rate + 1 || index >= rate / 2 - 1 && index < 0.7 * rate + 1);
        assertThat(windows.size()).isBetween((int) (0.4 * rate) - 1, (int) (0.4 * rate) + 2);
    }

    @Test
    void frameChoicesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new ClipFrames(0, 0, 1)).isInstanceOf(PipelineException.class).hasMessageContaining("every >= 1");
        assertThatThrownBy(() -> new ClipFrames(1, -1, 1)).isInstanceOf(PipelineException.class).hasMessageContaining("windows >= 0");
        assertThatThrownBy(() -> new ClipFrames(1, 0, Double.NaN)).isInstanceOf(PipelineException.class).hasMessageContaining("NaN");
    }

    private static List<Long> indices(Path clip, ClipFrames frames) {
        List<Long> indices = new ArrayList<>();
        frames.forEach(clip, IngestConfig.defaults(), frame -> indices.add(frame.frameIndex()));
        return indices;
    }

    @Test
    void reportAClipAndPaintItsFrames(@TempDir Path folder) throws IOException {
        clip(folder);
        try (Hands hands = Hands.withoutNetworks()) {
            HandReport report = new HandEvaluation(hands, IngestConfig.defaults(), ALL, line -> {}).run(folder, folder.resolve("out"));
            assertThat(report.toTable()).contains("skin-motion", "kitchen", "mean of clips");
            assertThat(report.meanShare()).isBetween(0.0, 1.0);
            assertThat(folder.resolve("out").resolve("without-hand-01.png")).exists();
        }
    }

    @Test
    void refuseAFolderWithoutClips(@TempDir Path folder) {
        try (Hands hands = Hands.withoutNetworks()) {
            HandEvaluation evaluation = new HandEvaluation(hands, IngestConfig.defaults(), ALL, line -> {});
            assertThatThrownBy(() -> evaluation.run(folder, folder.resolve("out"))).isInstanceOf(PipelineException.class);
            assertThatThrownBy(() -> evaluation.run(folder.resolve("none"), folder)).isInstanceOf(PipelineException.class);
        }
    }

    @Test
    void measureKeypointsAgainstLabelsOverTheBoxesLongerSide(@TempDir Path folder) throws IOException {
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("a.png").toFile());
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("b.png").toFile());
        double[] keypoints = new double[63];
        List<Map<String, Object>> annotations = new ArrayList<>();
        for (int id = 1; id <= 2; id++) {
            annotations.add(Map.of("image_id", id, "bbox", new double[] {0, 0, 50, 20}, "keypoints", keypoints));
        }
        Path labels = folder.resolve("labels.json");
        Files.write(labels, new ObjectMapper().writeValueAsBytes(Map.of(
                "images", List.of(Map.of("id", 1, "file_name", "a.png"), Map.of("id", 2, "file_name", "b.png")), "annotations", annotations)));
        assertThat(LabelledHands.isLabelFile(labels)).isTrue();
        float[] off = new float[42];
        for (int k = 0; k < 21; k++) {
            off[k * 2] = k == 0 ? 30 : 3;
            off[k * 2 + 1] = k == 0 ? 40 : 4;
        }
        int[] pictures = {0};
        LabelledHands.Result result =
                new LabelledHands(labels).measure(() -> new ScriptedTracker(pictures[0]++ == 0 ? List.of(hand(off)) : List.of()));
        assertThat(result.found()).isEqualTo(1);
        assertThat(result.total()).isEqualTo(2);
        assertThat(result.meanError()).as("20 keypoints 5 and one 50 pixels off, of 50").isCloseTo((20 * 5 + 50) / 21.0 / 50, within(1e-6));
        assertThat(result.withinFifth()).isCloseTo(20 / 21.0, within(1e-9));
    }

    private static Hand hand(float[] xy) {
        return new Hand(1, HandSide.LEFT, 1, true, new HandKeypoints(xy, new float[0]), 1, "scripted", false, Optional.empty());
    }

    private record ScriptedTracker(List<Hand> hands) implements HandTracker {
        @Override
        public List<Hand> track(VideoFrame frame) {
            return hands;
        }

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(byte[] state) {}
    }

    @Test
    void keepEveryElementOfAStreamEquallyOften() {
        int[] kept = new int[40];
        for (int seed = 0; seed < 4000; seed++) {
            ReservoirSample<Integer> sample = new ReservoirSample<>(10, seed);
            for (int i = 0; i < kept.length; i++) {
                int element = i;
                sample.offer(() -> element);
            }
            Set<Integer> distinct = new HashSet<>(sample.elements());
            assertThat(distinct).as("seed %d", seed).hasSize(10);
            distinct.forEach(element -> kept[element]++);
        }
        // 4000 draws with p = 1/4: mean 1000, deviation 27; 5 deviations.
        assertThat(Arrays.stream(kept).boxed()).as("seeds 0 to 3999").allMatch(count -> Math.abs(count - 1000) < 137);
    }
}
