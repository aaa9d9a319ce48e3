package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;

/** Positions against their formulas. */
class PositionsTest {
    private static final long SEED = 5;

    @Test
    void rotaryTurnsPairsLikeComplexNumbers() {
        int side = 3;
        int channels = 16;
        int grids = 2;
        float[] values = random(grids * side * side * channels);
        float[] got;
        try (TensorScope scope = TensorScope.inference(); AxialRotary rotary = new AxialRotary(channels, side, TorchDevice.CPU)) {
            got = rotary.turned(Tensors.of(values, TorchDevice.CPU, 1, grids * side * side, channels)).toArray();
        }
        for (int token = 0; token < grids * side * side; token++) {
            int x = token % (side * side) % side;
            int y = token % (side * side) / side;
            for (int pair = 0; pair < channels / 2; pair++) {
                double frequency = Math.pow(10_000, -4.0 * (pair % 4) / channels);
                double angle = (pair < 4 ? x : y) * frequency;
                int at = token * channels + 2 * pair;
                // (a + bi) * exp(i angle)
                double real = values[at] * Math.cos(angle) - values[at + 1] * Math.sin(angle);
                double imaginary = values[at] * Math.sin(angle) + values[at + 1] * Math.cos(angle);
                assertThat((double) got[at]).as("seed %d token %d pair %d", SEED, token, pair).isCloseTo(real, within(1e-5));
                assertThat((double) got[at + 1]).as("seed %d token %d pair %d", SEED, token, pair).isCloseTo(imaginary, within(1e-5));
            }
        }
    }

    @Test
    void productsOfTurnedVectorsDependOnDistanceOnly() {
        int side = 6;
        int channels = 8;
        float[] query = random(channels);
        float[] key = random(channels);
        try (TensorScope scope = TensorScope.inference(); AxialRotary rotary = new AxialRotary(channels, side, TorchDevice.CPU)) {
            Tensor queries = rotary.turned(everywhere(query, side));
            Tensor keys = rotary.turned(everywhere(key, side));
            float[] products = queries.matmul(keys.transpose(1, 2)).toArray();
            int tokens = side * side;
            // From (1, 2) to (3, 1), and both moved by (2, 3).
            float one = products[(2 * side + 1) * tokens + side + 3];
            float moved = products[(5 * side + 3) * tokens + 4 * side + 5];
            assertThat(moved).as("seed %d", SEED).isCloseTo(one, within(1e-5f));
        }
    }

    private static Tensor everywhere(float[] vector, int side) {
        return Tensors.of(vector, TorchDevice.CPU, 1, 1, vector.length).expand(1, (long) side * side, vector.length);
    }

    private static float[] random(int count) {
        Random random = new Random(SEED);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void sinesOfAGridFollowTheFormula() {
        int height = 3;
        int width = 5;
        float[] got = PositionEncodings.grid(8, height, width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double down = (y + 1) / (height + 1e-6) * 2 * Math.PI;
                double across = (x + 1) / (width + 1e-6) * 2 * Math.PI;
                // Of 4 channels each the second pair turns 10000^(2/4) = 100 times slower.
                double[] expected = {
                    Math.sin(down), Math.cos(down), Math.sin(down / 100), Math.cos(down / 100),
                    Math.sin(across), Math.cos(across), Math.sin(across / 100), Math.cos(across / 100)
                };
                for (int c = 0; c < 8; c++) {
                    assertThat((double) got[(c * height + y) * width + x]).as("channel %d at %d, %d", c, x, y).isCloseTo(expected[c], within(1e-6));
                }
            }
        }
    }

    @Test
    void sinesOfATimeComeBeforeCosinesInPairsOfEqualFrequency() {
        float[] got = PositionEncodings.line(8, 0.7);
        double[] angles = {0.7, 0.7, 0.007, 0.007};
        for (int i = 0; i < 4; i++) {
            assertThat((double) got[i]).isCloseTo(Math.sin(angles[i]), within(1e-6));
            assertThat((double) got[4 + i]).isCloseTo(Math.cos(angles[i]), within(1e-6));
        }
    }
}
