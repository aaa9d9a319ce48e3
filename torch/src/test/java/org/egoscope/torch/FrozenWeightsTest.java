package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;

class FrozenWeightsTest {
    private static final TorchDevice CPU = TorchDevice.CPU;

    private record InMemory(Map<String, FloatTensor> tensors) implements WeightSource {
        @Override
        public Set<String> names() {
            return tensors.keySet();
        }

        @Override
        public long[] shape(String name) {
            return tensors.get(name).shape();
        }

        @Override
        public FloatTensor floats(String name) {
            return tensors.get(name);
        }
    }

    private static WeightSource source() {
        Map<String, FloatTensor> tensors = new TreeMap<>();
        tensors.put("a.weight", FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("a.bias", FloatTensor.of(new float[] {-1, -2}, 2));
        tensors.put("scalar", FloatTensor.of(new float[] {7}));
        tensors.put("head.weight", FloatTensor.of(new float[] {8}, 1));
        return new InMemory(tensors);
    }

    @Test
    void takeWhatIsExpectedAndLeaveWhatIsUnused() {
        Map<String, long[]> expected = Map.of("a.weight", new long[] {2, -1}, "a.bias", new long[] {2}, "scalar", new long[0]);
        try (FrozenWeights weights = FrozenWeights.load(source(), expected, name -> name.startsWith("head."), CPU)) {
            assertThat(weights.get("a.weight").shape()).containsExactly(2, 3);
            assertThat(weights.get("a.weight").toArray()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(weights.get("scalar").item()).isEqualTo(7);
            assertThat(weights.contains("head.weight")).isFalse();
            assertThat(weights.count()).isEqualTo(9);
            assertThat(weights.device()).isEqualTo(CPU);
            assertThatThrownBy(() -> weights.get("head.weight")).hasMessageContaining("expected head.weight, got none");
        }
    }

    @Test
    void listEveryMissingExtraAndMisshapenTensorAtOnce() {
        Map<String, long[]> expected = Map.of(
                "a.weight", new long[] {3, 2}, "a.bias", new long[] {2, 1}, "b.bias", new long[] {1}, "b.weight", new long[] {1, -1});
        assertThatThrownBy(() -> FrozenWeights.load(source(), expected, name -> false, CPU))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL))
                .hasMessage("weights: a.bias: expected [2, 1], got [2]; a.weight: expected [3, 2], got [2, 3]; b.bias is missing; "
                        + "b.weight is missing; head.weight is not of this network; scalar is not of this network");
    }

    /** Its own constants stay. */
    private static void useTheLibrary() {
        try (TensorScope scope = TensorScope.inference()) {
            Tensors.sharing(FloatTensor.of(new float[] {1}, 1), CPU).add(1).toArray();
        }
    }

    @Test
    void outliveScopesAndLeaveNothingBehind() {
        Map<String, long[]> expected = Map.of("a.bias", new long[] {-1});
        useTheLibrary();
        long before = TorchRuntime.nativeObjects();
        try (FrozenWeights weights = FrozenWeights.load(source(), expected, name -> true, CPU)) {
            try (TensorScope scope = TensorScope.inference()) {
                assertThat(weights.get("a.bias").add(1).toArray()).containsExactly(0, -1);
            }
        }
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void releaseWhatWasLoadedWhenATensorCannotBeRead() {
        WeightSource broken = new WeightSource() {
            @Override
            public Set<String> names() {
                return Set.of("a", "b", "c");
            }

            @Override
            public long[] shape(String name) {
                return new long[] {1};
            }

            @Override
            public FloatTensor floats(String name) {
                if (name.equals("b")) {
                    throw new PipelineException(ErrorKind.MODEL, "b: expected readable bytes, got none");
                }
                return FloatTensor.of(new float[] {1}, 1);
            }
        };
        useTheLibrary();
        long before = TorchRuntime.nativeObjects();
        Map<String, long[]> expected = Map.of("a", new long[] {1}, "b", new long[] {1}, "c", new long[] {1});
        assertThatThrownBy(() -> FrozenWeights.load(broken, expected, name -> false, CPU)).hasMessageContaining("readable bytes");
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
    }
}
