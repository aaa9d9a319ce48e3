package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.ObjectMask;
import org.egoscope.perception.Picture;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.VideoSegmenterOptions;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream of frames, with a small network of weights by chance. */
class Sam2VideoSegmenterTest {
    private static final long SEED = 4;
    private static final ImageSize SIZE = new ImageSize(80, 60);

    private Sam2Network network;

    @BeforeEach
    void load() {
        network = SmallNetwork.load(SEED);
    }

    @AfterEach
    void close() {
        network.close();
    }

    private Sam2VideoSegmenter segmenter() {
        return new Sam2VideoSegmenter(network, VideoSegmenterOptions.defaults());
    }

    private static List<ObjectMask> accept(Sam2VideoSegmenter segmenter, int frame) {
        return segmenter.accept(SmallNetwork.frame(frame, SIZE, SEED), SIZE);
    }

    /** Clicks come at the start, in the middle on a tracked object, and as a box on a new one; a mask takes over at last. */
    private static List<ObjectMask> step(Sam2VideoSegmenter segmenter, int frame) {
        List<ObjectMask> masks = new ArrayList<>(accept(segmenter, frame));
        if (frame == 1) {
            masks.add(segmenter.prompt(7, SegmentPrompt.ofPoint(10, 30)));
        }
        if (frame == 4) {
            masks.add(segmenter.prompt(2, SegmentPrompt.ofBox(new BoundingBox(5, 20, 20, 20))));
            masks.add(segmenter.prompt(7, SegmentPrompt.ofPoints(List.of(new PromptPoint(14, 30, true), new PromptPoint(60, 10, false)))));
        }
        if (frame == 9) {
            byte[] bitmap = new byte[SIZE.pixels()];
            Arrays.fill(bitmap, 80 * 20, 80 * 30, (byte) 1);
            masks.add(segmenter.prompt(9, Mask.ofBitmap(SIZE, bitmap)));
        }
        if (frame == 11) {
            segmenter.remove(2);
        }
        return masks;
    }

    @Test
    void aRunThatIsSplitAnywhereGoesOnBitForBit() {
        List<List<ObjectMask>> whole = new ArrayList<>();
        List<byte[]> states = new ArrayList<>();
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            for (int t = 0; t < 14; t++) {
                whole.add(step(segmenter, t));
                states.add(segmenter.snapshot());
            }
        }
        assertThat(whole.get(13)).hasSize(2);
        for (int split : new int[] {0, 1, 4, 5, 9, 10, 11}) {
            try (Sam2VideoSegmenter later = segmenter()) {
                later.restore(states.get(split));
                assertThat(later.snapshot()).as("seed %d, snapshot at %d", SEED, split).isEqualTo(states.get(split));
                for (int t = split + 1; t < 14; t++) {
                    assertThat(step(later, t)).as("seed %d, split at %d, frame %d", SEED, split, t).isEqualTo(whole.get(t));
                    assertThat(later.snapshot()).as("seed %d, split at %d, frame %d", SEED, split, t).isEqualTo(states.get(t));
                }
            }
        }
    }

    @Test
    void aRestoredSegmenterTakesPromptsOnThePresentFrame() {
        SegmentPrompt correction = SegmentPrompt.ofPoint(40, 30);
        ObjectMask expected;
        byte[] state;
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            for (int t = 0; t < 4; t++) {
                step(segmenter, t);
            }
            state = segmenter.snapshot();
            expected = segmenter.prompt(7, correction);
        }
        try (Sam2VideoSegmenter restored = segmenter()) {
            restored.restore(state);
            assertThat(restored.prompt(7, correction)).as("seed %d", SEED).isEqualTo(expected);
        }
    }

    @Test
    void expectedFramesAreFollowedAsOthersAre() {
        try (Sam2VideoSegmenter alone = segmenter(); Sam2VideoSegmenter together = segmenter()) {
            for (int t = 0; t < 12; t++) {
                if (t % 4 == 0) {
                    together.expect(List.of(coming(t), coming(t + 1), coming(t + 2), coming(t + 3)));
                }
                // Frame 6 is another than was said, so 7 is looked at by itself, too.
                int shown = t == 6 ? 40 : t;
                List<ObjectMask> expected = accept(alone, shown);
                List<ObjectMask> got = accept(together, shown);
                assertThat(got).as("frame %d", t).hasSameSizeAs(expected);
                for (int i = 0; i < got.size(); i++) {
                    assertThat(got.get(i).objectScore()).as("frame %d", t).isCloseTo(expected.get(i).objectScore(), within(1e-3f));
                    assertThat(got.get(i).predictedIou()).as("frame %d", t).isCloseTo(expected.get(i).predictedIou(), within(1e-3f));
                    assertThat(got.get(i).mask().iou(expected.get(i).mask())).as("frame %d", t).isGreaterThan(0.99);
                }
                if (t == 1) {
                    alone.prompt(7, SegmentPrompt.ofPoint(10, 30));
                    together.prompt(7, SegmentPrompt.ofPoint(10, 30));
                }
            }
        }
    }

    private static Picture coming(int frame) {
        return new Picture(SmallNetwork.frame(frame, SIZE, SEED), SIZE);
    }

    @Test
    void memoryStaysFlatOverHundredsOfFrames() {
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            accept(segmenter, 0);
            segmenter.prompt(1, SegmentPrompt.ofPoint(10, 30));
            long objects = 0;
            int bytes = 0;
            for (int t = 1; t < 200; t++) {
                if (t % 4 == 0) {
                    segmenter.expect(List.of(coming(t), coming(t + 1)));
                }
                accept(segmenter, t);
                if (t % 10 == 0) {
                    // A correction and a new object now and then, which also goes again.
                    segmenter.prompt(1, SegmentPrompt.ofPoint(10 + t % 60, 30));
                    segmenter.remove(2);
                    segmenter.prompt(2, SegmentPrompt.ofPoint(20, 20));
                }
                if (t == 99) {
                    objects = TorchRuntime.nativeObjects();
                    bytes = segmenter.snapshot().length;
                }
            }
            assertThat(TorchRuntime.nativeObjects()).as("native objects after frame 199 and 99").isLessThanOrEqualTo(objects);
            assertThat(segmenter.snapshot()).as("state after frame 199 and 99").hasSize(bytes);
        }
    }

    @Test
    void objectsDoNotInfluenceEachOther() {
        List<ObjectMask> alone = new ArrayList<>();
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            accept(segmenter, 0);
            segmenter.prompt(5, SegmentPrompt.ofPoint(10, 30));
            for (int t = 1; t < 6; t++) {
                alone.addAll(accept(segmenter, t));
            }
        }
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            accept(segmenter, 0);
            segmenter.prompt(9, SegmentPrompt.ofPoint(50, 10));
            segmenter.prompt(5, SegmentPrompt.ofPoint(10, 30));
            for (int t = 1; t < 6; t++) {
                List<ObjectMask> both = accept(segmenter, t);
                assertThat(both).extracting(ObjectMask::objectId).containsExactly(5, 9);
                assertThat(both.get(0)).isEqualTo(alone.get(t - 1));
            }
        }
    }

    @Test
    void withNonOverlapNoPixelHasTwoObjects() {
        VideoSegmenterOptions apart = new VideoSegmenterOptions(4, 1, 0, true, false);
        try (Sam2VideoSegmenter segmenter = new Sam2VideoSegmenter(network, apart);
                Sam2VideoSegmenter overlapping = segmenter()) {
            for (Sam2VideoSegmenter one : List.of(segmenter, overlapping)) {
                accept(one, 0);
                one.prompt(1, SegmentPrompt.ofPoint(10, 30));
                one.prompt(2, SegmentPrompt.ofPoint(12, 31));
            }
            int shared = 0;
            for (int t = 1; t < 4; t++) {
                List<ObjectMask> masks = accept(segmenter, t);
                assertThat(masks.get(0).mask().intersectionArea(masks.get(1).mask())).isZero();
                List<ObjectMask> free = accept(overlapping, t);
                shared += free.get(0).mask().intersectionArea(free.get(1).mask());
            }
            assertThat(shared).as("pixels that both had without the option").isPositive();
        }
    }

    @Test
    void aMaskThatIsGivenIsTheMask() {
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            ImageSize square = new ImageSize(64, 64);
            segmenter.accept(SmallNetwork.frame(0, square, SEED), square);
            byte[] bitmap = new byte[square.pixels()];
            for (int y = 16; y < 40; y++) {
                Arrays.fill(bitmap, y * 64 + 8, y * 64 + 48, (byte) 1);
            }
            Mask given = Mask.ofBitmap(square, bitmap);
            ObjectMask answered = segmenter.prompt(1, given);
            assertThat(answered.predictedIou()).isEqualTo(1);
            assertThat(answered.objectScore()).isEqualTo(10);
            // The network's masks have a quarter of the picture's side.
            assertThat(answered.mask().iou(given)).isGreaterThan(0.95);
            assertThat(segmenter.prompt(2, Mask.ofBitmap(square, new byte[square.pixels()])).visible()).isFalse();
        }
    }

    @Test
    void promptsNeedAFrameAndNoPrior() {
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            assertThatThrownBy(() -> segmenter.prompt(1, SegmentPrompt.ofPoint(1, 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expected a frame before it");
            accept(segmenter, 0);
            assertThatThrownBy(() -> segmenter.prompt(1, SegmentPrompt.ofPoint(1, 1).withMaskPrior(FloatTensor.allocate(16, 16))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no mask prior");
            assertThat(segmenter.objectIds()).isEmpty();
        }
    }

    @Test
    void aStateOfAnotherNetworkIsRefused() {
        byte[] state;
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            state = segmenter.snapshot();
        }
        // The name's first letter.
        state[6] = 'x';
        try (Sam2VideoSegmenter segmenter = segmenter()) {
            assertThatThrownBy(() -> segmenter.restore(state))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("expected version 1 of small, got 1 of xmall");
            segmenter.restore(new byte[0]);
            assertThat(segmenter.objectIds()).isEmpty();
        }
    }
}
