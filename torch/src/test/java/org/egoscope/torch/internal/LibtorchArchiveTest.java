package org.egoscope.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.egoscope.torch.PickleCheckpoint;
import org.egoscope.torch.SafetensorsFile.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that libtorch itself wrote. */
class LibtorchArchiveTest {
    @TempDir
    private Path folder;

    private static Tensor counting(int count, long... shape) {
        return torch.arange(new Scalar(count)).to(ScalarType.Float).reshape(shape).sub(new Scalar(1.5f));
    }

    @Test
    void readTheParametersOfATorchScriptModule() {
        NativeRuntime.prepareThread();
        Path file = folder.resolve("module.pt");
        try (PointerScope scope = new PointerScope()) {
            JitModule inner = new JitModule(new QualifiedName("__torch__.Inner"));
            Tensor weight = counting(12, 3, 4);
            inner.register_parameter("weight", weight, false);
            inner.register_buffer("half", weight.to(ScalarType.Half));
            inner.register_buffer("brain", weight.to(ScalarType.BFloat16));
            inner.register_buffer("turned", weight.transpose(0, 1));
            inner.register_buffer("part", weight.narrow(0, 1, 1));
            JitModule outer = new JitModule(new QualifiedName("__torch__.Outer"));
            outer.register_module("visual", inner);
            outer.register_buffer("scale", counting(1));
            outer.save(file.toString());
        }
        try (PickleCheckpoint weights = PickleCheckpoint.open(file, "model")) {
            assertThat(weights.names())
                    .containsExactly("scale", "visual.brain", "visual.half", "visual.part", "visual.turned", "visual.weight");
            assertThat(weights.shape("visual.weight")).containsExactly(3, 4);
            assertThat(weights.shape("visual.turned")).containsExactly(4, 3);
            for (int i = 0; i < 12; i++) {
                assertThat(weights.floats("visual.weight").get(i)).isEqualTo(i - 1.5f);
                assertThat(weights.floats("visual.half").get(i)).isEqualTo(i - 1.5f);
                assertThat(weights.floats("visual.brain").get(i)).isEqualTo(i - 1.5f);
                assertThat(weights.floats("visual.turned").get(i)).isEqualTo(i % 3 * 4 + i / 3 - 1.5f);
            }
            assertThat(weights.type("visual.brain")).isEqualTo(DataType.BF16);
            assertThat(weights.floats("visual.part").toArray()).containsExactly(2.5f, 3.5f, 4.5f, 5.5f);
            assertThat(weights.shape("scale")).isEmpty();
            assertThat(weights.floats("scale").get(0)).isEqualTo(-1.5f);
        }
    }
}
