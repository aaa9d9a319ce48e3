package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;

import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;

class ImageEncoderGoldenTest {
    private static boolean ofDecoder(String name) {
        return !name.startsWith("image_encoder.");
    }

    /** {@code [1, 3, S, S]} with the channels innermost in memory. */
    private static Tensor picture(Golden golden, String name) {
        float[] values = golden.values(name).toArray();
        long[] shape = golden.shape(name);
        float[] mean = {123.675f, 116.28f, 103.53f};
        float[] deviation = {58.395f, 57.12f, 57.375f};
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - mean[i % 3]) / deviation[i % 3];
        }
        return Tensors.of(values, TorchDevice.CPU, 1, shape[0], shape[1], 3).permute(0, 3, 1, 2);
    }

    @Test
    void visionTransformerEqualsTheReference() {
        VitConfig config = ReducedModels.VIT;
        try (Golden golden = Golden.open("sam_vit_b.reduced");
                SafetensorsFile file = Golden.weights("sam_vit_b.reduced");
                FrozenWeights weights = FrozenWeights.load(
                        file, config.parameterShapes(), ImageEncoderGoldenTest::ofDecoder, TorchDevice.CPU);
                TensorScope scope = TensorScope.inference();
                ImageEncoderVit encoder = new ImageEncoderVit(new Layers(weights), config)) {
            Tensor picture = picture(golden, "image_u8_hwc");
            assertThat(encoder.embedPatches(picture)).satisfies(golden.equalTo("enc.patch_embed"));
            Tensor x = encoder.patches(picture);
            Layers layers = new Layers(weights);
            for (int i = 0; i < 4; i++) {
                Tensor normed = layers.layerNorm("image_encoder.blocks." + i + ".norm1", x, 1e-6);
                if (i == 0) {
                    assertThat(encoder.attention(0, new Windows(16, 16, 6).cut(normed))).satisfies(golden.equalTo("enc.blocks.0.attn_windows"));
                } else if (i == 1) {
                    assertThat(encoder.attention(1, normed)).satisfies(golden.equalTo("enc.blocks.1.attn_global"));
                }
                x = encoder.block(i, x);
                assertThat(x).satisfies(golden.equalTo("enc.blocks." + i));
            }
            assertThat(encoder.encode(picture)).satisfies(golden.equalTo("image_embedding"));
        }
    }

    @Test
    void tinyVisionTransformerEqualsTheReference() {
        TinyVitConfig config = ReducedModels.TINY;
        try (Golden golden = Golden.open("mobile_sam.reduced");
                SafetensorsFile file = Golden.weights("mobile_sam.reduced");
                FrozenWeights weights = FrozenWeights.load(
                        file, config.parameterShapes(), name -> ofDecoder(name) || TinyVitConfig.UNUSED.test(name), TorchDevice.CPU);
                TensorScope scope = TensorScope.inference();
                TinyVit encoder = new TinyVit(new Layers(weights), config)) {
            Tensor picture = picture(golden, "image_u8_hwc");
            assertThat(encoder.patches(picture)).satisfies(golden.equalTo("enc.patch_embed"));
            Tensor x = encoder.start(picture);
            for (int stage = 1; stage < 4; stage++) {
                x = encoder.merged(stage, x);
                assertThat(x).satisfies(golden.equalTo("enc.layers." + (stage - 1)));
                String name = TinyVitConfig.block(stage, 0);
                if (stage == 1) {
                    assertThat(encoder.attention(1, name, new Windows(32, 32, 7).cut(x))).satisfies(golden.equalTo("enc.layers.1.blocks.0.attn_windows"));
                }
                x = encoder.block(stage, 0, x);
                assertThat(x).satisfies(golden.equalTo("enc.layers." + stage + ".blocks.0"));
                x = encoder.block(stage, 1, x);
            }
            assertThat(x).satisfies(golden.equalTo("enc.layers.3"));
            assertThat(encoder.encode(picture)).satisfies(golden.equalTo("image_embedding"));
        }
    }
}
