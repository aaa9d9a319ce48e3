package org.egoscope.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMemoryTest {
    private static final TorchDevice CPU = TorchDevice.CPU;
    private static final int LARGE = 48 << 20;

    @TempDir
    private Path folder;

    /** One float tensor {@code w}; spaces end the header. */
    private Path write(int spaces, int count, float... first) throws IOException {
        String json = "{\"w\":{\"dtype\":\"F32\",\"shape\":[" + count + "],\"data_offsets\":[0," + 4L * count + "]}}";
        byte[] header = (json + " ".repeat(spaces + (8 - json.length() % 8) % 8)).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer start = ByteBuffer.allocate(8 + header.length + 4 * first.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(header.length).put(header);
        for (float value : first) {
            start.putFloat(value);
        }
        Path file = Files.write(folder.resolve("w" + spaces + ".safetensors"), start.array());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(8 + header.length + 4L * count);
        }
        return file;
    }

    private static FrozenWeights load(Path file) {
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            return FrozenWeights.load(source, Map.of("w", new long[] {-1}), name -> false, CPU);
        }
    }

    /** Pages of files do not count; they are the system's to take back. */
    private static long ownBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "no " + status);
        String line = Files.readAllLines(status).stream().filter(text -> text.startsWith("RssAnon")).findFirst().orElse("");
        assumeTrue(!line.isEmpty(), "no RssAnon in " + status);
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }

    @Test
    void takeNoMemoryOfTheSizeOfTheFile() throws IOException {
        Path file = write(0, LARGE, 1, 2);
        try (TensorScope scope = TensorScope.inference()) {
            Tensors.full(1, CPU, 1000).sum().item();
        }
        long before = ownBytes();
        try (FrozenWeights weights = load(file);
                TensorScope scope = TensorScope.inference()) {
            assertThat(weights.get("w").sum().item()).as("every page was read").isEqualTo(3);
            assertThat(ownBytes() - before).as("bytes for a file of %d", 4L * LARGE).isLessThan(LARGE);
        }
    }

    @Test
    void refuseToWriteIntoAFile() throws IOException {
        try (FrozenWeights weights = load(write(0, 6, 1, 2, 3, 4, 5, 6));
                TensorScope scope = TensorScope.inference()) {
            Tensor mapped = weights.get("w");
            Tensor other = Tensors.full(2, CPU, 6);
            assertThatThrownBy(() -> mapped.mulInPlace(2)).isInstanceOf(IllegalStateException.class).hasMessageContaining("mapped file");
            assertThatThrownBy(() -> mapped.addInPlace(other, 2)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> mapped.lerpInPlace(other, 2)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> mapped.addProductInPlace(other, other, 2)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> mapped.addQuotientInPlace(other, other, 2)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> mapped.copyInPlace(other)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> mapped.reshape(2, 3).narrow(0, 1, 1).mulInPlace(2)).as("a view").isInstanceOf(IllegalStateException.class);
            assertThat(other.copyInPlace(mapped).mulInPlace(2).toArray()).containsExactly(2, 4, 6, 8, 10, 12);
        }
    }

    @Test
    void shareWhatMayBeWritten() {
        FloatTensor values = FloatTensor.of(new float[] {1, 2, 3}, 3);
        try (TensorScope scope = TensorScope.withoutGradients()) {
            Tensors.sharing(values, CPU).mulInPlace(2);
            assertThat(values.toArray()).containsExactly(2, 4, 6);
            assertThat(Tensors.sharing(FloatTensor.allocate(0, 3), CPU).shape()).containsExactly(0, 3);
        }
    }

    @Test
    void holdTheFileWhileAViewOfItLives() throws IOException {
        int before = SharedMemory.blocks();
        Tensor view;
        FrozenWeights weights = load(write(0, 6, 1, 2, 3, 4, 5, 6));
        assertThat(SharedMemory.blocks()).isEqualTo(before + 1);
        try (TensorScope scope = TensorScope.inference()) {
            view = weights.get("w").reshape(2, 3).narrow(0, 1, 1).keep();
        }
        weights.close();
        System.gc();
        assertThat(SharedMemory.blocks()).isEqualTo(before + 1);
        try (TensorScope scope = TensorScope.inference()) {
            assertThat(view.add(0).toArray()).containsExactly(4, 5, 6);
        }
        view.release();
        assertThat(SharedMemory.blocks()).isEqualTo(before);
    }

    @Test
    void copyWhatLiesAcrossWholeFloats() throws IOException {
        for (int spaces = 0; spaces < 8; spaces++) {
            int before = SharedMemory.blocks();
            try (FrozenWeights weights = load(write(spaces, 3, 7, 8, 9));
                    TensorScope scope = TensorScope.inference()) {
                assertThat(weights.get("w").add(0).toArray()).as("%d spaces", spaces).containsExactly(7, 8, 9);
                assertThat(SharedMemory.blocks() - before).as("%d spaces", spaces).isEqualTo(spaces % 4 == 0 ? 1 : 0);
            }
        }
    }
}
