package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowNetworkTest {
    private static final double TOLERANCE = 1e-4;

    /** Arrays of one window. */
    private record Window(float[] noisy, float[] features, float[] window, float time, int length) {
        static Window random(int length, double time, long seed) {
            Random random = new Random(seed);
            return new Window(
                    FlowFixtures.gaussian(length * BodyState.CHANNELS, 1, random),
                    FlowFixtures.gaussian(length * HeadFeatures.POSE_CHANNELS, 1, random),
                    FlowFixtures.gaussian(HeadFeatures.WINDOW_CHANNELS, 1, random), (float) time, length);
        }
    }

    private static float[][] predict(FlowNetwork network, int @Nullable [] valid, Window... windows) {
        int length = Arrays.stream(windows).mapToInt(Window::length).max().orElseThrow();
        int count = windows.length;
        float[] noisy = new float[count * length * BodyState.CHANNELS];
        float[] features = new float[count * length * HeadFeatures.POSE_CHANNELS];
        float[] window = new float[count * HeadFeatures.WINDOW_CHANNELS];
        float[] time = new float[count];
        // What lies in the padding must not matter, so let it be large.
        Arrays.fill(noisy, 7);
        Arrays.fill(features, -9);
        for (int b = 0; b < count; b++) {
            Window one = windows[b];
            System.arraycopy(one.noisy(), 0, noisy, b * length * BodyState.CHANNELS, one.noisy().length);
            System.arraycopy(one.features(), 0, features, b * length * HeadFeatures.POSE_CHANNELS, one.features().length);
            System.arraycopy(one.window(), 0, window, b * HeadFeatures.WINDOW_CHANNELS, HeadFeatures.WINDOW_CHANNELS);
            time[b] = one.time();
        }
        try (TensorScope scope = TensorScope.inference()) {
            Tensor out = network.predict(new FlowNetwork.Input(
                    Tensors.of(noisy, TorchDevice.CPU, count, length, BodyState.CHANNELS),
                    Tensors.of(features, TorchDevice.CPU, count, length, HeadFeatures.POSE_CHANNELS),
                    Tensors.of(window, TorchDevice.CPU, count, HeadFeatures.WINDOW_CHANNELS), time, valid));
            float[] all = out.toArray();
            float[][] parts = new float[count][];
            for (int b = 0; b < count; b++) {
                int from = b * length * BodyState.CHANNELS;
                parts[b] = Arrays.copyOfRange(all, from, from + windows[b].length() * BodyState.CHANNELS);
            }
            return parts;
        }
    }

    private static double[][] rows(float[] values, int length) {
        int channels = values.length / length;
        double[][] rows = new double[length][channels];
        for (int i = 0; i < values.length; i++) {
            rows[i / channels][i % channels] = values[i];
        }
        return rows;
    }

    /** Lengths around the blocks of 128 queries; 300 has three of them. */
    @ParameterizedTest
    @CsvSource({"1,16,2,3,10,0.3", "1,32,1,3,129,0.9", "2,16,4,40,300,0", "2,24,2,200,256,0.5", "1,8,2,1,1,0.7"})
    void predictionEqualsThatOfPlainLoopsOverAllPairs(int layers, int width, int heads, int band, int length, double time) {
        long seed = 1000L * layers + length;
        FlowShape shape = new FlowShape(layers, width, heads, 2 * width, band, Conditioning.INVARIANT);
        Window window = Window.random(length, time, seed);
        try (FlowNetwork network = FlowFixtures.network(shape, seed)) {
            float[] predicted = predict(network, null, window)[0];
            double[] windowFeatures = rows(window.window(), 1)[0];
            double[][] expected = new PlainNetwork(network)
                    .predict(rows(window.noisy(), length), rows(window.features(), length), windowFeatures, window.time());
            for (int t = 0; t < length; t++) {
                for (int c = 0; c < BodyState.CHANNELS; c++) {
                    double difference = Math.abs(predicted[t * BodyState.CHANNELS + c] - expected[t][c]);
                    assertThat(difference).as("seed %d, frame %d, channel %d", seed, t, c).isLessThan(TOLERANCE);
                }
            }
        }
    }

    @Test
    void framesBeyondTheReachOfAllLayersDoNotMatterAndThoseWithinDo() {
        int reach = FlowFixtures.SMALL.layers() * FlowFixtures.SMALL.band();
        int length = 150;
        int changed = 126;
        Window before = Window.random(length, 0.4, 6);
        Window after = Window.random(length, 0.4, 6);
        for (int c = 0; c < HeadFeatures.POSE_CHANNELS; c++) {
            after.features()[changed * HeadFeatures.POSE_CHANNELS + c] += 1;
        }
        try (FlowNetwork network = FlowFixtures.network(FlowFixtures.SMALL, 6)) {
            float[] a = predict(network, null, before)[0];
            float[] b = predict(network, null, after)[0];
            for (int t = 0; t < length; t++) {
                double difference = difference(a, b, t);
                if (Math.abs(t - changed) > reach) {
                    assertThat(difference).as("frame %d", t).isZero();
                } else {
                    assertThat(difference).as("frame %d", t).isGreaterThan(0);
                }
            }
        }
    }

    private static double difference(float[] a, float[] b, int frame) {
        double sum = 0;
        for (int i = frame * BodyState.CHANNELS; i < (frame + 1) * BodyState.CHANNELS; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum;
    }

    @Test
    void windowsOfABatchAreIndependentAndPaddingDoesNotLeak() {
        Window[] windows = {Window.random(140, 0.1, 1), Window.random(20, 0.8, 2), Window.random(131, 0, 3), Window.random(1, 0.5, 4)};
        try (FlowNetwork network = FlowFixtures.network(FlowFixtures.SMALL, 7)) {
            float[][] together = predict(network, new int[] {140, 20, 131, 1}, windows);
            for (int b = 0; b < windows.length; b++) {
                float[] alone = predict(network, null, windows[b])[0];
                assertThat(FlowFixtures.largestDifference(together[b], alone)).as("window %d", b).isLessThan(TOLERANCE);
            }
        }
    }

    @Test
    void itDoesNotMatterWhereInARecordingAWindowLies() {
        int reach = FlowFixtures.SMALL.layers() * FlowFixtures.SMALL.band();
        int shift = 4000;
        Window late = Window.random(40, 0.6, 8);
        Window longOne = Window.random(shift + 40, 0.6, 9);
        System.arraycopy(late.noisy(), 0, longOne.noisy(), shift * BodyState.CHANNELS, late.noisy().length);
        System.arraycopy(late.features(), 0, longOne.features(), shift * HeadFeatures.POSE_CHANNELS, late.features().length);
        System.arraycopy(late.window(), 0, longOne.window(), 0, late.window().length);
        try (FlowNetwork network = FlowFixtures.network(FlowFixtures.SMALL, 8)) {
            float[] a = predict(network, null, late)[0];
            float[] b = predict(network, null, longOne)[0];
            float[] part = Arrays.copyOfRange(b, (shift + reach) * BodyState.CHANNELS, b.length);
            float[] expected = Arrays.copyOfRange(a, reach * BodyState.CHANNELS, a.length);
            assertThat(FlowFixtures.largestDifference(part, expected)).isLessThan(TOLERANCE);
        }
    }

    @Test
    void nativeMemoryIsFlat() {
        Window window = Window.random(30, 0.6, 8);
        try (FlowNetwork network = FlowFixtures.network(FlowFixtures.SMALL, 8)) {
            predict(network, null, window);
            long before = TorchRuntime.nativeObjects();
            for (int i = 0; i < 20; i++) {
                predict(network, null, window);
            }
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void beginsAsTheMeanOfTheDataWhateverItIsTold() {
        try (FlowNetwork network = new FlowNetwork(FlowFixtures.SMALL, TorchDevice.CPU, Tensor.Precision.FLOAT32, 1)) {
            assertThat(predict(network, null, Window.random(9, 0.5, 1))[0]).containsOnly(0);
        }
    }

    @Test
    void shapeComesBackFromItsHeaderAndBadHeadersAreRefused() {
        FlowShape shape = new FlowShape(3, 48, 6, 96, 17, Conditioning.SEQUENCE);
        assertThat(FlowShape.of(shape.toMetadata())).isEqualTo(shape);
        for (String[] wrong : new String[][] {
            {"layers", "0"}, {"width", "47"}, {"heads", "x"}, {"band", "0"}, {"layers", "5000"}, {"conditioning", "MAGIC"}
        }) {
            Map<String, String> header = new HashMap<>(shape.toMetadata());
            header.put(wrong[0], wrong[1]);
            assertThatThrownBy(() -> FlowShape.of(header)).as(wrong[0]).isInstanceOf(PipelineException.class).hasMessageContaining("shape");
        }
        assertThatThrownBy(() -> FlowShape.of(Map.of())).isInstanceOf(PipelineException.class).hasMessageContaining("missing");
    }
}
