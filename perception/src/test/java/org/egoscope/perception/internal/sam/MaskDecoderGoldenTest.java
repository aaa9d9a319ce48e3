package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskDecoderGoldenTest {
    private static final List<String> CASES = List.of("point", "points3", "box", "boxes2", "box_point", "mask", "point_mask");

    @ParameterizedTest
    @ValueSource(strings = {"sam_vit_b.reduced", "mobile_sam.reduced"})
    void promptsAndMasksOfSamEqualTheReference(String model) {
        DecoderConfig config = new DecoderConfig(DecoderConfig.Family.SAM, 256, 64, 128, 64);
        try (Golden golden = Golden.open(model);
                SafetensorsFile file = Golden.weights(model);
                FrozenWeights weights = FrozenWeights.load(
                        file, config.parameterShapes(), name -> name.startsWith("image_encoder."), TorchDevice.CPU);
                TensorScope scope = TensorScope.inference();
                PromptEncoder prompts = new PromptEncoder(new Layers(weights), config);
                MaskDecoder decoder = new MaskDecoder(new Layers(weights), config)) {
            assertThat(Layers.map(prompts.densePositions(), 16, 16)).satisfies(golden.equalTo("dense_pe"));
            for (String name : CASES) {
                check(name, golden, prompts, decoder);
            }
        }
    }

    private static void check(String name, Golden golden, PromptEncoder prompts, MaskDecoder decoder) {
        Tensor sparse = sparse(name, golden, prompts);
        assertThat(sparse).satisfies(golden.equalTo(name + ".sparse"));
        Tensor dense = prompts.dense(name.contains("mask") ? golden.tensor("prompt.mask_input") : null);
        if (golden.has(name + ".dense")) {
            Tensor whole = dense.side(1) == 1 ? dense.expand(1, 256, 64) : dense;
            assertThat(Layers.map(whole, 16, 16)).satisfies(golden.equalTo(name + ".dense"));
        }
        Tensor embedding = Layers.tokens(golden.tensor("image_embedding"));
        if (golden.has(name + ".transformer.tokens")) {
            TwoWayTransformer.Result result = decoder.transform(embedding, prompts.densePositions(), sparse, dense);
            assertThat(result.tokens()).satisfies(golden.equalTo(name + ".transformer.tokens"));
            assertThat(result.image()).satisfies(golden.equalTo(name + ".transformer.image"));
        }
        MaskDecoder.Decoded decoded = decoder.decode(embedding, prompts.densePositions(), sparse, dense, null);
        assertThat(decoded.masks()).satisfies(golden.equalTo(name + ".low_res_all4"));
        assertThat(decoded.iou()).satisfies(golden.equalTo(name + ".iou_all4"));
    }

    private static Tensor sparse(String name, Golden golden, PromptEncoder prompts) {
        boolean boxed = golden.has(name + ".in.boxes");
        Tensor boxes = null;
        if (boxed) {
            boxes = prompts.boxes(golden.values(name + ".in.boxes").toArray(), (int) golden.shape(name + ".in.boxes")[0]);
        }
        if (!golden.has(name + ".in.coords")) {
            return boxed ? boxes : Tensors.zeros(TorchDevice.CPU, 1, 0, 64);
        }
        Tensor points = prompts.points(golden.values(name + ".in.coords").toArray(), labels(golden, name + ".in.labels"),
                (int) golden.shape(name + ".in.coords")[0], !boxed);
        return boxed ? Tensors.cat(1, points, boxes) : points;
    }

    private static int[] labels(Golden golden, String name) {
        float[] values = golden.values(name).toArray();
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) values[i];
        }
        return labels;
    }

    @Test
    void choicesOfSam2EqualTheReference() {
        DecoderConfig config = new DecoderConfig(DecoderConfig.Family.SAM2, 256, 64, 2048, 256);
        try (Golden golden = Golden.open("sam2.1.reduced.image");
                SafetensorsFile file = Golden.weights("sam2.1.reduced");
                FrozenWeights weights = FrozenWeights.load(file, config.parameterShapes(), name -> !name.startsWith("sam_"), TorchDevice.CPU);
                TensorScope scope = TensorScope.inference();
                PromptEncoder prompts = new PromptEncoder(new Layers(weights), config);
                MaskDecoder decoder = new MaskDecoder(new Layers(weights), config)) {
            Tensor embedding = Layers.tokens(golden.tensor("image_embed"));
            MaskDecoder.FineMaps fine = decoder.fineMaps(golden.tensor("high_res.s0"), golden.tensor("high_res.s1"));
            for (String name : List.of("point", "points3", "box", "box_point", "point_mask")) {
                Tensor sparse = sparseOfSam2(name, golden, prompts);
                assertThat(sparse).satisfies(golden.equalTo(name + ".sparse"));
                Tensor dense = name.contains("mask") ? Layers.tokens(golden.tensor(name + ".dense")) : prompts.dense(null);
                MaskDecoder.Decoded decoded = decoder.decode(embedding, prompts.densePositions(), sparse, dense, fine);
                assertThat(decoded.iou()).satisfies(golden.equalTo(name + ".iou_all4"));
                assertThat(decoded.objectScore()).satisfies(golden.equalTo(name + ".object_score_logit"));
                assertThat(MaskChoice.nested(decoded).masks()).satisfies(golden.equalTo(name + ".multi.low_res"));
                assertThat(MaskChoice.nested(decoded).iou()).satisfies(golden.equalTo(name + ".multi.iou"));
                assertThat(MaskChoice.stable(decoded).masks()).satisfies(golden.equalTo(name + ".single.low_res"));
                assertThat(MaskChoice.stable(decoded).iou()).satisfies(golden.equalTo(name + ".single.iou"));
            }
        }
    }

    private static Tensor sparseOfSam2(String name, Golden golden, PromptEncoder prompts) {
        float[] xy = golden.has(name + ".in.point_coords") ? golden.values(name + ".in.point_coords").toArray() : new float[0];
        int[] labels = golden.has(name + ".in.point_labels") ? labels(golden, name + ".in.point_labels") : new int[0];
        if (golden.has(name + ".in.box")) {
            float[] box = golden.values(name + ".in.box").toArray();
            float[] all = Arrays.copyOf(box, 4 + xy.length);
            System.arraycopy(xy, 0, all, 4, xy.length);
            int[] allLabels = new int[2 + labels.length];
            allLabels[0] = PromptEncoder.BOX_START;
            allLabels[1] = PromptEncoder.BOX_END;
            System.arraycopy(labels, 0, allLabels, 2, labels.length);
            return prompts.points(all, allLabels, 1, true);
        }
        return prompts.points(xy, labels, 1, true);
    }
}
