package org.egoscope.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.torch.FloatTensor;
import org.junit.jupiter.api.Test;

/** A red disc and a blue bar on grey ground with a little noise: what is meant is known to the pixel. */
class EdgeSegmenterTest {
    private static final ImageSize SIZE = new ImageSize(320, 240);
    private static final Mask DISC = mask((x, y) -> Math.hypot(x - 90, y - 110) < 45);
    private static final Mask BAR = mask((x, y) -> x >= 190 && x < 290 && y >= 60 && y < 90);

    private interface Inside {
        boolean test(int x, int y);
    }

    private static Mask mask(Inside inside) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int p = 0; p < bitmap.length; p++) {
            bitmap[p] = (byte) (inside.test(p % SIZE.width(), p / SIZE.width()) ? 1 : 0);
        }
        return Mask.ofBitmap(SIZE, bitmap);
    }

    private static ByteBuffer picture() {
        Random random = new Random(7);
        ByteBuffer rgb = ByteBuffer.allocateDirect(SIZE.pixels() * 3);
        for (int p = 0; p < SIZE.pixels(); p++) {
            int x = p % SIZE.width();
            int y = p / SIZE.width();
            int colour = DISC.contains(x, y) ? 0xc04030 : BAR.contains(x, y) ? 0x3050b0 : 0xa0a0a0;
            int noise = random.nextInt(7) - 3;
            rgb.put((byte) ((colour >> 16 & 255) + noise)).put((byte) ((colour >> 8 & 255) + noise)).put((byte) ((colour & 255) + noise));
        }
        return rgb.flip();
    }

    private static void withPicture(java.util.function.Consumer<PictureEmbedding> test) {
        try (PromptSegmenter segmenter = EdgeSegmenter.open(Optional.empty());
                PictureEmbedding embedding = segmenter.embed(picture(), SIZE)) {
            test.accept(embedding);
        }
    }

    private static BoundingBox around(Mask mask, float margin) {
        BoundingBox box = mask.boundingBox();
        return new BoundingBox(box.x() - margin, box.y() - margin, box.width() + 2 * margin, box.height() + 2 * margin);
    }

    @Test
    void boxesGiveWhatIsInThem() {
        withPicture(embedding -> {
            for (Mask truth : List.of(DISC, BAR)) {
                PromptMask found = embedding.predict(SegmentPrompt.ofBox(around(truth, 0)), false).get(0);
                assertThat(found.mask().size()).isEqualTo(SIZE);
                assertThat(found.mask().iou(truth)).isGreaterThan(0.9);
                assertThat(found.predictedIou()).isBetween(0f, 1f);
                assertThat(found.stability()).isBetween(0f, 1f);
            }
        });
    }

    @Test
    void clicksGiveWhatTheyLieOn() {
        withPicture(embedding -> {
            assertThat(embedding.predict(SegmentPrompt.ofPoint(90, 110), false).get(0).mask().iou(DISC)).isGreaterThan(0.85);
            assertThat(embedding.predict(SegmentPrompt.ofPoint(240, 75), false).get(0).mask().iou(BAR)).isGreaterThan(0.85);
        });
    }

    @Test
    void aClickOnWhatIsNotWantedKeepsItOut() {
        withPicture(embedding -> {
            List<PromptPoint> clicks = List.of(new PromptPoint(90, 110, true), new PromptPoint(240, 75, false));
            Mask found = embedding.predict(SegmentPrompt.ofPoints(clicks), false).get(0).mask();
            assertThat(found.contains(90, 110)).isTrue();
            assertThat(found.contains(240, 75)).isFalse();
        });
    }

    @Test
    void twoWantedClicksAreInOneMask() {
        withPicture(embedding -> {
            List<PromptPoint> clicks = List.of(new PromptPoint(60, 110, true), new PromptPoint(120, 110, true));
            Mask found = embedding.predict(SegmentPrompt.ofPoints(clicks), false).get(0).mask();
            assertThat(found.contains(60, 110) && found.contains(120, 110)).isTrue();
        });
    }

    @Test
    void threeMasksOnDemand() {
        withPicture(embedding -> {
            assertThat(embedding.predict(SegmentPrompt.ofPoint(90, 110), true)).hasSize(3);
            assertThat(embedding.predict(SegmentPrompt.ofBox(around(DISC, 0)), true)).hasSize(3);
        });
    }

    @Test
    void anEarlierMaskIsAPromptByItself() {
        withPicture(embedding -> {
            PromptMask first = embedding.predict(SegmentPrompt.ofBox(around(DISC, 0)), false).get(0);
            SegmentPrompt again = new SegmentPrompt(List.of(), Optional.empty(), Optional.of(first.lowResLogits()));
            assertThat(embedding.predict(again, false).get(0).mask().iou(DISC)).isGreaterThan(0.8);
        });
    }

    @Test
    void aPriorOfAnotherShapeIsRefused() {
        withPicture(embedding -> assertThatThrownBy(
                        () -> embedding.predict(SegmentPrompt.ofPoint(1, 1).withMaskPrior(FloatTensor.allocate(8, 8)), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected [256, 256], got [8, 8]"));
    }

    @Test
    void everythingHoldsBothThingsEachOnceOnTheClickThatFoundIt() {
        withPicture(embedding -> {
            List<AutomaticMask> all = embedding.everything(MaskGeneratorOptions.edgeDefaults());
            for (Mask truth : List.of(DISC, BAR)) {
                assertThat(all.stream().filter(found -> found.mask().iou(truth) > 0.8)).hasSize(1);
            }
            assertThat(all).allMatch(found -> found.mask().contains((int) found.point().x(), (int) found.point().y()));
        });
    }

    @Test
    void cropsFindThemInTheWholePicturesPlace() {
        withPicture(embedding -> {
            MaskGeneratorOptions options = new MaskGeneratorOptions(32, 64, 0.1f, 0.5f, 1, 0.9f, 1, 0.7f, 512f / 1500, 1, 30);
            List<AutomaticMask> all = embedding.everything(options);
            assertThat(all.stream().mapToDouble(found -> found.mask().iou(BAR)).max().orElse(0)).isGreaterThan(0.8);
        });
    }

    @Test
    void thePromptsOfABatchDoNotTouchEachOtherAndRepeatExactly() {
        withPicture(embedding -> {
            List<SegmentPrompt> prompts = List.of(SegmentPrompt.ofBox(around(DISC, 3)), SegmentPrompt.ofBox(around(BAR, 3)));
            List<List<PromptMask>> together = embedding.predict(prompts, false);
            for (int i = 0; i < prompts.size(); i++) {
                assertThat(together.get(i).get(0).mask()).isEqualTo(embedding.predict(prompts.get(i), false).get(0).mask());
            }
        });
    }

    @Test
    void aBoxBeyondThePictureIsCutOff() {
        withPicture(embedding -> {
            BoundingBox box = new BoundingBox(-500, -500, 2, 2);
            assertThat(embedding.predict(SegmentPrompt.ofBox(box), true)).hasSize(3);
        });
    }
}
