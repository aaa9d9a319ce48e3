package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.assertj.core.api.ThrowingConsumer;
import org.egoscope.perception.internal.segment.SharedWeights;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/** Tensors that the reference implementation gave; its NOTES.md names the tolerance: 1e-4 absolute plus 1e-3 relative. */
public final class Golden implements AutoCloseable {
    private static final double ABSOLUTE = 1e-4;
    private static final double RELATIVE = 1e-3;

    private final SafetensorsFile file;

    private Golden(SafetensorsFile file) {
        this.file = file;
    }

    /** Skips the test where the reference files are absent. */
    public static Path folder() {
        return SharedWeights.folder("golden/sam");
    }

    public static Golden open(String name) {
        return new Golden(SafetensorsFile.open(folder().resolve(name + ".golden.safetensors")));
    }

    public static SafetensorsFile weights(String name) {
        return SafetensorsFile.open(folder().resolve(name + ".safetensors"));
    }

    public boolean has(String name) {
        return file.contains(name);
    }

    public FloatTensor values(String name) {
        return file.floats(name);
    }

    public Tensor tensor(String name) {
        return Tensors.of(file.floats(name), TorchDevice.CPU);
    }

    public ByteBuffer bytes(String name) {
        ByteBuffer mapped = file.bytes(name);
        ByteBuffer direct = ByteBuffer.allocateDirect(mapped.remaining());
        return direct.put(mapped).flip();
    }

    public long[] shape(String name) {
        return file.shape(name);
    }

    /** What a tensor must be: these values in row-major order within the tolerance; sides of 1 do not matter. */
    public ThrowingConsumer<Tensor> equalTo(String name) {
        return actual -> assertThat(actual.toArray()).satisfies(valuesOf(name));
    }

    /** What an array must be. */
    public ThrowingConsumer<float[]> valuesOf(String name) {
        FloatTensor expected = file.floats(name);
        return values -> {
            assertThat(values.length).as(name + " count").isEqualTo(expected.count());
            if (values.length == 0) {
                return;
            }
            int worst = 0;
            for (int i = 1; i < values.length; i++) {
                worst = Double.compare(excess(values[i], expected.get(i)), excess(values[worst], expected.get(worst))) > 0 ? i : worst;
            }
            assertThat((double) values[worst])
                    .as("%s: worst of %d values, number %d", name, values.length, worst)
                    .isCloseTo(expected.get(worst), within(tolerance(expected.get(worst))));
        };
    }

    private static double tolerance(float expected) {
        return ABSOLUTE + RELATIVE * Math.abs(expected);
    }

    private static double excess(float actual, float expected) {
        return Math.abs(actual - expected) - tolerance(expected);
    }

    @Override
    public void close() {
        file.close();
    }
}
