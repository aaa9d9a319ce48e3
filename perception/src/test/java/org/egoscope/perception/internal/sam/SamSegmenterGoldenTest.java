package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.Picture;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TensorScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamSegmenterGoldenTest {
    private static final ImageSize RECTANGLE = new ImageSize(240, 180);

    @Test
    void picturesAreScaledToTheByteAsPillowDoes() {
        try (Golden golden = Golden.open("sam_vit_b.reduced")) {
            byte[] expected = new byte[192 * 256 * 3];
            golden.bytes("rect.resized_u8_hwc").get(expected);
            byte[] actual = new byte[expected.length];
            new PictureScaler(240, 180, 256, 192)
                    .scale(golden.bytes("rect.image_u8_hwc"), 0, 240 * 3, (y, row) -> System.arraycopy(row, 0, actual, y * row.length, row.length));
            assertThat(actual).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sam_vit_b.reduced", "mobile_sam.reduced"})
    void anOblongPictureGivesTheReferencesMasks(String model) {
        try (Golden golden = Golden.open(model); SamSegmenter segmenter = ReducedModels.open(model)) {
            ByteBuffer rgb = golden.bytes("rect.image_u8_hwc");
            ModelFrame frame = new ModelFrame(0, 0, 240, 180, 256);
            checkEmbedding(golden, segmenter, rgb, frame);
            float[] xy = golden.values("rect.in.coords").toArray();
            float[] square = golden.values("rect.coords_in_model_frame").toArray();
            for (int i = 0; i < xy.length; i += 2) {
                assertThat(frame.toSquareX(xy[i])).isEqualTo(square[i]);
                assertThat(frame.toSquareY(xy[i + 1])).isEqualTo(square[i + 1]);
            }
            try (PictureEmbedding picture = segmenter.embed(rgb, RECTANGLE)) {
                checkNested(golden, picture, frame);
                checkBox(golden, picture);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sam_vit_b.reduced", "mobile_sam.reduced"})
    void refiningIsTwoCallsTheBestMaskGivenBack(String model) {
        try (Golden golden = Golden.open(model); SamSegmenter segmenter = ReducedModels.open(model);
                PictureEmbedding picture = segmenter.embed(golden.bytes("rect.image_u8_hwc"), RECTANGLE)) {
            SegmentPrompt click = SegmentPrompt.ofPoint(100, 80);
            SegmentPrompt box = SegmentPrompt.ofBox(new BoundingBox(40, 30, 120, 90));
            List<List<PromptMask>> refined = picture.refine(List.of(click, box), true);
            for (int i = 0; i < 2; i++) {
                SegmentPrompt prompt = i == 0 ? click : box;
                List<PromptMask> first = picture.predict(prompt, true);
                PromptMask best = first.get(0);
                best = first.get(1).predictedIou() > best.predictedIou() ? first.get(1) : best;
                best = first.get(2).predictedIou() > best.predictedIou() ? first.get(2) : best;
                List<PromptMask> second = picture.predict(prompt.withMaskPrior(best.lowResLogits()), true);
                assertThat(refined.get(i)).hasSize(3);
                for (int k = 0; k < 3; k++) {
                    float[] logits = second.get(k).lowResLogits().toArray();
                    assertThat(refined.get(i).get(k).lowResLogits().toArray()).as("prompt %d, mask %d", i, k).isEqualTo(logits);
                    assertThat(refined.get(i).get(k).predictedIou()).isEqualTo(second.get(k).predictedIou());
                    assertThat(logits).as("the prior counts").isNotEqualTo(first.get(k).lowResLogits().toArray());
                }
            }
        }
    }

    private static void checkEmbedding(Golden golden, SamSegmenter segmenter, ByteBuffer rgb, ModelFrame frame) {
        try (TensorScope scope = TensorScope.inference();
                SamCrop crop = new SamCrop(segmenter, frame, segmenter.encode(List.of(new Picture(rgb, RECTANGLE)), List.of(frame)).get(0))) {
            assertThat(Layers.map(crop.embedding(), 16, 16)).satisfies(golden.equalTo("rect.image_embedding"));
        }
    }

    private static void checkNested(Golden golden, PictureEmbedding picture, ModelFrame frame) {
        float[] xy = golden.values("rect.in.coords").toArray();
        float[] labels = golden.values("rect.in.labels").toArray();
        List<PromptPoint> points = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            points.add(new PromptPoint(xy[2 * i], xy[2 * i + 1], labels[i] == 1));
        }
        List<PromptMask> masks = picture.predict(SegmentPrompt.ofPoints(points), true);
        MaskScaler scaler = new MaskScaler(64, 256, frame.scaledWidth(), frame.scaledHeight(), RECTANGLE);
        float[] logits = new float[3 * RECTANGLE.pixels()];
        float[] small = new float[3 * 64 * 64];
        for (int i = 0; i < 3; i++) {
            float[] own = masks.get(i).lowResLogits().toArray();
            System.arraycopy(own, 0, small, i * own.length, own.length);
            float[] large = scaler.logits(own);
            System.arraycopy(large, 0, logits, i * large.length, large.length);
            assertThat(masks.get(i).mask()).isEqualTo(positive(large));
        }
        assertThat(small).satisfies(golden.valuesOf("rect.low_res"));
        assertThat(logits).satisfies(golden.valuesOf("rect.masks_logits_full"));
        float[] ious = {masks.get(0).predictedIou(), masks.get(1).predictedIou(), masks.get(2).predictedIou()};
        assertThat(ious).satisfies(golden.valuesOf("rect.iou"));
    }

    private static Mask positive(float[] logits) {
        byte[] bitmap = new byte[logits.length];
        for (int i = 0; i < bitmap.length; i++) {
            bitmap[i] = (byte) (logits[i] > 0 ? 1 : 0);
        }
        return Mask.ofBitmap(RECTANGLE, bitmap);
    }

    private static void checkBox(Golden golden, PictureEmbedding picture) {
        float[] box = golden.values("rect_box.in.box").toArray();
        SegmentPrompt prompt = SegmentPrompt.ofBox(new BoundingBox(box[0], box[1], box[2] - box[0], box[3] - box[1]));
        PromptMask mask = picture.predict(prompt, false).get(0);
        assertThat(mask.lowResLogits().toArray()).satisfies(golden.valuesOf("rect_box.low_res"));
        assertThat(new float[] {mask.predictedIou()}).satisfies(golden.valuesOf("rect_box.iou"));
        FloatTensor expected = golden.values("rect_box.masks_bool");
        byte[] actual = new byte[RECTANGLE.pixels()];
        mask.mask().copyTo(actual);
        int different = 0;
        for (int i = 0; i < actual.length; i++) {
            different += actual[i] == (byte) expected.get(i) ? 0 : 1;
        }
        // Where the logit is zero but for rounding either is right.
        assertThat(different).as("pixels that differ").isLessThanOrEqualTo(2);
    }

    @Test
    void aBatchOfMixedPromptsEqualsThePromptsOneByOne() {
        try (Golden golden = Golden.open("sam_vit_b.reduced"); SamSegmenter segmenter = ReducedModels.open("sam_vit_b.reduced")) {
            try (PictureEmbedding picture = segmenter.embed(golden.bytes("rect.image_u8_hwc"), RECTANGLE)) {
                SegmentPrompt point = SegmentPrompt.ofPoint(100, 80);
                SegmentPrompt box = SegmentPrompt.ofBox(new BoundingBox(20, 30, 90, 60));
                SegmentPrompt refined = point.withMaskPrior(picture.predict(point, false).get(0).lowResLogits());
                List<SegmentPrompt> prompts = List.of(point, box, SegmentPrompt.ofPoint(10, 170), refined);
                List<List<PromptMask>> together = picture.predict(prompts, true);
                for (int i = 0; i < prompts.size(); i++) {
                    List<PromptMask> alone = picture.predict(prompts.get(i), true);
                    for (int k = 0; k < 3; k++) {
                        assertThat(together.get(i).get(k).predictedIou())
                                .isCloseTo(alone.get(k).predictedIou(), Offset.offset(1e-5f));
                        assertThat(together.get(i).get(k).mask().iou(alone.get(k).mask())).isGreaterThan(0.999);
                    }
                }
            }
        }
    }
}
