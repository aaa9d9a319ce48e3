package org.egoscope.motion.internal.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.internal.evaluation.measure.Bodies;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;

class GruTest {
    private static final int H = 216;
    private static final int FRAMES = 4;
    private static final long SEED = 12;

    @Test
    void theNetworkHasTheSizeOfTheOneWhoseFiguresArePublished() {
        try (GruNetwork network = new GruNetwork(SEED)) {
            assertThat(network.parameters().count()).isEqualTo(1_537_858);
        }
    }

    @Test
    void theNetworkComputesTheGatedUnitsOfTheirDefinition() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] x = new double[FRAMES][HeadFeatures.SIZE];
        float[] features = new float[FRAMES * HeadFeatures.SIZE];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
            x[i / HeadFeatures.SIZE][i % HeadFeatures.SIZE] = features[i];
        }
        try (GruNetwork network = new GruNetwork(SEED);
                TensorScope scope = TensorScope.withoutGradients()) {
            shiftBiases(network, random);
            float[] got = network.predict(Tensors.of(features, TorchDevice.CPU, 1, FRAMES, HeadFeatures.SIZE)).toArray();
            double[][] expected = byDefinition(network, x);
            for (int i = 0; i < got.length; i++) {
                double value = expected[i / HeadFeatures.TARGETS][i % HeadFeatures.TARGETS];
                assertThat((double) got[i]).as("seed %d, value %d", SEED, i).isCloseTo(value, within(2e-5));
            }
        }
    }

    private static void shiftBiases(GruNetwork network, SplittableRandom random) {
        network.parameters().all().forEach((name, tensor) -> {
            if (name.endsWith(".bias")) {
                float[] values = new float[(int) tensor.side(0)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                tensor.copyInPlace(Tensors.of(values, TorchDevice.CPU, values.length));
            }
        });
    }

    private static double[][] byDefinition(GruNetwork network, double[][] x) {
        Map<String, float[]> weights = new TreeMap<>();
        network.parameters().all().forEach((name, tensor) -> weights.put(name, tensor.toArray()));
        double[][] rows = linear(weights, "in", x);
        for (int layer = 0; layer < 2; layer++) {
            double[][] ahead = run(weights, layer + ".forward", rows, 1);
            double[][] back = run(weights, layer + ".backward", rows, -1);
            rows = new double[FRAMES][2 * H];
            for (int t = 0; t < FRAMES; t++) {
                System.arraycopy(ahead[t], 0, rows[t], 0, H);
                System.arraycopy(back[t], 0, rows[t], H, H);
            }
        }
        double[][] middle = linear(weights, "middle", rows);
        for (double[] row : middle) {
            for (int i = 0; i < row.length; i++) {
                row[i] = gelu(row[i]);
            }
        }
        return linear(weights, "out", middle);
    }

    private static double[][] run(Map<String, float[]> weights, String name, double[][] x, int direction) {
        double[] h = new double[H];
        double[][] states = new double[FRAMES][];
        for (int t = direction > 0 ? 0 : FRAMES - 1; t >= 0 && t < FRAMES; t += direction) {
            double[] a = linear(weights, name + ".input", new double[][] {x[t]})[0];
            double[] b = linear(weights, name + ".hidden", new double[][] {h})[0];
            double[] next = new double[H];
            for (int i = 0; i < H; i++) {
                double reset = 1 / (1 + Math.exp(-a[i] - b[i]));
                double update = 1 / (1 + Math.exp(-a[H + i] - b[H + i]));
                double candidate = Math.tanh(a[2 * H + i] + reset * b[2 * H + i]);
                next[i] = (1 - update) * candidate + update * h[i];
            }
            h = next;
            states[t] = h;
        }
        return states;
    }

    private static double[][] linear(Map<String, float[]> weights, String name, double[][] x) {
        float[] weight = weights.get(name + ".weight");
        float[] bias = weights.get(name + ".bias");
        double[][] y = new double[x.length][bias.length];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < bias.length; o++) {
                y[t][o] = bias[o];
                for (int i = 0; i < x[t].length; i++) {
                    y[t][o] += weight[o * x[t].length + i] * x[t][i];
                }
            }
        }
        return y;
    }

    /** With erf as the integral of its derivative, by Simpson's rule. */
    private static double gelu(double x) {
        int steps = 2000;
        double z = x / Math.sqrt(2);
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double at = z * i / steps;
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-at * at);
        }
        return x / 2 * (1 + 2 / Math.sqrt(Math.PI) * sum * z / steps / 3);
    }

    @Test
    void aFewStepsBringItNearerToWhatItIsShown() {
        TrainingFrames training = new TrainingFrames();
        training.add(new MotionClip("a", "a", "somebody", "sway", Bodies.random(90, SEED)));
        training.standardise();
        TrainingFrames.Clip clip = training.clips().get(0);
        assertThat(error(training, clip, 6)).as("seed %d", SEED).isLessThan(0.9 * error(training, clip, 0));
    }

    private static double error(TrainingFrames training, TrainingFrames.Clip clip, int steps) {
        try (Gru gru = new Gru(training, SEED, steps, line -> {});
                TensorScope scope = TensorScope.withoutGradients()) {
            Tensor features = Tensors.of(clip.features(), TorchDevice.CPU, 1, clip.frames(), HeadFeatures.SIZE);
            Tensor targets = Tensors.of(clip.targets(), TorchDevice.CPU, 1, clip.frames(), HeadFeatures.TARGETS);
            return gru.metres(features, clip.statureMeters()).sub(targets).abs().mean().item();
        }
    }
}
