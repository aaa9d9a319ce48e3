package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
    private static final TorchDevice CPU = TorchDevice.CPU;
    private static final int ITERATIONS = 2_000;

    private static Tensor leaf() {
        return Tensors.of(new float[] {1, 2, 3}, CPU, 3).requireGradient();
    }

    private static boolean records() {
        Tensor result = leaf().mul(2).sum();
        try {
            result.backward();
            return true;
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining("does not require grad");
            return false;
        }
    }

    @Test
    void freeAllTensorsOnClosing() {
        leafInAScope();
        long before = TorchRuntime.nativeObjects();
        Tensor gone;
        try (TensorScope scope = TensorScope.training()) {
            gone = leaf().mul(2);
            assertThat(TorchRuntime.nativeObjects()).isGreaterThan(before);
        }
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        assertThatThrownBy(gone::toArray).as("a tensor of a closed scope").isInstanceOf(RuntimeException.class);
        try (TensorScope later = TensorScope.training()) {
            assertThatThrownBy(() -> gone.add(1)).isInstanceOf(RuntimeException.class);
        }
    }

    /** Loads the library, whose own constants stay. */
    private static void leafInAScope() {
        try (TensorScope scope = TensorScope.training()) {
            leaf().mul(2).sum().backward();
        }
    }

    @Test
    void letATensorThatIsKeptLiveUntilItIsReleased() {
        leafInAScope();
        long before = TorchRuntime.nativeObjects();
        Tensor kept;
        try (TensorScope outer = TensorScope.training()) {
            try (TensorScope inner = TensorScope.withoutGradients()) {
                kept = Tensors.of(new float[] {4, 5}, CPU, 2).mul(2).keep();
            }
            assertThat(kept.toArray()).containsExactly(8, 10);
        }
        try (TensorScope later = TensorScope.training()) {
            assertThat(kept.add(1).toArray()).containsExactly(9, 11);
        }
        assertThat(TorchRuntime.nativeObjects()).isGreaterThan(before);
        kept.release();
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        assertThatThrownBy(kept::toArray).isInstanceOf(RuntimeException.class);
    }

    @Test
    void freeATensorThatWasReleasedWithinItsScopeOnlyAtTheEndOfTheScope() {
        leafInAScope();
        long before = TorchRuntime.nativeObjects();
        try (TensorScope scope = TensorScope.training()) {
            Tensor tensor = Tensors.full(3, CPU, 2).keep();
            tensor.release();
            assertThat(tensor.toArray()).containsExactly(3, 3);
        }
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void closeInnerScopesWithoutTouchingTheTensorsOfOuterOnes() {
        try (TensorScope outer = TensorScope.training()) {
            Tensor first = leaf();
            Tensor product;
            try (TensorScope inner = TensorScope.training()) {
                Tensor hidden = first.mul(5);
                product = hidden.sum().keep();
            }
            // The intermediate handle is gone, but what the gradient needs is not.
            product.backward();
            assertThat(first.gradient().toArray()).containsExactly(5, 5, 5);
            product.release();
            assertThat(first.mul(2).toArray()).containsExactly(2, 4, 6);
        }
    }

    @Test
    void keepAGradientBeyondItsLeafAndItsClearing() {
        leafInAScope();
        long before = TorchRuntime.nativeObjects();
        Tensor gradient;
        try (TensorScope scope = TensorScope.training()) {
            Tensor leaf = leaf();
            leaf.square().sum().backward();
            gradient = leaf.gradient().keep();
            leaf.clearGradient();
        }
        try (TensorScope scope = TensorScope.withoutGradients()) {
            assertThat(gradient.toArray()).containsExactly(2, 4, 6);
        }
        gradient.release();
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void recordGradientsOnlyWhereAskedAndAgainAfterwards() {
        try (TensorScope training = TensorScope.training()) {
            assertThat(records()).isTrue();
            try (TensorScope quiet = TensorScope.withoutGradients()) {
                assertThat(records()).isFalse();
                try (TensorScope inherited = TensorScope.training()) {
                    assertThat(records()).as("a training scope within one without gradients takes over").isFalse();
                }
                assertThat(records()).isFalse();
            }
            assertThat(records()).isTrue();
            try (TensorScope inference = TensorScope.inference()) {
                assertThatThrownBy(() -> Tensors.zeros(CPU, 1).mul(2).sum().backward()).isInstanceOf(RuntimeException.class);
            }
            assertThat(records()).isTrue();
        }
    }

    @Test
    void restoreTheModeAfterAFailure() {
        assertThatThrownBy(() -> {
            try (TensorScope quiet = TensorScope.withoutGradients()) {
                Tensors.zeros(CPU, 2).add(Tensors.zeros(CPU, 3));
            }
        }).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> {
            try (TensorScope inference = TensorScope.inference()) {
                Tensors.zeros(CPU, 2).matmul(Tensors.zeros(CPU, 3));
            }
        }).isInstanceOf(RuntimeException.class);
        try (TensorScope training = TensorScope.training()) {
            assertThat(records()).isTrue();
        }
    }

    @Test
    void keepTensorsOfInferenceOutOfTraining() {
        Tensor made;
        try (TensorScope inference = TensorScope.inference()) {
            made = Tensors.of(new float[] {1, 2, 3}, CPU, 3).mul(2).keep();
            assertThat(made.exp().log().add(0.5).toArray()).hasSize(3);
        }
        try (TensorScope training = TensorScope.training()) {
            assertThat(made.toArray()).containsExactly(2, 4, 6);
            Tensor leaf = leaf();
            assertThatThrownBy(() -> leaf.mul(made).sum().backward())
                    .isInstanceOf(RuntimeException.class).hasMessageContaining("nference");
        }
        made.release();
    }

    @Test
    void giveTheSameValuesInEveryMode() {
        List<Supplier<TensorScope>> modes = List.of(TensorScope::training, TensorScope::withoutGradients, TensorScope::inference);
        float[][] values = new float[3][];
        for (int i = 0; i < 3; i++) {
            try (TensorScope scope = modes.get(i).get()) {
                values[i] = Tensors.of(new float[] {0.3f, -1, 2, 7}, CPU, 2, 2).gelu().softmax(1).toArray();
            }
        }
        assertThat(values[1]).isEqualTo(values[0]);
        assertThat(values[2]).isEqualTo(values[0]);
    }

    @Test
    void leaveTheModeOfOtherThreadsAlone() {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (TensorScope quiet = TensorScope.withoutGradients()) {
            boolean elsewhere = CompletableFuture.supplyAsync(() -> {
                try (TensorScope training = TensorScope.training()) {
                    return records();
                }
            }, other).join();
            assertThat(elsewhere).isTrue();
            assertThat(records()).isFalse();
        } finally {
            other.shutdown();
        }
    }

    @Test
    void bearClosingTwice() {
        leafInAScope();
        long before = TorchRuntime.nativeObjects();
        TensorScope scope = TensorScope.withoutGradients();
        leaf();
        scope.close();
        scope.close();
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        try (TensorScope training = TensorScope.training()) {
            assertThat(records()).isTrue();
        }
    }

    @Test
    void holdTheNativeObjectCountFlatOverThousandsOfTrainingSteps() {
        try (Parameters parameters = new Parameters(CPU)) {
            parameters.normal("w", 0.3, 1, 4, 4);
            parameters.constant("b", 0, 4);
            try (AdamW optimizer = new AdamW(parameters, new AdamW.Settings(0.9, 0.99, 0.01, 1, 0.99))) {
                train(parameters, optimizer, 0);
                long before = TorchRuntime.nativeObjects();
                for (int i = 1; i <= ITERATIONS; i++) {
                    train(parameters, optimizer, i);
                    assertThat(TorchRuntime.nativeObjects()).as("after iteration %d", i).isLessThanOrEqualTo(before);
                }
            }
        }
    }

    private static void train(Parameters parameters, AdamW optimizer, int iteration) {
        try (TensorScope scope = TensorScope.training()) {
            Tensor x = Tensors.full(iteration % 7, CPU, 2, 4);
            Tensor y = x.linear(parameters.get("w"), parameters.get("b")).gelu().layerNorm(null, null);
            Tensors.cat(0, y, y.select(0, 1, 0)).softmax(-1).square().sum().backward();
            optimizer.step(1e-3);
            try (TensorScope inference = TensorScope.inference()) {
                x.linear(parameters.get("w"), parameters.get("b")).toArray();
            }
        }
    }

    /** What the library holds by itself (saved values, gradients) is in no count of objects; 150 rounds of 10 MB would be 1.5 GB. */
    @Test
    void holdResidentMemoryFlatWithLargeTensors() {
        largeStep();
        long before = TorchRuntime.residentBytes();
        for (int i = 0; i < 150; i++) {
            largeStep();
        }
        assertThat(TorchRuntime.residentBytes() - before).isLessThan(500L << 20);
    }

    private static void largeStep() {
        try (TensorScope scope = TensorScope.training()) {
            Tensor leaf = Tensors.full(1, CPU, 256, 1024).requireGradient();
            leaf.mul(2).square().abs().square().sum().backward();
            assertThat(leaf.gradient().shape()).containsExactly(256, 1024);
        }
    }

    @Test
    void only_the_result_of_inner_work_lives_on() {
        long before = TorchRuntime.nativeObjects();
        try (TensorScope scope = TensorScope.inference()) {
            Tensor x = Tensors.of(new float[] {1, 2, 3}, TorchDevice.CPU, 3);
            long around = TorchRuntime.nativeObjects();
            Tensor y = TensorScope.only(() -> x.add(1).mul(2).add(x));
            assertThat(TorchRuntime.nativeObjects() - around).as("handles left by three operations").isEqualTo(1);
            assertThat(y.toArray()).containsExactly(5, 8, 11);
        }
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void gradients_pass_through_inner_work() {
        try (TensorScope scope = TensorScope.training()) {
            Tensor x = Tensors.of(new float[] {1, 2, 3}, TorchDevice.CPU, 3).requireGradient();
            TensorScope.only(() -> x.square().mul(3)).sum().backward();
            assertThat(x.gradient().toArray()).containsExactly(6, 12, 18);
        }
    }
}
