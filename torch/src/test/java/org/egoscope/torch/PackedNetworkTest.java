package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions that are packed when a network is loaded, against loops. Sides are such that each library gets some. */
class PackedNetworkTest {
    private static final long SEED = 11;
    private static final int CHANNELS = 8;
    private static final int SMALL = 9;
    private static final int LARGE = 45;
    private static final String DEPTHWISE =
            " = torch._convolution(%s, CONSTANTS.c%d, CONSTANTS.c%d, [1, 1], [%d, %d], [1, 1], False, [0, 0], 8, False, False, True, True)";
    private static final String POINTWISE = " = torch.conv2d(%s, CONSTANTS.c%d, CONSTANTS.c%d, [1, 1], [0, 0], [1, 1], 1)";

    @TempDir
    private Path folder;

    private static FloatTensor random(long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        FloatTensor made = FloatTensor.allocate(shape);
        for (int i = 0; i < made.count(); i++) {
            made.set(i, (float) (2 * random.nextDouble() - 1));
        }
        return made;
    }

    /** Every output pixel by itself, in double precision; stride 1, same size. */
    private static double[] convolve(double[] input, int side, FloatTensor weight, FloatTensor bias, int groups) {
        int outputs = (int) weight.side(0);
        int inputsPerGroup = (int) weight.side(1);
        int kernel = (int) weight.side(2);
        double[] result = new double[outputs * side * side];
        for (int o = 0; o < outputs; o++) {
            int first = groups == 1 ? 0 : o;
            for (int at = 0; at < side * side; at++) {
                double sum = bias.get(o);
                for (int c = 0; c < inputsPerGroup; c++) {
                    for (int k = 0; k < kernel * kernel; k++) {
                        int y = at / side + k / kernel - kernel / 2;
                        int x = at % side + k % kernel - kernel / 2;
                        boolean inside = y >= 0 && x >= 0 && y < side && x < side;
                        sum += inside ? weight.get((o * inputsPerGroup + c) * kernel * kernel + k)
                                * input[((first + c) * side + y) * side + x] : 0;
                    }
                }
                result[o * side * side + at] = sum;
            }
        }
        return result;
    }

    private interface Values {
        double at(int index);
    }

    private static double[] each(int count, Values values) {
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = values.at(i);
        }
        return result;
    }

    private static double[] doubles(FloatTensor tensor) {
        return each(tensor.count(), tensor::get);
    }

    private static void assertClose(FloatTensor got, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) got.get(i)).as("seed %d, value %d", SEED, i).isCloseTo(expected[i], within(2e-5));
        }
    }

    private static final FloatTensor THREE = random(SEED, CHANNELS, 1, 3, 3);
    private static final FloatTensor FIVE = random(SEED + 1, CHANNELS, 1, 5, 5);
    private static final FloatTensor ONE = random(SEED + 2, CHANNELS, CHANNELS, 1, 1);
    private static final FloatTensor BIAS = random(SEED + 3, CHANNELS);
    private static final List<FloatTensor> CONSTANTS = List.of(THREE, FIVE, ONE, BIAS);

    private TorchModel model(String name, String signature, String... forward) throws IOException {
        Path file = TinyTorchScript.write(folder.resolve(name + ".pt"), CONSTANTS, signature, forward);
        return TorchModel.loadTrusted(name, file, TorchDevice.CPU);
    }

    private TorchModel activations() throws IOException {
        return model("activations", "self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]",
                "a" + String.format(DEPTHWISE, "x", 0, 3, 1, 1),
                "b" + String.format(DEPTHWISE, "x", 1, 3, 2, 2),
                "c" + String.format(POINTWISE, "x", 2, 3),
                "d" + String.format(DEPTHWISE, "c", 0, 3, 1, 1),
                "return (torch.relu6(torch.mul(a, 8)), torch.silu(b), torch.relu(c), d)");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void giveWhatLoopsGiveWithEveryKindOfConvolutionAndActivation(int side) throws IOException {
        FloatTensor x = random(SEED + 4, 1, CHANNELS, side, side);
        double[] before = doubles(x);
        try (TorchModel model = activations()) {
            List<FloatTensor> got = model.run(x);
            double[] a = convolve(before, side, THREE, BIAS, CHANNELS);
            double[] b = convolve(before, side, FIVE, BIAS, CHANNELS);
            double[] c = convolve(before, side, ONE, BIAS, 1);
            assertClose(got.get(0), each(a.length, i -> Math.min(6, Math.max(0, 8 * a[i]))));
            assertClose(got.get(1), each(b.length, i -> b[i] / (1 + Math.exp(-b[i]))));
            assertClose(got.get(2), each(c.length, i -> Math.max(0, c[i])));
            assertClose(got.get(3), convolve(c, side, THREE, BIAS, CHANNELS));
            assertThat(doubles(x)).isEqualTo(before);
            assertThat(model.packedShapes()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void overwriteASumsAddendOnlyIfNobodyReadsItAfterwards(int side) throws IOException {
        FloatTensor x = random(SEED + 5, 1, CHANNELS, side, side);
        try (TorchModel model = model("sums", "self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]",
                "a" + String.format(POINTWISE, "x", 2, 3),
                "b" + String.format(DEPTHWISE, "a", 0, 3, 1, 1),
                "c" + String.format(POINTWISE, "b", 2, 3),
                "d = torch.relu(torch.add(a, c))",
                "e" + String.format(POINTWISE, "d", 2, 3),
                "f = torch.add(d, e)",
                "g" + String.format(DEPTHWISE, "d", 1, 3, 2, 2),
                "h" + String.format(POINTWISE, "x", 2, 3),
                "return (f, g, torch.add(x, h))")) {
            double[] values = doubles(x);
            double[] a = convolve(values, side, ONE, BIAS, 1);
            double[] c = convolve(convolve(a, side, THREE, BIAS, CHANNELS), side, ONE, BIAS, 1);
            double[] d = each(a.length, i -> Math.max(0, a[i] + c[i]));
            double[] e = convolve(d, side, ONE, BIAS, 1);
            for (int call = 0; call < 3; call++) {
                List<FloatTensor> got = model.run(x);
                assertClose(got.get(0), each(d.length, i -> d[i] + e[i]));
                assertClose(got.get(1), convolve(d, side, FIVE, BIAS, CHANNELS));
                assertClose(got.get(2), each(a.length, i -> values[i] + a[i]));
                assertThat(doubles(x)).isEqualTo(values);
            }
            assertThat(model.packedShapes()).isEqualTo(1);
        }
    }

    @Test
    void giveTheSameBitsInEveryCallWhateverShapesCameBetween() throws IOException {
        FloatTensor x = random(SEED + 6, 1, CHANNELS, LARGE, LARGE);
        try (TorchModel model = activations(); TorchModel other = activations()) {
            float[] first = model.run(x).get(1).toArray();
            for (int side = 3; side < 20; side++) {
                double[] small = doubles(random(SEED + side, 1, CHANNELS, side, side));
                FloatTensor got = model.run(random(SEED + side, 1, CHANNELS, side, side)).get(3);
                assertClose(got, convolve(convolve(small, side, ONE, BIAS, 1), side, THREE, BIAS, CHANNELS));
            }
            assertThat(model.packedShapes()).isBetween(2, 17);
            assertThat(model.run(x).get(1).toArray()).isEqualTo(first);
            assertThat(other.run(x).get(1).toArray()).isEqualTo(first);
        }
    }

    @Test
    void computeOnlyTheOutputsThatAreWanted() throws IOException {
        FloatTensor[] x = {random(SEED + 8, 1, CHANNELS, LARGE, LARGE)};
        FloatTensor[] some = {FloatTensor.allocate(1, CHANNELS, LARGE, LARGE), FloatTensor.allocate(1, CHANNELS, LARGE, LARGE)};
        try (TorchModel model = activations()) {
            List<FloatTensor> all = model.run(x);
            model.runInto(x, List.of(3, 1), some);
            assertThat(some[0].toArray()).isEqualTo(all.get(3).toArray());
            assertThat(some[1].toArray()).isEqualTo(all.get(1).toArray());
            assertThat(model.packedShapes()).isEqualTo(2);
            assertThatThrownBy(() -> model.runInto(x, List.of(0, 4), some)).hasMessageContaining("expected output 4, got 4 outputs");
            assertThatThrownBy(() -> model.runInto(x, List.of(0), some)).hasMessageContaining("expected 2 outputs, got [0]");
        }
    }

    @Test
    void refuseInputsThatDoNotFitAndGoOn() throws IOException {
        FloatTensor x = random(SEED + 7, 1, CHANNELS, SMALL, SMALL);
        try (TorchModel model = activations()) {
            assertThatThrownBy(() -> model.run(random(SEED, 1, 3, SMALL, SMALL))).isInstanceOf(PipelineException.class)
                    .hasMessageContaining("FloatTensor[1, 3, 9, 9]");
            assertThatThrownBy(() -> model.run(x, x)).isInstanceOf(PipelineException.class);
            assertClose(model.run(x).get(3),
                    convolve(convolve(doubles(x), SMALL, ONE, BIAS, 1), SMALL, THREE, BIAS, CHANNELS));
        }
    }

    @Test
    void leaveNoNativeObjectBehind() throws IOException {
        FloatTensor[] small = {random(SEED, 1, CHANNELS, SMALL, SMALL)};
        FloatTensor[] large = {random(SEED, 1, CHANNELS, LARGE, LARGE)};
        activations().close();
        long before = TorchRuntime.nativeObjects();
        for (int round = 0; round < 3; round++) {
            try (TorchModel model = activations()) {
                model.run(small);
                model.run(large);
                long loaded = TorchRuntime.nativeObjects();
                for (int call = 0; call < 20; call++) {
                    model.run(small);
                    model.run(large);
                }
                assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(loaded);
            }
        }
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
    }
}
