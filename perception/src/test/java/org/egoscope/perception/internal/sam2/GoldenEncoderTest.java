package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;

/** Trunk, neck and memory parts of the reduced model at every boundary that was recorded. */
class GoldenEncoderTest {
    @Test
    void everyBlockOfTheTrunkAndEveryLevelOfTheNeckAgrees() {
        try (SafetensorsFile weightFile = Golden.open("sam2.1.reduced.safetensors");
                SafetensorsFile golden = Golden.open("sam2.1.reduced.image.golden.safetensors");
                TensorScope scope = TensorScope.inference();
                FrozenWeights weights = FrozenWeights.load(
                        weightFile, Sam2Parameters.of(Golden.REDUCED), name -> false, TorchDevice.CPU)) {
            List<String> seen = new ArrayList<>();
            Tensor picture = picture(golden.bytes("image_u8_hwc"), 256);
            List<Tensor> pyramid = new Hiera(Golden.REDUCED.trunk(), new Layers(weights)).pyramid(picture, (name, got) -> {
                String expected = "trunk." + name.replace(".attention", ".attn_windows_qpooled");
                if (golden.contains(expected)) {
                    Golden.requireClose(expected, got, golden.floats(expected));
                    seen.add(expected);
                }
            });
            assertThat(seen).hasSize(11);
            List<Tensor> levels = new FeatureNeck(new Layers(weights)).levels(pyramid);
            Golden.requireClose("level 0", levels.get(0).narrow(1, 0, 4), golden.floats("neck.level0.first_4_channels"));
            for (int level = 1; level < 4; level++) {
                Golden.requireClose("level " + level, levels.get(level), golden.floats("neck.level" + level));
            }
            Golden.requireClose(
                    "sine positions", PositionEncodings.grid(64, 16, 16), golden.floats("neck.pos.level2").toArray(), 1e-6, 1e-5);
        }
    }

    private static Tensor picture(ByteBuffer rgb, int side) {
        return new PictureInput(side, TorchDevice.CPU).normalised(rgb, new ImageSize(side, side));
    }

    @Test
    void memoryAttentionAgreesForOneMemoryAndForAFullWindow() {
        try (SafetensorsFile weightFile = Golden.open("sam2.1.reduced.safetensors");
                SafetensorsFile golden = Golden.open("sam2.1.reduced.video.golden.safetensors");
                TensorScope scope = TensorScope.inference();
                FrozenWeights weights = FrozenWeights.load(
                        weightFile, Sam2Parameters.of(Golden.REDUCED), name -> false, TorchDevice.CPU);
                MemoryAttention attention = new MemoryAttention(Golden.REDUCED, new Layers(weights))) {
            Tensor positions = Layers.tokens(Tensors.of(PositionEncodings.grid(64, 16, 16), TorchDevice.CPU, 1, 64, 16, 16));
            for (int call : new int[] {0, 3}) {
                String name = "one.mem_attn.call" + call + ".";
                Tensor map = Golden.tensor(golden, "frame" + (call + 1) + ".map_stride16");
                Tensor memory = Golden.tensor(golden, name + "memory").transpose(0, 1);
                Tensor memoryPositions = Golden.tensor(golden, name + "memory_pos").transpose(0, 1);
                int pointers = (int) golden.longs(name + "num_ptr_tokens")[0];
                Tensor out = attention.condition(
                        attention.begun(Layers.tokens(map), positions), new MemoryAttention.Memory(memory, memoryPositions, pointers));
                Golden.requireClose(name + "out", out, golden.floats(name + "out"));
            }
        }
    }
}
