package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.perception.internal.sam.MaskDecoder;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts on a picture against the reduced model's recorded answers. */
class GoldenImageTest {
    private static final ImageSize SIZE = new ImageSize(256, 256);

    private SafetensorsFile golden;
    private Sam2Network network;
    private ByteBuffer picture;

    @BeforeEach
    void open() {
        golden = Golden.open("sam2.1.reduced.image.golden.safetensors");
        try (SafetensorsFile file = Golden.open("sam2.1.reduced.safetensors")) {
            network = Sam2Network.load(file, Golden.REDUCED, TorchDevice.CPU);
        }
        picture = golden.bytes("image_u8_hwc");
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
        if (golden != null) {
            golden.close();
        }
    }

    @Test
    void theMapsOfAPictureAgree() {
        try (TensorScope scope = TensorScope.inference();
                PictureMaps maps = network.encode(new PictureInput(256, TorchDevice.CPU).normalised(picture, SIZE))) {
            Golden.requireClose("image_embed", network.unconditioned(maps).transpose(1, 2), golden.floats("image_embed"));
            MaskDecoder.FineMaps fine =
                    network.decoder().fineMaps(Golden.tensor(golden, "high_res.s0"), Golden.tensor(golden, "high_res.s1"));
            Golden.requireClose("high_res.s0", maps.fine().stride4(), floats(fine.stride4()));
            Golden.requireClose("high_res.s1", maps.fine().stride8(), floats(fine.stride8()));
            Tensor dense = Layers.map(network.prompts().densePositions(), 16, 16);
            Golden.requireClose("dense_pe", dense, golden.floats("dense_pe"));
        }
    }

    private static FloatTensor floats(Tensor tensor) {
        return FloatTensor.of(tensor.toArray(), tensor.shape());
    }

    private SegmentPrompt prompt(String name) {
        String in = name + ".in.";
        List<PromptPoint> points = List.of();
        if (golden.contains(in + "point_coords")) {
            float[] xy = golden.floats(in + "point_coords").toArray();
            float[] labels = golden.floats(in + "point_labels").toArray();
            points = IntStream.range(0, labels.length)
                    .mapToObj(i -> new PromptPoint(xy[2 * i], xy[2 * i + 1], labels[i] == 1))
                    .toList();
        }
        Optional<BoundingBox> box = Optional.empty();
        if (golden.contains(in + "box")) {
            float[] corners = golden.floats(in + "box").toArray();
            box = Optional.of(new BoundingBox(corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]));
        }
        Optional<FloatTensor> prior = name.contains("mask")
                ? Optional.of(FloatTensor.of(golden.floats("prompt.mask_input").toArray(), 64, 64))
                : Optional.empty();
        return new SegmentPrompt(points, box, prior);
    }

    @ParameterizedTest
    @ValueSource(strings = {"point", "points3", "box", "box_point", "point_mask"})
    void everyKindOfPromptIsAnswered(String name) {
        try (PictureEmbedding embedding = new Sam2Segmenter(network).embed(picture, SIZE)) {
            List<PromptMask> nested = embedding.predict(prompt(name), true);
            float[] expected = golden.floats(name + ".multi.low_res").toArray();
            float[] ious = golden.floats(name + ".multi.iou").toArray();
            for (int i = 0; i < 3; i++) {
                float[] wanted = Arrays.copyOfRange(expected, i * 4096, (i + 1) * 4096);
                Golden.requireClose(name + " nested " + i, nested.get(i).lowResLogits().toArray(), wanted, 1e-4, 1e-3);
                assertThat(nested.get(i).predictedIou()).isCloseTo(ious[i], within(1e-4f));
            }
            PromptMask single = embedding.predict(prompt(name), false).get(0);
            Golden.requireClose(
                    name + " single", single.lowResLogits().toArray(), golden.floats(name + ".single.low_res").toArray(), 1e-4, 1e-3);
            assertThat(single.predictedIou()).isCloseTo(golden.floats(name + ".single.iou").get(0), within(1e-4f));
        }
    }

    @Test
    void promptsInABatchAreAnsweredAsAlone() {
        try (PictureEmbedding embedding = new Sam2Segmenter(network).embed(picture, SIZE)) {
            List<SegmentPrompt> prompts = List.of(prompt("point"), prompt("box"), SegmentPrompt.ofPoint(10, 200), prompt("box_point"));
            List<List<PromptMask>> together = embedding.predict(prompts, true);
            for (int i = 0; i < prompts.size(); i++) {
                float[] alone = embedding.predict(prompts.get(i), true).get(2).lowResLogits().toArray();
                Golden.requireClose("prompt " + i, together.get(i).get(2).lowResLogits().toArray(), alone, 1e-4, 1e-4);
            }
        }
    }

    @Test
    void everythingIsAskedForWithTheSameGeneratorAsSam() {
        MaskGeneratorOptions lax = new MaskGeneratorOptions(3, 4, 0, 0, 1, 1, 0, 1, 0.34f, 1, 0);
        try (PictureEmbedding embedding = new Sam2Segmenter(network).embed(picture, SIZE)) {
            assertThat(embedding.everything(lax)).isNotEmpty().allSatisfy(mask -> {
                List<PromptMask> asked = embedding.predict(SegmentPrompt.ofPoint((float) mask.point().x(), (float) mask.point().y()), true);
                assertThat(asked).anySatisfy(one -> assertThat(one.mask().iou(mask.mask())).isGreaterThan(0.999));
            });
        }
    }
}
