package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;

class MaskDecoderTest {
    private static final DecoderConfig CONFIG = SmallSam.DECODER;
    private static final DecoderConfig SAM2 = new DecoderConfig(DecoderConfig.Family.SAM2, SmallSam.SIDE, 16, 24, 16);

    private static Tensor noise(long seed, long... shape) {
        int count = 1;
        for (long side : shape) {
            count *= (int) side;
        }
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.of(values, TorchDevice.CPU, shape);
    }

    private static FrozenWeights weights(DecoderConfig config) {
        return FrozenWeights.load(
                new RandomWeights(config.parameterShapes(), 11), config.parameterShapes(), name -> false, TorchDevice.CPU);
    }

    private static void assertClose(Tensor got, Tensor expected) {
        float[] a = got.toArray();
        float[] b = expected.toArray();
        assertThat(a).hasSameSizeAs(b);
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).as("value %d", i).isCloseTo(b[i], within(2e-5f));
        }
    }

    /** The same with transposed convolutions on maps, as the network is usually written down. */
    private static Tensor plainMasks(Layers layers, String prefix, TwoWayTransformer.Result result, int ownTokens, Tensor s0, Tensor s1) {
        Tensor map = Layers.map(result.image(), CONFIG.grid(), CONFIG.grid());
        String up = prefix + "output_upscaling.";
        Tensor x = map.convTranspose2d(layers.weight(up + "0.weight"), layers.weight(up + "0.bias"), 2);
        x = layers.layerNorm2d(up + "1", s1 == null ? x : x.add(s1)).gelu();
        x = x.convTranspose2d(layers.weight(up + "3.weight"), layers.weight(up + "3.bias"), 2);
        x = (s0 == null ? x : x.add(s0)).gelu();
        Tensor[] masks = new Tensor[4];
        for (int i = 0; i < 4; i++) {
            Tensor token = result.tokens().narrow(1, ownTokens - 4 + i, 1);
            Tensor kernel = layers.perceptron(prefix + "output_hypernetworks_mlps." + i, token, 3);
            masks[i] = kernel.matmul(x.reshape(x.side(0), x.side(1), x.side(2) * x.side(3)));
        }
        return Tensors.cat(1, masks);
    }

    @Test
    void upscalingOnCellsEqualsTransposedConvolutionsOnMaps() {
        try (FrozenWeights weights = weights(CONFIG);
                TensorScope scope = TensorScope.inference();
                PromptEncoder prompts = new PromptEncoder(new Layers(weights), CONFIG);
                MaskDecoder decoder = new MaskDecoder(new Layers(weights), CONFIG)) {
            Tensor image = noise(1, 1, 64, 16);
            Tensor sparse = noise(2, 3, 2, 16);
            TwoWayTransformer.Result result = decoder.transform(image, prompts.densePositions(), sparse, prompts.dense(null));
            Tensor masks = decoder.decode(image, prompts.densePositions(), sparse, prompts.dense(null), null).masks();
            assertThat(masks.shape()).containsExactly(3, 4, 32, 32);
            assertClose(masks, plainMasks(new Layers(weights), "mask_decoder.", result, 5, null, null));
        }
    }

    @Test
    void finerMapsAreAddedPixelByPixel() {
        try (FrozenWeights weights = weights(SAM2);
                TensorScope scope = TensorScope.inference();
                PromptEncoder prompts = new PromptEncoder(new Layers(weights), SAM2);
                MaskDecoder decoder = new MaskDecoder(new Layers(weights), SAM2)) {
            Tensor image = noise(1, 1, 64, 16);
            Tensor sparse = noise(2, 2, 2, 16);
            Tensor s0 = noise(3, 1, 2, 32, 32);
            Tensor s1 = noise(4, 1, 4, 16, 16);
            TwoWayTransformer.Result result = decoder.transform(image, prompts.densePositions(), sparse, prompts.dense(null));
            MaskDecoder.Decoded decoded =
                    decoder.decode(image, prompts.densePositions(), sparse, prompts.dense(null), decoder.fineMaps(s0, s1));
            assertClose(decoded.masks(), plainMasks(new Layers(weights), "sam_mask_decoder.", result, 6, s0, s1));
        }
    }

    /** Every layer written out with softmax and products, one prompt after another. */
    @Test
    void oneImageForManyPromptsGivesWhatEachPromptAloneGives() {
        try (FrozenWeights weights = weights(CONFIG);
                TensorScope scope = TensorScope.inference();
                PromptEncoder prompts = new PromptEncoder(new Layers(weights), CONFIG)) {
            Layers layers = new Layers(weights);
            Tensor image = noise(1, 1, 64, 16);
            Tensor tokens = noise(2, 3, 7, 16);
            TwoWayTransformer.Result all = new TwoWayTransformer(layers, CONFIG).apply(tokens, image, prompts.densePositions());
            for (int b = 0; b < 3; b++) {
                Tensor[] plain = plainTransformer(layers, tokens.narrow(0, b, 1), image, prompts.densePositions());
                assertClose(all.tokens().narrow(0, b, 1), plain[0]);
                assertClose(all.image().narrow(0, b, 1), plain[1]);
            }
        }
    }

    private static Tensor[] plainTransformer(Layers layers, Tensor tokens, Tensor image, Tensor positions) {
        String prefix = "mask_decoder.transformer.";
        Tensor t = tokens;
        Tensor x = image;
        for (int i = 0; i < 2; i++) {
            String layer = prefix + "layers." + i + ".";
            Tensor self = i == 0 ? attention(layers, layer + "self_attn", t, t, t)
                    : t.add(attention(layers, layer + "self_attn", t.add(tokens), t.add(tokens), t));
            t = layers.layerNorm(layer + "norm1", self, 1e-5);
            t = layers.layerNorm(layer + "norm2",
                    t.add(attention(layers, layer + "cross_attn_token_to_image", t.add(tokens), x.add(positions), x)), 1e-5);
            Tensor hidden = layers.linear(layer + "mlp.lin1", t).relu();
            t = layers.layerNorm(layer + "norm3", t.add(layers.linear(layer + "mlp.lin2", hidden)), 1e-5);
            x = layers.layerNorm(layer + "norm4",
                    x.add(attention(layers, layer + "cross_attn_image_to_token", x.add(positions), t.add(tokens), t)), 1e-5);
        }
        Tensor last = attention(layers, prefix + "final_attn_token_to_image", t.add(tokens), x.add(positions), x);
        return new Tensor[] {layers.layerNorm(prefix + "norm_final_attn", t.add(last), 1e-5), x};
    }

    private static Tensor attention(Layers layers, String name, Tensor queries, Tensor keys, Tensor values) {
        Tensor q = layers.linear(name + ".q_proj", queries);
        Tensor k = layers.linear(name + ".k_proj", keys);
        Tensor v = layers.linear(name + ".v_proj", values);
        int heads = DecoderConfig.HEADS;
        long size = q.side(2) / heads;
        Tensor[] parts = new Tensor[heads];
        for (int h = 0; h < heads; h++) {
            Tensor logits = q.narrow(2, h * size, size).matmul(k.narrow(2, h * size, size).transpose(1, 2)).mul(1 / Math.sqrt(size));
            parts[h] = logits.softmax(-1).matmul(v.narrow(2, h * size, size));
        }
        return layers.linear(name + ".out_proj", Tensors.cat(2, parts));
    }

    @Test
    void anUnstableSingleAnswerGivesWayToTheBestNestedOne() {
        try (TensorScope scope = TensorScope.inference()) {
            float[] logits = new float[2 * 4 * 9];
            Arrays.fill(logits, 1);
            // The second prompt's single answer has a third of its pixels between the thresholds.
            for (int i = 0; i < 3; i++) {
                logits[4 * 9 + i] = 0.01f;
            }
            Tensor iou = Tensors.of(new float[] {0.1f, 0.2f, 0.9f, 0.3f, 0.1f, 0.2f, 0.3f, 0.9f}, TorchDevice.CPU, 2, 4);
            Tensor tokens = noise(9, 2, 4, 2);
            MaskDecoder.Decoded decoded =
                    new MaskDecoder.Decoded(Tensors.of(logits, TorchDevice.CPU, 2, 4, 3, 3), iou, tokens, null);
            MaskChoice choice = MaskChoice.stable(decoded);
            assertThat(choice.iou().toArray()).containsExactly(0.1f, 0.9f);
            assertThat(choice.tokens().toArray()).isEqualTo(tokens.narrow(1, 0, 1).toArray());
            assertThat(MaskChoice.nested(decoded).best().iou().toArray()).containsExactly(0.9f, 0.9f);
        }
    }
}
