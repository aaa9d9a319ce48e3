package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.egoscope.perception.internal.segment.SharedWeights;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/** The reduced SAM 2.1 and what it gave at its stage boundaries. */
final class Golden {
    /** Constructor values of the reduced model, from its configuration file. */
    static final Sam2Shape REDUCED = new Sam2Shape(
            "sam2.1.reduced", 256, new HieraShape(12, 1, List.of(1, 2, 3, 2), Set.of(4, 5), List.of(8, 4, 14, 7), 7), 64, 16, 128, 2, 4, 4);

    private Golden() {}

    static Path file(String name) {
        return SharedWeights.folder("golden/sam").resolve(name);
    }

    static SafetensorsFile open(String name) {
        return SafetensorsFile.open(file(name));
    }

    static Tensor tensor(SafetensorsFile file, String name) {
        return Tensors.of(file.floats(name), TorchDevice.CPU);
    }

    /** Within 1e-4 plus 1e-3 of the value, see NOTES.md. */
    static void requireClose(String what, Tensor got, FloatTensor expected) {
        requireClose(what, got, expected, 1e-4, 1e-3);
    }

    static void requireClose(String what, Tensor got, FloatTensor expected, double absolute, double relative) {
        assertThat(FloatTensor.elementCount(got.shape())).as(what + " " + Arrays.toString(got.shape())).isEqualTo(expected.count());
        requireClose(what, got.toArray(), expected.toArray(), absolute, relative);
    }

    static void requireClose(String what, float[] got, float[] expected, double absolute, double relative) {
        int worst = 0;
        double excess = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < expected.length; i++) {
            double over = Math.abs(got[i] - expected[i]) - absolute - relative * Math.abs(expected[i]);
            if (!(over <= excess)) {
                excess = over;
                worst = i;
            }
        }
        assertThat(excess)
                .as("%s: worst at %d, got %s, expected %s", what, worst, got[worst], expected[worst])
                .isLessThanOrEqualTo(0);
    }

    /** Over all values; for runs in which roundings have grown. */
    static void requireCloseOnAverage(String what, float[] got, float[] expected, double most) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += (got[i] - expected[i]) * (double) (got[i] - expected[i]);
        }
        assertThat(Math.sqrt(sum / expected.length)).as(what).isLessThanOrEqualTo(most);
    }
}
