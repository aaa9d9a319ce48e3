package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks run by a plan against the same file run as it is. What keeps a file from being planned is that one of its operators overwrites
 * its input.
 */
class PlannedNetworkTest {
    private static final long SEED = 23;
    private static final int CHANNELS = 8;
    private static final int MORE = 12;
    private static final List<FloatTensor> CONSTANTS = List.of(
            random(SEED, CHANNELS, 1, 3, 3), random(SEED + 1, CHANNELS, CHANNELS, 1, 1), random(SEED + 2, CHANNELS),
            random(SEED + 3, CHANNELS, CHANNELS, 3, 3), random(SEED + 4, MORE, CHANNELS, 1, 1), random(SEED + 5, MORE));

    @TempDir
    private Path folder;

    private static FloatTensor random(long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        FloatTensor made = FloatTensor.allocate(shape);
        for (int i = 0; i < made.count(); i++) {
            made.set(i, (float) (random.nextDouble() - 0.5));
        }
        return made;
    }

    private static String conv(String input, int weight, int bias, int stride, int padding, int groups) {
        return String.format(
                "torch.conv2d(%s, CONSTANTS.c%d, CONSTANTS.c%d, [%d, %d], [%d, %d], [1, 1], %d)", input, weight, bias, stride, stride,
                padding, padding, groups);
    }

    /** Every operator that oneDNN runs, in the combinations that are joined, for an even side. */
    private static List<String> lines(int side) {
        return List.of(
                "a = torch.relu6(" + conv("torch.pad(x, [0, 1, 0, 1])", 3, 2, 2, 0, 1) + ")",
                "b = torch.prelu(" + conv("a", 0, 2, 1, 1, CHANNELS) + ", CONSTANTS.c2)",
                "c = torch.relu(torch.add(" + conv("b", 1, 2, 1, 0, 1) + ", a))",
                "d = torch.max_pool2d(c, [2, 2], [2, 2], [0, 0], [1, 1], False)",
                "e = torch.add(" + conv("d", 4, 5, 1, 0, 1) + ", torch.pad(d, [0, 0, 0, 0, 0, " + (MORE - CHANNELS) + "]))",
                "f = torch.upsample_bilinear2d(d, [" + side / 2 + ", " + side / 2 + "], False, None, None)",
                "g = torch.add(torch.silu(" + conv("f", 1, 2, 1, 0, 1) + "), c)",
                "h = torch.cat([g, torch.upsample_nearest2d(d, [" + side / 2 + ", " + side / 2 + "], None, None)], 1)",
                "i = torch.hardswish(" + conv("torch.slice(h, 1, 4, 12, 1)", 3, 2, 1, 1, 1) + ")",
                "j = torch.max_pool2d(torch.pad(i, [1, 0, 0, 1]), [3, 3], [2, 2], [1, 1], [1, 1], False)");
    }

    private TorchModel model(String name, int side, boolean planned, Products products) throws IOException {
        List<String> all = new ArrayList<>(lines(side));
        String relu = planned ? "torch.relu" : "torch.relu_";
        all.add("return (e, g, torch.sigmoid(i), torch.reshape(torch.permute(j, [0, 2, 3, 1]), [1, -1, 8]), " + relu + "(torch.mul(i, 2)))");
        Path file = TinyTorchScript.write(
                folder.resolve(name + ".pt"), CONSTANTS, "self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]",
                all.toArray(String[]::new));
        return TorchModel.loadTrusted(name, file, TorchDevice.CPU, products);
    }

    private static void assertClose(List<FloatTensor> got, List<FloatTensor> expected, double tolerance) {
        assertThat(got).hasSameSizeAs(expected);
        for (int output = 0; output < got.size(); output++) {
            assertThat(got.get(output).shape()).isEqualTo(expected.get(output).shape());
            float[] values = expected.get(output).toArray();
            double largest = 0;
            double error = 0;
            for (int i = 0; i < values.length; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
                error = Math.max(error, Math.abs(values[i] - got.get(output).get(i)));
            }
            assertThat(error).as("seed %d, output %d, largest %f", SEED, output, largest).isLessThan(tolerance * largest);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 64})
    void giveWhatTheFileItselfGives(int side) throws IOException {
        FloatTensor x = random(SEED + 6, 1, CHANNELS, side, side);
        try (TorchModel planned = model("planned", side, true, Products.FLOAT32);
                TorchModel file = model("file", side, false, Products.FLOAT32)) {
            List<FloatTensor> expected = file.run(x);
            assertClose(planned.run(x), expected, 1e-5);
            assertClose(planned.run(x), expected, 1e-5);
            assertThat(planned.packedShapes()).isEqualTo(1);
            assertThat(file.packedShapes()).isZero();
        }
    }

    @Test
    void takeSeveralPicturesAtOnce() throws IOException {
        FloatTensor x = random(SEED + 7, 1, CHANNELS, 20, 20);
        FloatTensor twice = FloatTensor.allocate(2, CHANNELS, 20, 20);
        twice.data().put(new float[x.count()]).put(x.data());
        Path file = TinyTorchScript.write(
                folder.resolve("pair.pt"), CONSTANTS, "self, x: Tensor) -> Tensor",
                "return torch.relu(" + conv("torch.pad(x, [0, 1, 0, 1])", 3, 2, 2, 0, 1) + ")");
        try (TorchModel model = TorchModel.loadTrusted("pair", file, TorchDevice.CPU)) {
            float[] alone = model.run(x).get(0).toArray();
            float[] both = model.run(twice).get(0).toArray();
            for (int i = 0; i < alone.length; i++) {
                assertThat(both[alone.length + i]).as("seed %d, value %d", SEED, i).isCloseTo(alone[i], offset(1e-5f));
            }
        }
    }

    @Test
    void stayNearTheFileInBfloat16() throws IOException {
        assumeThat(TorchRuntime.fastBfloat16()).as("instructions for bfloat16").isTrue();
        FloatTensor x = random(SEED + 8, 1, CHANNELS, 64, 64);
        try (TorchModel narrow = model("narrow", 64, true, Products.BFLOAT16);
                TorchModel file = model("file", 64, false, Products.FLOAT32)) {
            List<FloatTensor> expected = file.run(x);
            List<FloatTensor> got = narrow.run(x);
            assertClose(got, expected, 0.03);
            assertThatThrownBy(() -> assertClose(got, expected, 1e-4)).isInstanceOf(AssertionError.class);
            assertThat(narrow.run(x).get(1).toArray()).isEqualTo(got.get(1).toArray());
        }
    }

    @Test
    void giveEachThreadItsOwnResult() throws Exception {
        try (TorchModel model = model("shared", 20, true, Products.FLOAT32)) {
            List<FloatTensor> inputs = List.of(random(SEED + 9, 1, CHANNELS, 20, 20), random(SEED + 10, 1, CHANNELS, 20, 20));
            List<float[]> alone = inputs.stream().map(input -> model.run(input).get(3).toArray()).toList();
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Callable<float[]>> calls = new ArrayList<>();
                for (int call = 0; call < 40; call++) {
                    FloatTensor input = inputs.get(call % 2);
                    calls.add(() -> model.run(input).get(3).toArray());
                }
                List<Future<float[]>> results = threads.invokeAll(calls);
                for (int call = 0; call < results.size(); call++) {
                    assertThat(results.get(call).get()).as("call %d", call).isEqualTo(alone.get(call % 2));
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
