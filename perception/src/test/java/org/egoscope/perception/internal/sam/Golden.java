package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
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

    /** Compares values in row-major order; sides of 1 do not matter. */
    public void check(String name, Tensor actual) {
        check(name, actual.toArray());
    }

    public void check(String name, float[] actual) {
        FloatTensor expected = file.floats(name);
        assertThat(actual.length).as(name + " count").isEqualTo(expected.count());
        double worst = 0;
        int at = -1;
        for (int i = 0; i < actual.length; i++) {
            double excess = Math.abs(actual[i] - expected.get(i)) - (ABSOLUTE + RELATIVE * Math.abs(expected.get(i)));
            if (!(excess <= worst)) {
                worst = excess;
                at = i;
            }
        }
        assertThat(at).as("%s: first of the worst deviations: got %s, expected %s", name, at < 0 ? "" : actual[at],
                        at < 0 ? "" : expected.get(at)).isEqualTo(-1);
    }

    @Override
    public void close() {
        file.close();
    }
}
