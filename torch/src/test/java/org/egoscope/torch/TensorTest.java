package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TensorOperations.Operation;
import org.egoscope.torch.TensorOperations.Values;
import org.egoscope.torch.internal.Elements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values against formulas in double, element by element; gradients against central differences. */
class TensorTest {
    private static final TorchDevice CPU = TorchDevice.CPU;
    private static final long SEED = TensorOperations.SEED;
    private static final double DROPOUT = 0.3;

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.training();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @MethodSource("org.egoscope.torch.TensorOperations#all")
    void giveTheValuesOfTheDefinition(Operation operation) {
        Values[] in = operation.draw();
        Tensor[] tensors = Arrays.stream(in).map(Values::tensor).toArray(Tensor[]::new);
        Tensor out = operation.tensor().apply(tensors);
        assertThat(out.shape()).containsExactly(operation.output());
        assertThat(out.precision()).isEqualTo(Precision.FLOAT32);
        double[] expected = operation.expected(in);
        float[] got = out.toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) got[i]).as("seed %d, value %d", SEED, i).isCloseTo(expected[i], within(3e-6 * (1 + Math.abs(expected[i]))));
        }
        for (int i = 0; i < in.length; i++) {
            assertThat(tensors[i].toArray()).as("input %d is left alone", i).isEqualTo(in[i].data());
        }
    }

    /** Against the differences of the definition in double, which are better than those of float32 could be. */
    @ParameterizedTest
    @MethodSource("org.egoscope.torch.TensorOperations#all")
    void giveTheGradientsOfTheDefinition(Operation operation) {
        Values[] in = operation.draw();
        float[] weights = Values.random(new SplittableRandom(SEED), false, operation.output()).data();
        Tensor[] leaves = Arrays.stream(in).map(values -> values.tensor().requireGradient()).toArray(Tensor[]::new);
        operation.tensor().apply(leaves).mul(Tensors.of(weights, CPU, operation.output())).sum().backward();
        for (int n = 0; n < in.length; n++) {
            if (operation.name().equals("on the same device") && n == 1) {
                assertThat(leaves[n].gradient()).isNull();
                continue;
            }
            assertThat(leaves[n].gradient().shape()).containsExactly(in[n].shape());
            float[] gradient = leaves[n].gradient().toArray();
            for (int i = 0; i < gradient.length; i++) {
                double slope = slope(operation, in, n, i, weights);
                assertThat((double) gradient[i])
                        .as("seed %d, input %d, value %d", SEED, n, i).isCloseTo(slope, within(2e-5 * (1 + Math.abs(slope))));
            }
        }
    }

    private static double slope(Operation operation, Values[] in, int input, int index, float[] weights) {
        float[] data = in[input].data();
        float middle = data[index];
        // A power of two: both ends are exact or rounded alike, and the difference taken is the true one.
        data[index] = middle + 0x1p-8f;
        double high = data[index];
        double[] above = operation.expected(in);
        data[index] = middle - 0x1p-8f;
        double low = data[index];
        double[] below = operation.expected(in);
        data[index] = middle + 0x1p-9f;
        double nearHigh = data[index];
        double[] nearAbove = operation.expected(in);
        data[index] = middle - 0x1p-9f;
        double nearLow = data[index];
        double[] nearBelow = operation.expected(in);
        data[index] = middle;
        // Richardson's extrapolation of two central differences: the error is of fourth order.
        double wide = TensorOperations.total(weights.length, k -> weights[k] * (above[k] - below[k])) / (high - low);
        double near = TensorOperations.total(weights.length, k -> weights[k] * (nearAbove[k] - nearBelow[k])) / (nearHigh - nearLow);
        return (4 * near - wide) / 3;
    }

    /** A small network whole, against differences of its own float32 loss. */
    @Test
    void giveTheGradientsOfANetworkAsItsLossMoves() {
        SplittableRandom random = new SplittableRandom(SEED);
        Values x = Values.random(random, false, 4, 6);
        Values[] weights = {
            Values.random(random, false, 8, 6), Values.random(random, false, 8), Values.random(random, true, 8),
            Values.random(random, false, 3, 8)
        };
        Tensor[] leaves = Arrays.stream(weights).map(values -> values.tensor().requireGradient()).toArray(Tensor[]::new);
        network(x.tensor(), leaves).backward();
        for (int n = 0; n < weights.length; n++) {
            float[] gradient = leaves[n].gradient().toArray();
            for (int i = 0; i < gradient.length; i++) {
                double slope = networkSlope(x, weights, n, i);
                // Rounding of a loss near 1 by 1e-6 over a base of 1/32.
                assertThat((double) gradient[i]).as("seed %d, weights %d, value %d", SEED, n, i).isCloseTo(slope, within(2e-3));
            }
        }
    }

    private static Tensor network(Tensor x, Tensor[] weights) {
        Tensor hidden = x.linear(weights[0], weights[1]).gelu().layerNorm(weights[2], null);
        Tensor attention = hidden.matmul(hidden.transpose(0, 1)).mul(0.1).softmax(-1);
        return attention.matmul(hidden).linear(weights[3], null).tanh().square().mean();
    }

    private static double networkSlope(Values x, Values[] weights, int input, int index) {
        float[] data = weights[input].data();
        float middle = data[index];
        double[] loss = new double[2];
        for (int side = 0; side < 2; side++) {
            data[index] = middle + (side == 0 ? -0x1p-6f : 0x1p-6f);
            try (TensorScope quiet = TensorScope.withoutGradients()) {
                loss[side] = network(x.tensor(), Arrays.stream(weights).map(Values::tensor).toArray(Tensor[]::new)).item();
            }
        }
        data[index] = middle;
        return (loss[1] - loss[0]) / 0x1p-5;
    }

    @Test
    void addUpGradientsUntilTheyAreCleared() {
        Tensor leaf = Tensors.of(new float[] {1, 2}, CPU, 2).requireGradient();
        assertThat(leaf.gradient()).isNull();
        leaf.mul(3).sum().backward();
        leaf.mul(4).sum().backward();
        Tensor held = leaf.gradient();
        assertThat(held.toArray()).containsExactly(7, 7);
        leaf.clearGradient();
        leaf.clearGradient();
        assertThat(leaf.gradient()).isNull();
        leaf.mul(5).sum().backward();
        assertThat(leaf.gradient().toArray()).containsExactly(5, 5);
        assertThat(held.toArray()).as("a gradient held from before").containsExactly(7, 7);
    }

    @Test
    void stopGradientsWhereATensorIsDetached() {
        Tensor leaf = Tensors.of(new float[] {3}, CPU, 1).requireGradient();
        leaf.square().detach().mul(leaf).sum().backward();
        assertThat(leaf.gradient().toArray()).containsExactly(9);
        Tensor apart = leaf.detach();
        assertThatThrownBy(() -> apart.sum().backward()).isInstanceOf(RuntimeException.class);
    }

    @Test
    void dropTheGivenShareAndScaleTheRest() {
        int count = 100_000;
        Tensor leaf = Tensors.full(2, CPU, count).requireGradient();
        TorchRuntime.seed(SEED);
        Tensor out = leaf.dropout(DROPOUT);
        out.sum().backward();
        float[] values = out.toArray();
        float[] gradient = leaf.gradient().toArray();
        int dropped = 0;
        for (int i = 0; i < count; i++) {
            dropped += values[i] == 0 ? 1 : 0;
            double kept = values[i] == 0 ? 0 : 1 / (1 - DROPOUT);
            assertThat((double) values[i]).isCloseTo(2 * kept, within(1e-6));
            assertThat((double) gradient[i]).isCloseTo(kept, within(1e-6));
        }
        // Five standard deviations of a binomial count.
        assertThat((double) dropped).as("seed %d", SEED)
                .isCloseTo(count * DROPOUT, within(5 * Math.sqrt(count * DROPOUT * (1 - DROPOUT))));
    }

    @Test
    void dropTheSameValuesAfterTheSameSeed() {
        float[][] draws = new float[3][];
        long[] seeds = {5, 5, 6};
        for (int i = 0; i < 3; i++) {
            TorchRuntime.seed(seeds[i]);
            draws[i] = Tensors.full(1, CPU, 500).dropout(0.5).toArray();
        }
        assertThat(draws[1]).isEqualTo(draws[0]);
        assertThat(draws[2]).isNotEqualTo(draws[0]);
        assertThat(Tensors.full(1, CPU, 50).dropout(0).toArray()).containsOnly(1);
    }

    @Test
    void changeThisTensorAndNoOtherInPlace() {
        Values a = Values.random(new SplittableRandom(SEED), false, 3, 4);
        Values b = Values.random(new SplittableRandom(SEED + 1), true, 3, 4);
        Values c = Values.random(new SplittableRandom(SEED + 2), true, 3, 4);
        checkInPlace(t -> t[0].addInPlace(t[1], -0.3), (x, y, z) -> x - 0.3 * y, a, b, c);
        checkInPlace(t -> t[0].mulInPlace(0.9), (x, y, z) -> 0.9 * x, a, b, c);
        checkInPlace(t -> t[0].lerpInPlace(t[1], 0.1), (x, y, z) -> x + 0.1 * (y - x), a, b, c);
        checkInPlace(t -> t[0].lerpInPlace(t[1], 0.8), (x, y, z) -> x + 0.8 * (y - x), a, b, c);
        checkInPlace(t -> t[0].addProductInPlace(t[1], t[2], 0.5), (x, y, z) -> x + 0.5 * y * z, a, b, c);
        checkInPlace(t -> t[0].addQuotientInPlace(t[1], t[2], -2), (x, y, z) -> x - 2 * y / z, a, b, c);
        checkInPlace(t -> t[0].copyInPlace(t[2]), (x, y, z) -> z, a, b, c);
    }

    private interface OfThree {
        double at(double x, double y, double z);
    }

    private static void checkInPlace(Function<Tensor[], Tensor> change, OfThree formula, Values a, Values b, Values c) {
        Tensor[] tensors = {a.tensor(), b.tensor(), c.tensor()};
        assertThat(change.apply(tensors)).isSameAs(tensors[0]);
        float[] got = tensors[0].toArray();
        for (int i = 0; i < got.length; i++) {
            double expected = formula.at(a.data()[i], b.data()[i], c.data()[i]);
            assertThat((double) got[i]).as("seed %d, value %d", SEED, i).isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected))));
        }
        assertThat(tensors[1].toArray()).isEqualTo(b.data());
        assertThat(tensors[2].toArray()).isEqualTo(c.data());
    }

    @Test
    void shareMemoryWhereAPartOrADetachedOneIsChanged() {
        Tensor whole = Tensors.zeros(CPU, 2, 3);
        whole.narrow(1, 1, 1).copyInPlace(Tensors.of(new float[] {4, 5}, CPU, 2, 1));
        whole.detach().mulInPlace(2);
        assertThat(whole.toArray()).containsExactly(0, 8, 0, 0, 10, 0);
        Tensor copies = whole.select(1, 1);
        copies.mulInPlace(0);
        assertThat(whole.toArray()).as("selected slices are copies").containsExactly(0, 8, 0, 0, 10, 0);
    }

    @Test
    void stayFiniteWhereExponentsWouldOverflow() {
        Tensor large = Tensors.of(new float[] {1000, 0, -1000}, CPU, 3);
        assertThat(large.softmax(0).toArray()).containsExactly(1, 0, 0);
        assertThat(large.sigmoid().toArray()).containsExactly(1, 0.5f, 0);
        assertThat(large.softplus().toArray()).containsExactly(1000, (float) Math.log(2), 0);
        assertThat(large.silu().add(0).toArray()).containsExactly(1000, 0, 0);
        assertThat(large.gelu().add(0).toArray()).containsExactly(1000, 0, 0);
        assertThat(large.tanh().toArray()).containsExactly(1, 0, -1);
    }

    @Test
    void markWhatIsGreaterAndNothingElse() {
        Tensor values = Tensors.of(new float[] {0.5f, 0.25f, -1, Float.NaN, Float.POSITIVE_INFINITY, 0.2500001f}, CPU, 2, 3);
        assertThat(values.greater(0.25).shape()).containsExactly(2, 3);
        assertThat(values.greater(0.25).toArray()).containsExactly(1, 0, 0, 0, 1, 1);
        assertThat(values.to(Precision.BFLOAT16).greater(0).precision()).isEqualTo(Precision.BFLOAT16);
    }

    @Test
    void roundToTheNearestValueOfTheShorterTypes() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[4096];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble(-2, 2) * Math.pow(2, random.nextInt(-26, 15)));
        }
        Tensor tensor = Tensors.of(values, CPU, values.length);
        Tensor half = tensor.to(Precision.FLOAT16);
        Tensor brain = tensor.to(Precision.BFLOAT16);
        assertThat(half.precision()).isEqualTo(Precision.FLOAT16);
        assertThat(brain.precision()).isEqualTo(Precision.BFLOAT16);
        float[] halves = half.toArray();
        float[] brains = brain.to(Precision.FLOAT32).toArray();
        for (int i = 0; i < values.length; i++) {
            float viaWriter = Elements.halfToFloat(SafetensorsWriter.floatToHalf(values[i]));
            assertThat(halves[i]).as("seed %d, %s as float16", SEED, values[i]).isEqualTo(viaWriter);
            assertThat(brains[i]).as("seed %d, %s as bfloat16", SEED, values[i]).isEqualTo(nearestBrain(values[i]));
        }
    }

    /** bfloat16 is the upper half of binary32: the nearer of the two neighbours, the even one of two as near. */
    private static float nearestBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        float inner = Float.intBitsToFloat(bits & 0xffff0000);
        float outer = Float.intBitsToFloat((bits & 0xffff0000) + 0x10000);
        double toInner = Math.abs((double) value - inner);
        double toOuter = Math.abs((double) value - outer);
        if (toInner == toOuter) {
            return (bits & 0x10000) == 0 ? inner : outer;
        }
        return toInner < toOuter ? inner : outer;
    }

    @Test
    void makeAndReadTensorsOfEveryRank() {
        assertThat(Tensors.full(2.5, CPU).item()).isEqualTo(2.5f);
        assertThat(Tensors.full(2.5, CPU).shape()).isEmpty();
        assertThat(Tensors.zeros(CPU, 2, 0, 3).toArray()).isEmpty();
        assertThat(Tensors.of(new float[0], CPU, 0, 4).shape()).containsExactly(0, 4);
        Tensor tensor = Tensors.of(FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3), CPU);
        assertThat(tensor.shape()).containsExactly(2, 3);
        assertThat(tensor.side(-1)).isEqualTo(3);
        assertThat(tensor.side(0)).isEqualTo(2);
        assertThat(tensor.transpose(0, 1).toArray()).containsExactly(1, 4, 2, 5, 3, 6);
        float[] room = {9, 9, 9, 9, 9, 9, 9, 9};
        tensor.copyTo(room);
        assertThat(room).containsExactly(1, 2, 3, 4, 5, 6, 9, 9);
    }

    @Test
    void refuseWhatDoesNotFitInsteadOfTouchingForeignMemory() {
        Tensor tensor = Tensors.zeros(CPU, 2, 3);
        assertThatThrownBy(() -> Tensors.of(new float[5], CPU, 2, 3)).hasMessageContaining("expected at least 6, got 5");
        assertThatThrownBy(() -> tensor.copyTo(new float[5])).hasMessageContaining("expected space for 6, got 5");
        assertThatThrownBy(() -> tensor.matmul(tensor)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> tensor.add(Tensors.zeros(CPU, 2))).isInstanceOf(RuntimeException.class).hasMessageContaining("size");
        assertThatThrownBy(() -> tensor.narrow(1, 2, 2)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> tensor.select(1, 3)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> tensor.reshape(4, 2)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(tensor::item).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> tensor.requireGradient().backward()).isInstanceOf(RuntimeException.class);
    }
}
