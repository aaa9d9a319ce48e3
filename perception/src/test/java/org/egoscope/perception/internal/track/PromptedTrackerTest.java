package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.internal.sam.SmallSam;
import org.junit.jupiter.api.Test;

class PromptedTrackerTest {
    private static final int FRAMES = 30;
    private static final int MOST_PROMPTS = 12;

    /** Two plain things, and a dark disc that lies on the first from the start and moves with it. */
    private static PaintedScene scene() {
        return new PaintedScene()
                .with(200, 40, 40, PaintedScene.disc(70, 70, 40, 0.8, 0.2))
                .with(40, 60, 190, PaintedScene.box(150, 80, 46, 30, -0.8, -0.2))
                .with(60, 130, 50, PaintedScene.disc(70, 70, 12, 0.8, 0.2));
    }

    private static InstanceTracker tracker(PromptSegmenter segmenter) {
        Networks networks = new Networks(null, null, null, null, null, new Networks.Prompts(segmenter, MOST_PROMPTS), null);
        return new HierarchyTracker(SegmentConfig.defaults(), networks);
    }

    private static Instance closest(List<Instance> found, Mask truth) {
        return found.stream().max(Comparator.comparingDouble(i -> i.mask().iou(truth))).orElseThrow();
    }

    @Test
    void masksOfKeyFramesAreTheAnswersToThePixelAndKeepTheirIdentity() {
        PaintedScene scene = scene();
        FloodSegmenter flood = new FloodSegmenter();
        List<Set<Long>> ids = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
        int keyFrames = 0;
        try (InstanceTracker tracker = tracker(flood)) {
            for (int f = 0; f < FRAMES; f++) {
                List<Instance> found = tracker.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                boolean key = found.stream().anyMatch(i -> i.method().equals("flood-gradient-hierarchy"));
                keyFrames += key ? 1 : 0;
                for (int thing = 0; thing < 3; thing++) {
                    Mask truth = scene.truth(thing, f);
                    Instance best = closest(found, truth);
                    ids.get(thing).add(best.trackId());
                    assertThat(best.mask().iou(truth)).as("thing %d in frame %d", thing, f).isGreaterThanOrEqualTo(key ? 1 : 0.8);
                }
            }
        }
        assertThat(keyFrames).isBetween(4, 8);
        assertThat(flood.asked).as("questions by key frame").hasSize(keyFrames).allMatch(asked -> asked >= 3);
        assertThat(flood.asked.get(0)).as("while nothing is followed").isLessThanOrEqualTo(2 * MOST_PROMPTS);
        assertThat(flood.asked.subList(1, keyFrames)).allMatch(asked -> asked <= MOST_PROMPTS);
        assertThat(flood.open).as("pictures still open").isZero();
        for (int thing = 0; thing < 3; thing++) {
            assertThat(ids.get(thing)).as("identities of thing %d", thing).hasSize(1);
        }
        Set<Long> all = new TreeSet<>();
        ids.forEach(all::addAll);
        assertThat(all).as("what lies on a thing is another thing").hasSize(3);
    }

    @Test
    void aSmallThingOnAnotherIsFoundAndFollowed() {
        PaintedScene small = new PaintedScene()
                .with(200, 40, 40, PaintedScene.box(30, 40, 120, 70, 0.5, 0.1))
                .with(184, 56, 56, PaintedScene.disc(90, 80, 5.2, 0.5, 0.1));
        FloodSegmenter flood = new FloodSegmenter();
        Set<Long> ids = new HashSet<>();
        try (InstanceTracker tracker = tracker(flood)) {
            for (int f = 0; f < FRAMES; f++) {
                Instance best = closest(tracker.track(small.frame(f), List.of(), PaintedScene.NO_POSE), small.truth(1, f));
                assertThat(best.mask().iou(small.truth(1, f))).as("frame %d", f).isGreaterThan(0.6);
                ids.add(best.trackId());
            }
        }
        assertThat(ids).as("identities").hasSize(1);
        assertThat(flood.closeUps).as("a close-up each key frame").isBetween(1, flood.asked.size());
        assertThat(flood.open).as("pictures still open").isZero();
    }

    @Test
    void whatComesNearFastKeepsItsIdentity() {
        PaintedScene near = new PaintedScene().with(200, 40, 40, (x, y, f) -> Math.hypot(x - 128, y - 72) <= 7 * Math.pow(1.07, f));
        Set<Long> ids = new HashSet<>();
        try (InstanceTracker tracker = tracker(new FloodSegmenter())) {
            for (int f = 0; f < 32; f++) {
                Instance best = closest(tracker.track(near.frame(f), List.of(), PaintedScene.NO_POSE), near.truth(0, f));
                assertThat(best.mask().iou(near.truth(0, f))).as("frame %d", f).isGreaterThan(0.5);
                ids.add(best.trackId());
            }
        }
        assertThat(ids).as("identities").hasSize(1);
    }

    @Test
    void whatComesBackNearerKeepsIdentityAndMask() {
        // Seen small for 40 frames, not for 15, then four times as large.
        PaintedScene nearer = new PaintedScene()
                .with(200, 40, 40, (x, y, f) -> (f < 40 || f >= 55) && Math.hypot(x - 120, y - 70) <= (f < 40 ? 12 : 24))
                .with(40, 60, 190, PaintedScene.box(180, 90, 46, 30, 0, 0));
        Set<Long> ids = new HashSet<>();
        try (InstanceTracker tracker = tracker(new FloodSegmenter())) {
            for (int f = 0; f < 90; f++) {
                List<Instance> found = tracker.track(nearer.frame(f), List.of(), PaintedScene.NO_POSE);
                if (f < 40 || f >= 70) {
                    Instance best = closest(found, nearer.truth(0, f));
                    assertThat(best.mask().iou(nearer.truth(0, f))).as("frame %d", f).isGreaterThan(0.8);
                    ids.add(best.trackId());
                }
            }
        }
        assertThat(ids).as("identities").hasSize(1);
    }

    @Test
    void whatComesBackAtTheBorderIsNotReportedAsAnotherThing() {
        // Out to the left by frame 20, and back from frame 26 on.
        PaintedScene away = new PaintedScene()
                .with(200, 40, 40, (x, y, f) -> Math.hypot(x - 60 + 6 * (f < 23 ? f : 46 - f), y - 70) <= 26)
                .with(40, 60, 190, PaintedScene.box(150, 80, 46, 30, 0, 0));
        Set<Long> ids = new HashSet<>();
        int seenAgain = 0;
        try (InstanceTracker tracker = tracker(new FloodSegmenter())) {
            for (int f = 0; f < 46; f++) {
                Mask truth = away.truth(0, f);
                for (Instance instance : tracker.track(away.frame(f), List.of(), PaintedScene.NO_POSE)) {
                    if (truth.area() > 0 && instance.mask().iou(truth) > 0.5) {
                        ids.add(instance.trackId());
                        seenAgain += f >= 30 ? 1 : 0;
                    }
                }
            }
        }
        assertThat(ids).as("identities").hasSize(1);
        assertThat(seenAgain).as("frames after it came back, of 14").isGreaterThanOrEqualTo(7);
    }

    @Test
    void aTrackerThatAsksGoesOnBitForBitAfterASplit() {
        goesOnAfterASplit(new FloodSegmenter(), "flood-gradient-hierarchy");
    }

    /** Chance weights do not think much of their masks; this says that they are good. */
    private record Confident(PromptSegmenter doubtful) implements PromptSegmenter {
        @Override
        public String method() {
            return "confident";
        }

        @Override
        public PictureEmbedding embed(ByteBuffer rgb, ImageSize size) {
            return new Picture(doubtful.embed(rgb, size));
        }

        @Override
        public void close() {
            doubtful.close();
        }

        private record Picture(PictureEmbedding embedded) implements PictureEmbedding {
            @Override
            public ImageSize size() {
                return embedded.size();
            }

            @Override
            public List<List<PromptMask>> predict(List<SegmentPrompt> prompts, boolean multimask) {
                return embedded.predict(prompts, multimask).stream()
                        .map(masks -> masks.stream().map(mask -> new PromptMask(mask.mask(), mask.lowResLogits(), 0.9f, 0.95f)).toList())
                        .toList();
            }

            @Override
            public List<AutomaticMask> everything(MaskGeneratorOptions options) {
                return embedded.everything(options);
            }

            @Override
            public void close() {
                embedded.close();
            }
        }
    }

    @Test
    void aTrackerThatAsksANetworkOfChanceWeightsGoesOnBitForBitAfterASplit() {
        try (PromptSegmenter small = new Confident(SmallSam.mobile(7))) {
            goesOnAfterASplit(small, "confident-gradient-hierarchy");
        }
    }

    private static void goesOnAfterASplit(PromptSegmenter segmenter, String method) {
        PaintedScene scene = scene();
        List<String> methods = new ArrayList<>();
        try (InstanceTracker whole = tracker(segmenter);
                InstanceTracker later = tracker(segmenter)) {
            for (int f = 0; f < 20; f++) {
                List<Instance> expected = whole.track(scene.frame(f), List.of(), PaintedScene.NO_POSE);
                expected.forEach(instance -> methods.add(instance.method()));
                if (f == 8) {
                    later.restore(whole.snapshot());
                } else if (f > 8) {
                    assertThat(later.track(scene.frame(f), List.of(), PaintedScene.NO_POSE)).as("frame %d", f).isEqualTo(expected);
                }
            }
            assertThat(later.snapshot()).isEqualTo(whole.snapshot());
            assertThat(methods).contains(method);
        }
    }
}
