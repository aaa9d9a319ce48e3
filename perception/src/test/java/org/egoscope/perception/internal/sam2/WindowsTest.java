package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;

import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grids cut into windows. */
class WindowsTest {
    @ParameterizedTest
    @CsvSource({"8,8,4", "7,10,4", "5,5,14", "6,9,0"})
    void whatIsCutIsJoinedAgain(int height, int width, int side) {
        float[] values = counted(2 * height * width * 3);
        try (TensorScope scope = TensorScope.inference()) {
            Tensor grid = Tensors.of(values, TorchDevice.CPU, 2, height, width, 3);
            Hiera.Windows windows = new Hiera.Windows(height, width, side);
            assertThat(windows.join(windows.split(grid)).toArray()).isEqualTo(values);
        }
    }

    @Test
    void aWindowHoldsItsPartOfTheGridAndZerosBeyond() {
        int height = 5;
        int width = 6;
        int side = 4;
        float[] values = counted(height * width);
        try (TensorScope scope = TensorScope.inference()) {
            Tensor grid = Tensors.of(values, TorchDevice.CPU, 1, height, width, 1);
            float[] windows = new Hiera.Windows(height, width, side).split(grid).toArray();
            for (int i = 0; i < windows.length; i++) {
                int window = i / (side * side);
                int y = window / 2 * side + i % (side * side) / side;
                int x = window % 2 * side + i % side;
                float expected = y < height && x < width ? values[y * width + x] : 0;
                assertThat(windows[i]).as("window %d at %d, %d", window, x, y).isEqualTo(expected);
            }
        }
    }

    private static float[] counted(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i + 1;
        }
        return values;
    }
}
