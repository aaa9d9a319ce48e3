package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.torch.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutomaticMasksGoldenTest {
    private static JsonNode expected(String name) {
        try {
            return new ObjectMapper().readTree(Golden.folder().resolve("amg.golden.json").toFile()).get(name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MaskGeneratorOptions options(JsonNode settings) {
        MaskGeneratorOptions defaults = MaskGeneratorOptions.defaults();
        return new MaskGeneratorOptions(
                settings.path("points_per_side").asInt(defaults.pointsPerSide()),
                settings.path("points_per_batch").asInt(defaults.pointsPerBatch()),
                (float) settings.get("pred_iou_thresh").asDouble(),
                (float) settings.get("stability_score_thresh").asDouble(),
                (float) settings.get("stability_score_offset").asDouble(),
                (float) settings.get("box_nms_thresh").asDouble(),
                settings.path("crop_n_layers").asInt(0),
                (float) settings.path("crop_nms_thresh").asDouble(defaults.cropNmsThresh()),
                defaults.cropOverlapRatio(),
                settings.path("crop_n_points_downscale_factor").asInt(1),
                settings.path("min_mask_region_area").asInt(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"square", "square_nms07", "rect", "crops", "regions"})
    void everythingEqualsTheReferences(String name) {
        JsonNode expected = expected(name);
        try (Golden golden = Golden.open("amg");
                SamSegmenter segmenter = ReducedModels.open("sam_vit_b.reduced");
                PictureEmbedding picture = segmenter.embed(golden.bytes(expected.get("image").asText()), size(golden, expected))) {
            check(expected.get("kept"), picture.everything(options(expected.get("settings"))));
        }
    }

    private static ImageSize size(Golden golden, JsonNode expected) {
        long[] shape = golden.shape(expected.get("image").asText());
        return new ImageSize((int) shape[1], (int) shape[0]);
    }

    private static void check(JsonNode expected, List<AutomaticMask> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            AutomaticMask mask = actual.get(i);
            JsonNode other = expected.get(i);
            assertThat(mask.predictedIou()).isCloseTo((float) other.get("predicted_iou").asDouble(), within(1e-4f));
            assertThat(mask.stability()).isCloseTo((float) other.get("stability_score").asDouble(), within(1e-3f));
            assertThat(mask.point().x()).isCloseTo(other.get("point").get(0).asDouble(), within(1e-4));
            assertThat(mask.point().y()).isCloseTo(other.get("point").get(1).asDouble(), within(1e-4));
            assertThat(mask.crop().x()).isEqualTo((float) other.get("crop_box_xywh").get(0).asDouble());
            assertThat(mask.crop().height()).isEqualTo((float) other.get("crop_box_xywh").get(3).asDouble());
            Mask truth = Mask.ofCompressedRuns(mask.mask().size(), other.get("segmentation").get("counts").asText());
            assertThat(truth.area()).isEqualTo(other.get("area").asInt());
            // The logits of these chance weights are all near zero, where rounding moves single pixels over.
            assertThat(mask.mask().iou(truth)).as("mask %d", i).isGreaterThan(0.998);
            int[] box = IntStream.range(0, 4).map(k -> other.get("bbox_xywh").get(k).asInt()).toArray();
            assertThat(mask.mask().boundingBox().x()).isEqualTo(box[0]);
            assertThat(mask.mask().boundingBox().width() - 1).isEqualTo(box[2]);
        }
    }

    /** The reference's own logits in place of a network. */
    private record Recorded(FloatTensor logits, float[] iou, MaskScaler scaler, int perPoint, int[] next) implements CropEmbedder.Crop {
        @Override
        public CropEmbedder.Answers answer(float[] xy) {
            int first = next[0];
            int count = xy.length / 2 * perPoint;
            next[0] += count;
            return new CropEmbedder.Answers() {
                @Override
                public float[] predictedIou() {
                    return Arrays.copyOfRange(iou, first, first + count);
                }

                @Override
                public void logits(int index, float[] target) {
                    for (int i = 0; i < target.length; i++) {
                        target[i] = logits.get((first + index) * target.length + i);
                    }
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @ParameterizedTest
    @CsvSource({"square, 256, 256, 256, 256", "rect, 240, 180, 256, 192"})
    void recordedLogitsGiveTheReferencesMasksToThePixel(String name, int width, int height, int usedWidth, int usedHeight) {
        JsonNode expected = expected(name);
        ImageSize size = new ImageSize(width, height);
        try (Golden golden = Golden.open("amg")) {
            MaskScaler scaler = new MaskScaler(64, 256, usedWidth, usedHeight, size);
            FloatTensor logits = golden.values("amg." + name + ".low_res_logits");
            Recorded recorded = new Recorded(logits, golden.values("amg." + name + ".iou").toArray(), scaler, 3, new int[1]);
            checkStability(golden, name, recorded, (float) expected.get("settings").get("stability_score_offset").asDouble());
            List<AutomaticMask> masks =
                    new AutomaticMaskGenerator((x, y, w, h) -> recorded, size, options(expected.get("settings"))).generate();
            check(expected.get("kept"), masks);
            int different = 0;
            for (int i = 0; i < masks.size(); i++) {
                String counts = expected.get("kept").get(i).get("segmentation").get("counts").asText();
                different += masks.get(i).mask().toCompressedRuns().equals(counts) ? 0 : 1;
            }
            assertThat(different).as("masks with other pixels").isZero();
        }
    }

    private static void checkStability(Golden golden, String name, Recorded recorded, float offset) {
        FloatTensor all = golden.values("amg." + name + ".stability_all");
        float[] logits = new float[64 * 64];
        try (CropEmbedder.Answers answers = recorded.answer(new float[2 * 16])) {
            for (int i = 0; i < all.count(); i++) {
                answers.logits(i, logits);
                assertThat(recorded.scaler().scale(logits, offset).stability()).isCloseTo(all.get(i), within(2e-4f));
            }
        }
        recorded.next()[0] = 0;
    }

    @Test
    void madeUpLogitsGiveTheReferencesMasks() {
        JsonNode expected = expected("synthetic");
        ImageSize size = new ImageSize(256, 256);
        try (Golden golden = Golden.open("amg")) {
            FloatTensor logits = golden.values("syn.low_res_logits");
            float[] iou = golden.values("syn.iou").toArray();
            MaskScaler scaler = new MaskScaler(64, 256, 256, 256, size);
            float[] stability = golden.values("syn.stability").toArray();
            long[] boxes = longs(golden, "syn.boxes_xyxy");
            List<Mask> masks = new ArrayList<>();
            float[] one = new float[64 * 64];
            for (int i = 0; i < iou.length; i++) {
                for (int k = 0; k < one.length; k++) {
                    one[k] = logits.get(i * one.length + k);
                }
                MaskScaler.Scaled scaled = scaler.scale(one, 1);
                masks.add(scaled.mask());
                if (!Float.isNaN(stability[i])) {
                    assertThat(scaled.stability()).as("stability %d", i).isCloseTo(stability[i], within(1e-4f));
                }
                assertThat((long) scaled.mask().boundingBox().x()).isEqualTo(boxes[4 * i]);
                assertThat((long) scaled.mask().boundingBox().y()).isEqualTo(boxes[4 * i + 1]);
            }
            // One mask a click: 24 clicks on a grid of 1 x 24 cannot be asked for, so 5 x 5 with one without an answer.
            checkSynthetic(expected, logits, iou, scaler, masks);
        }
    }

    private static void checkSynthetic(JsonNode expected, FloatTensor logits, float[] iou, MaskScaler scaler, List<Mask> masks) {
        float[] padded = Arrays.copyOf(iou, 25);
        Recorded recorded = new Recorded(logits, padded, scaler, 1, new int[1]);
        MaskGeneratorOptions plain = new MaskGeneratorOptions(5, 25, 0.88f, 0.95f, 1, 0.7f, 0, 0.7f, 512f / 1500, 1, 0);
        List<AutomaticMask> kept = new AutomaticMaskGenerator((x, y, w, h) -> recorded, scaler.size(), plain).generate();
        JsonNode order = expected.get("kept_after_nms_in_order");
        assertThat(kept).hasSameSizeAs(order);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).mask()).as("mask %d", i).isEqualTo(masks.get(order.get(i).asInt()));
            String counts = expected.get("rles").get(i).get("counts").asText();
            assertThat(kept.get(i).mask().toCompressedRuns()).as("mask %d", i).isEqualTo(counts);
        }
        recorded.next()[0] = 0;
        MaskGeneratorOptions clean = new MaskGeneratorOptions(5, 25, 0.88f, 0.95f, 1, 0.7f, 0, 0.7f, 512f / 1500, 1, 300);
        List<AutomaticMask> cleaned = new AutomaticMaskGenerator((x, y, w, h) -> recorded, scaler.size(), clean).generate();
        JsonNode after = expected.get("after_small_region_removal");
        assertThat(cleaned).hasSameSizeAs(after);
        for (int i = 0; i < cleaned.size(); i++) {
            assertThat(cleaned.get(i).mask().toCompressedRuns()).isEqualTo(after.get(i).get("segmentation").get("counts").asText());
        }
    }

    private static long[] longs(Golden golden, String name) {
        float[] values = golden.values(name).toArray();
        return IntStream.range(0, values.length).mapToLong(i -> (long) values[i]).toArray();
    }
}
