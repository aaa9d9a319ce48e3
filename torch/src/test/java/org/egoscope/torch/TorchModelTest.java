package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchModelTest {
    private static final int CALLS = 200;

    @TempDir
    private Path folder;

    private TorchModel affine() throws IOException {
        Path file = TinyTorchScript.write(
                folder.resolve("affine.pt"), "self, x: Tensor, y: Tensor) -> Tuple[Tensor, Tensor]",
                "return (torch.add(torch.mul(x, 2), y), torch.mm(x, y))");
        return TorchModel.loadTrusted("affine", file, TorchDevice.CPU);
    }

    @Test
    void giveEveryElementOfATupleWithItsShapeAndValues() throws IOException {
        FloatTensor x = FloatTensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        FloatTensor y = FloatTensor.of(new float[] {10, 20, 30, 40}, 2, 2);
        try (TorchModel model = affine()) {
            var outputs = model.run(x, y);
            assertThat(outputs).hasSize(2);
            assertThat(outputs.get(0).toArray()).containsExactly(12, 24, 36, 48);
            assertThat(outputs.get(1).toArray()).containsExactly(70, 100, 150, 220);
            assertThat(outputs.get(1).shape()).containsExactly(2, 2);
        }
    }

    @Test
    void readTheCallersBufferInPlaceAndWriteIntoTheGivenOutputs() throws IOException {
        FloatTensor[] inputs = {FloatTensor.allocate(1, 1), FloatTensor.of(new float[] {3}, 1, 1)};
        FloatTensor[] outputs = {FloatTensor.allocate(1, 1), FloatTensor.allocate(1, 1)};
        try (TorchModel model = affine()) {
            for (int value = 0; value < 5; value++) {
                inputs[0].set(0, value);
                model.runInto(inputs, outputs);
                assertThat(outputs[0].get(0)).isEqualTo(2 * value + 3);
                assertThat(outputs[1].get(0)).isEqualTo(3 * value);
            }
        }
    }

    @Test
    void giveStridedResultsInRowMajorOrder() throws IOException {
        Path file = TinyTorchScript.write(
                folder.resolve("turn.pt"), "self, x: Tensor) -> Tensor", "return torch.transpose(x, 0, 1)");
        try (TorchModel model = TorchModel.loadTrusted("turn", file, TorchDevice.CPU)) {
            FloatTensor turned = model.run(FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)).get(0);
            assertThat(turned.shape()).containsExactly(3, 2);
            assertThat(turned.toArray()).containsExactly(1, 4, 2, 5, 3, 6);
        }
    }

    @Test
    void leaveReadOnlyMemoryAloneWhenTheNetworkWritesItsInput() throws IOException {
        Path file = TinyTorchScript.write(
                folder.resolve("write.pt"), "self, x: Tensor) -> Tensor", "return torch.add_(x, 1)");
        FloatTensor writable = FloatTensor.of(new float[] {1, 2}, 2);
        FloatTensor readOnly = FloatTensor.wrap(writable.data().asReadOnlyBuffer(), 2);
        try (TorchModel model = TorchModel.loadTrusted("write", file, TorchDevice.CPU)) {
            assertThat(model.run(readOnly).get(0).toArray()).containsExactly(2, 3);
            assertThat(readOnly.toArray()).containsExactly(1, 2);
        }
    }

    @Test
    void sayWhatWasExpectedWhenAnOutputHasAnotherShape() throws IOException {
        FloatTensor[] inputs = {FloatTensor.allocate(2, 2), FloatTensor.allocate(2, 2)};
        FloatTensor[] outputs = {FloatTensor.allocate(2, 2), FloatTensor.allocate(4)};
        try (TorchModel model = affine()) {
            assertThatThrownBy(() -> model.runInto(inputs, outputs))
                    .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL))
                    .hasMessageContaining("output 1: expected FloatTensor[4], got shape [2, 2]");
        }
    }

    @Test
    void refuseInputsThatTheNetworkCannotTakeWithoutKillingTheProcess() throws IOException {
        try (TorchModel model = affine()) {
            assertThatThrownBy(() -> model.run(FloatTensor.allocate(2, 3), FloatTensor.allocate(4, 5)))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("FloatTensor[2, 3]");
            assertThatThrownBy(() -> model.run(FloatTensor.allocate(2, 2))).isInstanceOf(PipelineException.class);
        }
    }

    @Test
    void refuseAFileThatIsNotTorchScript() throws IOException {
        Path file = Files.writeString(folder.resolve("text.pt"), "not a network");
        assertThatThrownBy(() -> TorchModel.loadTrusted("text", file, TorchDevice.CPU))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL))
                .hasMessageContaining("text.pt");
    }

    @Test
    void refuseToRunAfterClosing() throws IOException {
        TorchModel model = affine();
        model.close();
        model.close();
        assertThatThrownBy(() -> model.run(FloatTensor.allocate(1, 1), FloatTensor.allocate(1, 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leaveNoNativeObjectBehindAfterACallEvenOneThatFails() throws IOException {
        FloatTensor[] inputs = {FloatTensor.allocate(8, 8), FloatTensor.allocate(8, 8)};
        FloatTensor[] outputs = {FloatTensor.allocate(8, 8), FloatTensor.allocate(8, 8)};
        FloatTensor[] wrong = {FloatTensor.allocate(3), FloatTensor.allocate(8, 8)};
        try (TorchModel model = affine()) {
            model.run(inputs);
            model.runInto(inputs, outputs);
            long before = TorchRuntime.nativeObjects();
            for (int i = 0; i < CALLS; i++) {
                model.run(inputs);
                model.runInto(inputs, outputs);
                assertThatThrownBy(() -> model.runInto(inputs, wrong)).isInstanceOf(PipelineException.class);
            }
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void runWithOneThreadAndOneBlasThreadUnlessToldOtherwise() {
        TorchRuntime.Info info = TorchRuntime.info();
        assertThat(info.threads()).isEqualTo(1);
        assertThat(info.blasThreads()).isEqualTo(1);
        assertThat(info.torchVersion()).startsWith("2.");
        if (!info.cudaAvailable()) {
            assertThatThrownBy(() -> TorchModel.loadTrusted("any", folder.resolve("any.pt"), TorchDevice.CUDA))
                    .hasMessageContaining("expected a CUDA device, got none");
        }
    }
}
