package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskScalerTest {
    @ParameterizedTest
    @CsvSource({"64, 64, 97, 97", "64, 36, 192, 108", "48, 64, 31, 41", "64, 20, 500, 157"})
    void bothStepsAtOnceEqualLibtorchsOneAfterAnother(int usedWidth, int usedHeight, int width, int height) {
        float[] logits = blobs(16, width * 31L + height);
        ImageSize size = new ImageSize(width, height);
        MaskScaler scaler = new MaskScaler(16, 64, usedWidth, usedHeight, size);
        float[] expected = reference(logits, usedWidth, usedHeight, size);
        float[] got = scaler.logits(logits);
        int above = 0;
        int around = 0;
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).as("pixel %d", i).isCloseTo(expected[i], within(2e-4f));
            above += got[i] > 0.5f ? 1 : 0;
            around += got[i] > -0.5f ? 1 : 0;
        }
        MaskScaler.Scaled scaled = scaler.scale(logits, 0.5f);
        assertThat(scaled.mask()).isEqualTo(positive(got, size));
        assertThat(scaled.stability()).isEqualTo((float) above / around);
    }

    private static float[] blobs(int side, long seed) {
        Random random = new Random(seed);
        float[] logits = new float[side * side];
        for (int i = 0; i < logits.length; i++) {
            double wave = Math.sin(i % side * 0.7 + random.nextDouble() * 0.3) + Math.cos(i / side * 0.5);
            logits[i] = (float) (4 * wave);
        }
        return logits;
    }

    private static float[] reference(float[] logits, int usedWidth, int usedHeight, ImageSize size) {
        try (TensorScope scope = TensorScope.inference()) {
            return Tensors.of(logits, TorchDevice.CPU, 1, 1, 16, 16)
                    .resize(Tensor.Interpolation.BILINEAR, 64, 64)
                    .narrow(2, 0, usedHeight)
                    .narrow(3, 0, usedWidth)
                    .resize(Tensor.Interpolation.BILINEAR, size.height(), size.width())
                    .toArray();
        }
    }

    private static Mask positive(float[] logits, ImageSize size) {
        byte[] bitmap = new byte[logits.length];
        for (int i = 0; i < bitmap.length; i++) {
            bitmap[i] = (byte) (logits[i] > 0 ? 1 : 0);
        }
        return Mask.ofBitmap(size, bitmap);
    }
}
