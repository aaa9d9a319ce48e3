package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a quadratic with the minimum at {@code TARGET}: {@code loss = sum a (x - target)^2}. */
class AdamWTest {
    private static final TorchDevice CPU = TorchDevice.CPU;
    private static final int STEPS = 50;
    private static final float[] START = {1, -2, 0.5f, 3, -0.25f, 0.75f};
    private static final float[] TARGET = {0.2f, 0.4f, -0.6f, 2.5f, 1, -1};
    private static final float[] CURVATURE = {1, 0.5f, 2, 0.1f, 3, 0.7f};
    private static final AdamW.Settings USUAL = new AdamW.Settings(0.9, 0.98, 0.05, 1, 0.999);

    /** A matrix, whose weights decay, and a vector, whose do not. */
    private static Parameters parameters() {
        Parameters parameters = new Parameters(CPU);
        parameters.constant("matrix", 0, 2, 3);
        parameters.constant("vector", 0, 6);
        parameters.assign(Map.of("matrix", FloatTensor.of(START, 2, 3), "vector", FloatTensor.of(START, 6)));
        return parameters;
    }

    private static void accumulate(Tensor parameter, double factor) {
        Tensor distance = parameter.sub(Tensors.of(TARGET, CPU, parameter.shape()));
        distance.square().mul(Tensors.of(CURVATURE, CPU, parameter.shape())).sum().mul(factor).backward();
    }

    private static double step(Parameters parameters, AdamW optimizer, double rate) {
        try (TensorScope scope = TensorScope.training()) {
            parameters.all().values().forEach(parameter -> accumulate(parameter, 1));
            return optimizer.step(rate);
        }
    }

    private static double rate(int step) {
        return 0.03 * (1 - step / 60.0);
    }

    /** Loshchilov and Hutter 2019, algorithm 2, in double. */
    private static final class Reference {
        private final AdamW.Settings settings;
        private final double[][] x = new double[2][START.length];
        private final double[][] first = new double[2][START.length];
        private final double[][] second = new double[2][START.length];
        private final double[][] average = new double[2][START.length];
        private int steps;

        Reference(AdamW.Settings settings) {
            this.settings = settings;
            for (int p = 0; p < 2; p++) {
                for (int i = 0; i < START.length; i++) {
                    x[p][i] = START[i];
                    average[p][i] = START[i];
                }
            }
        }

        double step(double rate) {
            steps++;
            double[][] gradient = new double[2][START.length];
            double squares = 0;
            for (int p = 0; p < 2; p++) {
                for (int i = 0; i < START.length; i++) {
                    gradient[p][i] = 2 * CURVATURE[i] * (x[p][i] - TARGET[i]);
                    squares += gradient[p][i] * gradient[p][i];
                }
            }
            double norm = Math.sqrt(squares);
            double scale = norm > settings.clipNorm() ? settings.clipNorm() / norm : 1;
            for (int p = 0; p < 2; p++) {
                for (int i = 0; i < START.length; i++) {
                    move(p, i, gradient[p][i] * scale, rate);
                }
            }
            return norm;
        }

        private void move(int p, int i, double gradient, double rate) {
            first[p][i] = settings.beta1() * first[p][i] + (1 - settings.beta1()) * gradient;
            second[p][i] = settings.beta2() * second[p][i] + (1 - settings.beta2()) * gradient * gradient;
            double mean = first[p][i] / (1 - Math.pow(settings.beta1(), steps));
            double variance = second[p][i] / (1 - Math.pow(settings.beta2(), steps));
            double decay = p == 0 ? settings.weightDecay() * x[p][i] : 0;
            x[p][i] -= rate * (mean / (Math.sqrt(variance) + 1e-8) + decay);
            double keep = Math.min(settings.averageDecay(), (1.0 + steps) / (10.0 + steps));
            average[p][i] = keep * average[p][i] + (1 - keep) * x[p][i];
        }
    }

    static Stream<AdamW.Settings> settings() {
        return Stream.of(
                new AdamW.Settings(0.9, 0.999, 0, 1e9, 0.999), new AdamW.Settings(0.9, 0.98, 0.05, 1e9, 0.5), USUAL,
                new AdamW.Settings(0.8, 0.95, 2, 0.3, 0.9), new AdamW.Settings(0, 0.9, 0.1, 5, 0));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void followTheDefinitionInDouble(AdamW.Settings settings) {
        Reference reference = new Reference(settings);
        try (Parameters parameters = parameters(); AdamW optimizer = new AdamW(parameters, settings)) {
            for (int n = 0; n < STEPS; n++) {
                double norm = step(parameters, optimizer, rate(n));
                double expected = reference.step(rate(n));
                assertThat(norm).as("norm of step %d", n).isCloseTo(expected, within(1e-4 * (1 + expected)));
                assertThat(optimizer.steps()).isEqualTo(n + 1);
                SortedMap<String, FloatTensor> state = optimizer.state();
                for (int p = 0; p < 2; p++) {
                    String name = p == 0 ? "matrix" : "vector";
                    assertClose(parameters.values().get(name), reference.x[p], "weights", n);
                    assertClose(state.get("first." + name), reference.first[p], "first moment", n);
                    assertClose(state.get("second." + name), reference.second[p], "second moment", n);
                    assertClose(state.get("average." + name), reference.average[p], "average", n);
                    assertThat(optimizer.averagedWeights().get(name).toArray()).isEqualTo(state.get("average." + name).toArray());
                }
            }
        }
    }

    private static void assertClose(FloatTensor got, double[] expected, String what, int step) {
        for (int i = 0; i < expected.length; i++) {
            // 50 steps of roundings by 6e-8; a clipped norm moves by 1e-6.
            assertThat((double) got.get(i)).as("%s %d after step %d", what, i, step)
                    .isCloseTo(expected[i], within(2e-5 * (1 + Math.abs(expected[i]))));
        }
    }

    @Test
    void reachTheMinimum() {
        try (Parameters parameters = parameters();
                AdamW optimizer = new AdamW(parameters, new AdamW.Settings(0.9, 0.98, 0, 10, 0.9))) {
            for (int n = 0; n < 400; n++) {
                step(parameters, optimizer, 0.05 * (1 - n / 401.0));
            }
            for (FloatTensor values : parameters.values().values()) {
                for (int i = 0; i < TARGET.length; i++) {
                    assertThat(values.get(i)).isCloseTo(TARGET[i], within(0.01f));
                }
            }
        }
    }

    private static Map<String, float[]> all(Parameters parameters, AdamW optimizer) {
        Map<String, float[]> all = new TreeMap<>();
        parameters.values().forEach((name, tensor) -> all.put(name, tensor.toArray()));
        optimizer.state().forEach((name, tensor) -> all.put(name, tensor.toArray()));
        return all;
    }

    private static void assertSame(Map<String, float[]> got, Map<String, float[]> expected) {
        assertThat(got.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(got.get(name)).as(name).isEqualTo(values));
    }

    /** The vector takes part in every third step only, so that a gradient is absent both before and after the break. */
    private static void unevenSteps(Parameters parameters, AdamW optimizer, int from, int to) {
        for (int n = from; n < to; n++) {
            try (TensorScope scope = TensorScope.training()) {
                accumulate(parameters.get("matrix"), 1);
                if (n % 3 == 0) {
                    accumulate(parameters.get("vector"), 2);
                }
                optimizer.step(rate(n));
            }
        }
    }

    @Test
    void goOnFromAStateBitForBitWhereverTheRunIsCut() {
        Map<String, float[]> whole;
        try (Parameters parameters = parameters(); AdamW optimizer = new AdamW(parameters, USUAL)) {
            unevenSteps(parameters, optimizer, 0, STEPS);
            whole = all(parameters, optimizer);
        }
        for (int cut = 0; cut <= 8; cut++) {
            SortedMap<String, FloatTensor> weights;
            SortedMap<String, FloatTensor> state;
            long steps;
            try (Parameters parameters = parameters(); AdamW optimizer = new AdamW(parameters, USUAL)) {
                unevenSteps(parameters, optimizer, 0, cut);
                weights = parameters.values();
                state = optimizer.state();
                steps = optimizer.steps();
            }
            try (Parameters parameters = parameters(); AdamW optimizer = new AdamW(parameters, USUAL)) {
                parameters.assign(weights);
                optimizer.restore(state, steps);
                unevenSteps(parameters, optimizer, cut, STEPS);
                assertThat(optimizer.steps()).isEqualTo(STEPS);
                assertSame(all(parameters, optimizer), whole);
            }
        }
    }

    @Test
    void leaveAParameterWithoutAGradientWhereItIsWhileItsAverageFollows() {
        try (Parameters parameters = parameters(); AdamW optimizer = new AdamW(parameters, USUAL)) {
            step(parameters, optimizer, 0.1);
            Map<String, float[]> before = all(parameters, optimizer);
            double average = before.get("average.vector")[0];
            for (int n = 2; n <= 4; n++) {
                try (TensorScope scope = TensorScope.training()) {
                    accumulate(parameters.get("matrix"), 1);
                    optimizer.step(0.1);
                }
                average += (1 - (1.0 + n) / (10.0 + n)) * (before.get("vector")[0] - average);
            }
            Map<String, float[]> after = all(parameters, optimizer);
            for (String name : new String[] {"vector", "first.vector", "second.vector"}) {
                assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
            }
            assertThat(after.get("matrix")).isNotEqualTo(before.get("matrix"));
            assertThat((double) after.get("average.vector")[0]).isCloseTo(average, within(1e-6));
        }
    }

    @Test
    void changeNothingButTheGradientsWhereTheyAreNotFinite() {
        try (Parameters parameters = parameters(); AdamW optimizer = new AdamW(parameters, USUAL)) {
            step(parameters, optimizer, 0.1);
            Map<String, float[]> before = all(parameters, optimizer);
            for (double factor : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                try (TensorScope scope = TensorScope.training()) {
                    accumulate(parameters.get("matrix"), 1);
                    accumulate(parameters.get("vector"), factor);
                    assertThat(Double.isFinite(optimizer.step(0.1))).isFalse();
                    assertThat(parameters.get("matrix").gradient()).isNull();
                    assertThat(parameters.get("vector").gradient()).isNull();
                }
                assertSame(all(parameters, optimizer), before);
                assertThat(optimizer.steps()).isEqualTo(1);
            }
            assertThat(Double.isFinite(step(parameters, optimizer, 0.1))).isTrue();
        }
    }

    @Test
    void refuseAStateThatDoesNotFitAndStayAsItWas() {
        try (Parameters parameters = parameters(); AdamW optimizer = new AdamW(parameters, USUAL)) {
            step(parameters, optimizer, 0.1);
            SortedMap<String, FloatTensor> other = optimizer.state();
            other.replaceAll((name, tensor) -> FloatTensor.allocate(tensor.shape()));
            Map<String, float[]> before = all(parameters, optimizer);
            for (String name : other.keySet()) {
                SortedMap<String, FloatTensor> missing = new TreeMap<>(other);
                missing.remove(name);
                assertRefused(optimizer, missing, name);
                SortedMap<String, FloatTensor> misshapen = new TreeMap<>(other);
                long[] turned = other.get(name).rank() == 1 ? new long[] {1, 6} : new long[] {3, 2};
                misshapen.put(name, FloatTensor.allocate(turned));
                assertRefused(optimizer, misshapen, Arrays.toString(turned));
                assertSame(all(parameters, optimizer), before);
            }
            assertThatThrownBy(() -> optimizer.restore(other, -1)).isInstanceOf(PipelineException.class);
            assertSame(all(parameters, optimizer), before);
            assertThat(optimizer.steps()).isEqualTo(1);
            other.put("of.something.else", FloatTensor.allocate(1));
            optimizer.restore(other, 9);
            assertThat(optimizer.steps()).isEqualTo(9);
            assertThat(optimizer.state().get("second.vector").toArray()).containsOnly(0);
        }
    }

    private static void assertRefused(AdamW optimizer, Map<String, FloatTensor> state, String message) {
        assertThatThrownBy(() -> optimizer.restore(state, 5))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_INPUT))
                .hasMessageContaining("optimiser state")
                .hasMessageContaining(message);
    }

    @Test
    void handOutCopiesOfItsState() {
        try (Parameters parameters = parameters(); AdamW optimizer = new AdamW(parameters, USUAL)) {
            step(parameters, optimizer, 0.1);
            SortedMap<String, FloatTensor> state = optimizer.state();
            Map<String, float[]> before = all(parameters, optimizer);
            state.get("first.matrix").set(0, 99);
            optimizer.averagedWeights().get("vector").set(0, 99);
            assertSame(all(parameters, optimizer), before);
            state.get("first.matrix").set(0, before.get("first.matrix")[0]);
            step(parameters, optimizer, 0.1);
            assertThat(state.get("first.matrix").toArray()).as("a state taken earlier").isEqualTo(before.get("first.matrix"));
        }
    }

    @Test
    void freeItsMemoryOnClosingOnceOrTwice() {
        try (Parameters parameters = parameters()) {
            new AdamW(parameters, USUAL).close();
            long before = TorchRuntime.nativeObjects();
            AdamW optimizer = new AdamW(parameters, USUAL);
            step(parameters, optimizer, 0.1);
            optimizer.close();
            optimizer.close();
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
            assertThat(parameters.values().get("vector").toArray()).as("the weights live on").hasSize(6);
        }
    }
}
