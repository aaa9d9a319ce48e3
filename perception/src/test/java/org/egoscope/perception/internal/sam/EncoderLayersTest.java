package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;

class EncoderLayersTest {
    private static float[] noise(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void windowsHoldTheirTokensAndZerosAndComeBack() {
        float[] values = noise(2 * 5 * 7 * 3, 1);
        try (TensorScope scope = TensorScope.inference()) {
            Windows windows = new Windows(5, 7, 4);
            Tensor cut = windows.cut(Tensors.of(values, TorchDevice.CPU, 2, 5, 7, 3));
            assertThat(cut.shape()).containsExactly(2 * 2 * 2, 4, 4, 3);
            float[] got = cut.toArray();
            for (int i = 0; i < got.length; i++) {
                int channel = i % 3;
                int column = i / 3 % 4;
                int row = i / 12 % 4;
                int window = i / 48;
                int y = window / 2 % 2 * 4 + row;
                int x = window % 2 * 4 + column;
                float expected = y < 5 && x < 7 ? values[((window / 4 * 5 + y) * 7 + x) * 3 + channel] : 0;
                assertThat(got[i]).as("value %d", i).isEqualTo(expected);
            }
            assertThat(windows.joined(cut).toArray()).isEqualTo(values);
        }
    }

    /** 24 x 24 tokens: more queries than are answered at once. */
    @Test
    void relativePositionsEqualALoopOverAllPairs() {
        int reach = 24;
        VitConfig config = new VitConfig(reach * 16, 4, 2, 1, List.of(0), 7, 4);
        try (FrozenWeights weights = FrozenWeights.load(
                        new RandomWeights(config.parameterShapes(), 3), config.parameterShapes(), name -> false, TorchDevice.CPU);
                TensorScope scope = TensorScope.inference();
                ImageEncoderVit encoder = new ImageEncoderVit(new Layers(weights), config)) {
            Tensor x = Tensors.of(noise(reach * reach * 4, 5), TorchDevice.CPU, 1, reach, reach, 4);
            float[] got = encoder.attention(0, x).toArray();
            float[] expected = naive(new Layers(weights), x, reach);
            for (int i = 0; i < got.length; i++) {
                assertThat(got[i]).as("value %d", i).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    private static float[] naive(Layers layers, Tensor x, int reach) {
        String block = "image_encoder.blocks.0.attn.";
        float[] qkv = layers.linear(block + "qkv", x).toArray();
        float[] down = layers.weight(block + "rel_pos_h").toArray();
        float[] across = layers.weight(block + "rel_pos_w").toArray();
        int count = reach * reach;
        float[] mixed = new float[count * 4];
        double[] shares = new double[count];
        for (int head = 0; head < 2; head++) {
            for (int query = 0; query < count; query++) {
                double total = 0;
                for (int key = 0; key < count; key++) {
                    int dy = query / reach - key / reach + reach - 1;
                    int dx = query % reach - key % reach + reach - 1;
                    double logit = 0;
                    for (int c = 0; c < 2; c++) {
                        double q = qkv[query * 12 + head * 2 + c];
                        logit += q * qkv[key * 12 + 4 + head * 2 + c] / Math.sqrt(2) + q * (down[dy * 2 + c] + across[dx * 2 + c]);
                    }
                    shares[key] = Math.exp(logit);
                    total += shares[key];
                }
                for (int key = 0; key < count; key++) {
                    for (int c = 0; c < 2; c++) {
                        mixed[query * 4 + head * 2 + c] += (float) (shares[key] / total * qkv[key * 12 + 8 + head * 2 + c]);
                    }
                }
            }
        }
        return layers.linear(block + "proj", Tensors.of(mixed, TorchDevice.CPU, count, 4)).toArray();
    }

    @Test
    void distancesAreNumberedInTheOrderInWhichTheyComeUp() {
        Map<List<Integer>, Integer> numbers = new LinkedHashMap<>();
        int window = 5;
        int[] got = TinyVit.pairs(window);
        int at = 0;
        for (int y = 0; y < window; y++) {
            for (int x = 0; x < window; x++) {
                for (int v = 0; v < window; v++) {
                    for (int u = 0; u < window; u++) {
                        List<Integer> offset = List.of(Math.abs(y - v), Math.abs(x - u));
                        numbers.putIfAbsent(offset, numbers.size());
                        assertThat(got[at++]).isEqualTo(numbers.get(offset));
                    }
                }
            }
        }
    }

    @Test
    void aFoldedBatchNormEqualsConvolutionThenNorm() {
        ParameterShapes shapes = new ParameterShapes()
                .put("n.c.weight", 6, 1, 3, 3).norm("n.bn", 6).put("n.bn.running_mean", 6).put("n.bn.running_var", 6);
        try (FrozenWeights weights = FrozenWeights.load(
                        new RandomWeights(shapes.asMap(), 7), shapes.asMap(), name -> false, TorchDevice.CPU);
                TensorScope scope = TensorScope.inference()) {
            Layers layers = new Layers(weights);
            Tensor x = Tensors.of(noise(6 * 9 * 9, 2), TorchDevice.CPU, 1, 6, 9, 9);
            NormedConv folded = NormedConv.of(layers, "n", 2, 6);
            float[] got = folded.apply(x).toArray();
            folded.release();
            float[] plain = x.conv2d(layers.weight("n.c.weight"), null, 2, 1, 6).toArray();
            for (int i = 0; i < got.length; i++) {
                int channel = i / 25;
                double spread = Math.sqrt(layers.weight("n.bn.running_var").toArray()[channel] + 1e-5);
                double normed = (plain[i] - layers.weight("n.bn.running_mean").toArray()[channel]) / spread;
                double expected = normed * layers.weight("n.bn.weight").toArray()[channel] + layers.weight("n.bn.bias").toArray()[channel];
                assertThat((double) got[i]).isCloseTo(expected, within(1e-5));
            }
        }
    }
}
