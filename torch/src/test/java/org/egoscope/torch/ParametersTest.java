package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final TorchDevice CPU = TorchDevice.CPU;

    private static Map<String, float[]> made(Consumer<Parameters> making) {
        Map<String, float[]> values = new TreeMap<>();
        try (Parameters parameters = new Parameters(CPU)) {
            making.accept(parameters);
            parameters.values().forEach((name, tensor) -> values.put(name, tensor.toArray()));
        }
        return values;
    }

    @Test
    void giveTheSameValuesForTheSameSeedAndOthersForAnother() {
        Map<String, float[]> first = made(p -> p.normal("layer.weight", 0.1, 7, 8, 4));
        Map<String, float[]> again = made(p -> p.normal("layer.weight", 0.1, 7, 8, 4));
        Map<String, float[]> other = made(p -> p.normal("layer.weight", 0.1, 8, 8, 4));
        assertThat(again.get("layer.weight")).isEqualTo(first.get("layer.weight"));
        assertThat(other.get("layer.weight")).isNotEqualTo(first.get("layer.weight"));
    }

    @Test
    void gatherNoGradientsOnceFrozenWhileInputsDo() {
        try (Parameters parameters = new Parameters(CPU)) {
            parameters.constant("weight", 3, 2);
            for (boolean frozen : new boolean[] {false, true}) {
                try (TensorScope scope = TensorScope.training()) {
                    Tensor input = Tensors.of(new float[] {5, 7}, CPU, 2).requireGradient();
                    input.mul(parameters.get("weight")).sum().backward();
                    assertThat(input.gradient().toArray()).as("frozen %s", frozen).containsExactly(3, 3);
                    Tensor gathered = parameters.get("weight").gradient();
                    assertThat(gathered == null ? null : gathered.toArray()).as("frozen %s", frozen).isEqualTo(frozen ? null : new float[] {5, 7});
                }
                parameters.get("weight").clearGradient();
                parameters.freeze();
            }
        }
    }

    @Test
    void keepTheOtherValuesWhenAParameterIsAdded() {
        Map<String, float[]> few = made(p -> {
            p.normal("b", 1, 3, 5);
            p.normal("d", 1, 3, 5);
        });
        Map<String, float[]> more = made(p -> {
            p.normal("c", 1, 3, 5);
            p.normal("d", 1, 3, 5);
            p.normal("a", 1, 3, 5);
            p.normal("b", 1, 3, 5);
        });
        assertThat(more.get("b")).isEqualTo(few.get("b"));
        assertThat(more.get("d")).isEqualTo(few.get("d"));
        assertThat(more.values()).as("every name has its own values").doesNotHaveDuplicates();
        assertThat(more.get("a")).isNotEqualTo(more.get("b"));
        assertThat(more.get("c")).isNotEqualTo(more.get("d"));
    }

    @Test
    void drawNormallyWithTheGivenDeviation() {
        int count = 40_000;
        float[] values = made(p -> p.normal("w", 0.5, 11, 200, 200)).get("w");
        double sum = 0;
        double squares = 0;
        int withinOne = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
            withinOne += Math.abs(value) < 0.5 ? 1 : 0;
        }
        // Five standard errors each: of a mean, of a variance (2 sigma^4 / n), of a share.
        assertThat(sum / count).as("seed 11, mean").isCloseTo(0, within(5 * 0.5 / Math.sqrt(count)));
        assertThat(squares / count).as("seed 11, variance").isCloseTo(0.25, within(5 * 0.25 * Math.sqrt(2.0 / count)));
        assertThat((double) withinOne / count).as("seed 11, within one deviation")
                .isCloseTo(0.682_689, within(5 * Math.sqrt(0.6827 * 0.3173 / count)));
    }

    @Test
    void countAndListWhatTheyHoldByName() {
        try (Parameters parameters = new Parameters(CPU)) {
            parameters.constant("z", 1.5, 2, 3);
            parameters.constant("a", -2, 4);
            parameters.constant("scalar", 9);
            assertThat(parameters.count()).isEqualTo(11);
            assertThat(parameters.all().keySet()).containsExactly("a", "scalar", "z");
            assertThat(parameters.get("z").shape()).containsExactly(2, 3);
            assertThat(parameters.values().get("z").toArray()).containsExactly(1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 1.5f);
            assertThat(parameters.values().get("scalar").toArray()).containsExactly(9);
            assertThatThrownBy(() -> parameters.get("y")).hasMessageContaining("y").hasMessageContaining("[a, scalar, z]");
            assertThatThrownBy(() -> parameters.all().clear()).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void keepTheFirstOfTwoWithOneName() {
        try (Parameters parameters = new Parameters(CPU)) {
            parameters.constant("w", 1, 2);
            Tensor first = parameters.get("w");
            assertThatThrownBy(() -> parameters.constant("w", 2, 3)).hasMessageContaining("parameter w: expected one, got two");
            assertThat(parameters.get("w")).isSameAs(first);
            assertThat(parameters.values().get("w").toArray()).containsExactly(1, 1);
        }
    }

    @Test
    void takeGradientsAcrossScopes() {
        try (Parameters parameters = new Parameters(CPU)) {
            parameters.constant("w", 3, 2);
            for (int i = 1; i <= 2; i++) {
                try (TensorScope scope = TensorScope.training()) {
                    parameters.get("w").square().sum().backward();
                    assertThat(parameters.get("w").gradient().toArray()).containsExactly(6 * i, 6 * i);
                }
            }
        }
    }

    @Test
    void copyValuesInAndOut() {
        try (Parameters parameters = new Parameters(CPU)) {
            parameters.normal("w", 1, 1, 2, 2);
            parameters.constant("b", 0, 2);
            SortedMap<String, FloatTensor> values = parameters.values();
            values.put("w", FloatTensor.of(new float[] {1, 2, 3, 4}, 2, 2));
            assertThat(parameters.values().get("w").toArray()).as("values() are copies").isNotEqualTo(new float[] {1, 2, 3, 4});
            parameters.assign(values);
            values.get("w").set(0, 99);
            assertThat(parameters.values().get("w").toArray()).as("assigned values are copies").containsExactly(1, 2, 3, 4);
            try (TensorScope scope = TensorScope.training()) {
                parameters.get("w").sum().backward();
                assertThat(parameters.get("w").gradient().toArray()).as("still a leaf").containsExactly(1, 1, 1, 1);
            }
        }
    }

    @Test
    void listAllThatIsWrongWithGivenValuesAndTakeNone() {
        try (Parameters parameters = new Parameters(CPU)) {
            parameters.constant("absent", 1, 2);
            parameters.constant("fits", 2, 2);
            parameters.constant("turned", 3, 2, 3);
            Map<String, FloatTensor> wrong = Map.of(
                    "fits", FloatTensor.of(new float[] {7, 7}, 2), "turned", FloatTensor.allocate(3, 2), "extra", FloatTensor.allocate(1));
            assertThatThrownBy(() -> parameters.assign(wrong))
                    .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL))
                    .hasMessageContaining("absent is missing")
                    .hasMessageContaining("turned: expected [2, 3], got [3, 2]")
                    .hasMessageContaining("extra is not of this network")
                    .hasMessageNotContaining("fits");
            assertThat(parameters.values().get("fits").toArray()).containsExactly(2, 2);
        }
    }

    @Test
    void freeTheirMemoryOnClosingOnceOrTwice() {
        made(p -> p.constant("w", 1, 2));
        long before = TorchRuntime.nativeObjects();
        Parameters parameters = new Parameters(CPU);
        parameters.normal("w", 1, 1, 16, 16);
        Tensor tensor = parameters.get("w");
        assertThat(TorchRuntime.nativeObjects()).isGreaterThan(before);
        parameters.close();
        parameters.close();
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        assertThat(parameters.all()).isEmpty();
        assertThatThrownBy(tensor::toArray).isInstanceOf(RuntimeException.class);
    }
}
