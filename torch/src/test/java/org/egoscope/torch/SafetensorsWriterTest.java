package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.egoscope.torch.internal.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    private static final long SEED = 42;

    /** Bits of the infinite half, one above the largest finite one. */
    private static final int INFINITE = 0x7c00;

    @TempDir
    private Path folder;

    private static SortedMap<String, FloatTensor> tensors(SplittableRandom random) {
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        long[][] shapes = {{}, {0, 3}, {1}, {5}, {3, 2}, {2, 1, 4}};
        for (int n = 0; n < shapes.length; n++) {
            float[] values = new float[FloatTensor.elementCount(shapes[n])];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            tensors.put("layer." + (9 - n) + ".weight", FloatTensor.of(values, shapes[n]));
        }
        tensors.put("ünïcode \"quoted\"", FloatTensor.of(new float[] {Float.NaN, Float.NEGATIVE_INFINITY, -0f}, 3));
        return tensors;
    }

    /** The value of a half by the standard's definition; what follows the largest finite one counts as 2^16 for rounding. */
    private static double valueOfHalf(int magnitude) {
        int exponent = magnitude >> 10;
        int fraction = magnitude & 0x3ff;
        return exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
    }

    @Test
    void giveFloatsBackBitForBit() {
        SortedMap<String, FloatTensor> tensors = tensors(new SplittableRandom(SEED));
        Path file = folder.resolve("float.safetensors");
        SafetensorsWriter.write(file, tensors, false, Map.of());
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.metadata()).isEmpty();
            assertThat(read.names()).containsExactlyElementsOf(tensors.keySet());
            tensors.forEach((name, tensor) -> {
                assertThat(read.entry(name).type()).isEqualTo(SafetensorsFile.DataType.F32);
                assertThat(read.floats(name).shape()).containsExactly(tensor.shape());
                assertThat(read.floats(name).toArray()).as("seed %d, %s", SEED, name).isEqualTo(tensor.toArray());
            });
        }
    }

    @Test
    void giveHalvesBackWithinHalfAStep() {
        SortedMap<String, FloatTensor> tensors = tensors(new SplittableRandom(SEED));
        Path file = folder.resolve("half.safetensors");
        SafetensorsWriter.write(file, tensors, true, Map.of());
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            tensors.forEach((name, tensor) -> {
                assertThat(read.entry(name).type()).isEqualTo(SafetensorsFile.DataType.F16);
                assertThat(read.floats(name).shape()).containsExactly(tensor.shape());
                for (int i = 0; i < tensor.count(); i++) {
                    float value = tensor.get(i);
                    float got = read.floats(name).get(i);
                    if (Float.isFinite(value)) {
                        // 11 significant bits, subnormal below 2^-14.
                        double bound = Math.max(Math.abs(value) * 0x1p-11, 0x1p-25);
                        assertThat(Math.abs((double) got - value)).as("seed %d, %s", SEED, value).isLessThanOrEqualTo(bound);
                    } else {
                        assertThat(Float.compare(got, value)).as("%s as half", value).isZero();
                    }
                }
            });
        }
    }

    @Test
    void giveEveryHalfBackAsItself() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            short half = (short) bits;
            float value = Elements.halfToFloat(half);
            short again = SafetensorsWriter.floatToHalf(value);
            if (Float.isNaN(value)) {
                assertThat((bits & 0x7fff) > INFINITE).as("half %x", bits).isTrue();
                assertThat((again & 0x7fff) > INFINITE && (again & 0x8000) == (bits & 0x8000)).as("half %x", bits).isTrue();
            } else {
                assertThat(again).as("half %x", bits).isEqualTo(half);
            }
        }
    }

    /** A midpoint has one bit more than a half and is exact in float, and so are its neighbours in float. */
    @Test
    void roundEveryMidpointToEvenAndItsNeighboursToTheNearest() {
        for (int bits = 0; bits < INFINITE; bits++) {
            float middle = (float) ((valueOfHalf(bits) + valueOfHalf(bits + 1)) / 2);
            assertHalf(middle, bits % 2 == 0 ? bits : bits + 1);
            assertHalf(Math.nextDown(middle), bits);
            assertHalf(Math.nextUp(middle), bits + 1);
        }
    }

    private static void assertHalf(float value, int magnitude) {
        int got = SafetensorsWriter.floatToHalf(value) & 0xffff;
        int negated = SafetensorsWriter.floatToHalf(-value) & 0xffff;
        if (got != magnitude || negated != (magnitude | 0x8000)) {
            throw new AssertionError("%s (%a): expected half %x, got %x and, negated, %x".formatted(value, value, magnitude, got, negated));
        }
    }

    @Test
    void roundFloatsOfAllMagnitudesToTheNearestHalf() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] halves = new double[INFINITE + 1];
        for (int bits = 0; bits < halves.length; bits++) {
            halves[bits] = valueOfHalf(bits);
        }
        for (int i = 0; i < 400_000; i++) {
            // Any bits, or magnitudes where halves are; both with subnormal floats.
            int bits = i % 2 == 0 ? random.nextInt() & 0x7fffffff : random.nextInt(0x32000000, 0x48000000);
            float value = Float.intBitsToFloat(bits);
            if (!Float.isNaN(value)) {
                assertHalf(value, nearest(halves, value));
            }
        }
    }

    private static int nearest(double[] halves, double value) {
        int low = 0;
        int high = halves.length - 1;
        if (value >= halves[high]) {
            return INFINITE;
        }
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (halves[middle] <= value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double toLow = value - halves[low];
        double toHigh = halves[high] - value;
        return toLow < toHigh || toLow == toHigh && low % 2 == 0 ? low : high;
    }

    @Test
    void keepTheSpecialValues() {
        assertHalf(0, 0);
        assertHalf(65_504, 0x7bff);
        assertHalf(Math.nextDown(65_520f), 0x7bff);
        assertHalf(65_520, INFINITE);
        assertHalf(Float.MAX_VALUE, INFINITE);
        assertHalf(Float.POSITIVE_INFINITY, INFINITE);
        assertHalf(Float.MIN_VALUE, 0);
        assertHalf(0x1p-25f, 0);
        assertHalf(Math.nextUp(0x1p-25f), 1);
        assertHalf(0x1p-14f, 0x400);
        for (int bits : new int[] {0x7f800001, 0x7fc00000, 0x7fffffff, 0xffc00000, 0xff800001}) {
            int half = SafetensorsWriter.floatToHalf(Float.intBitsToFloat(bits)) & 0xffff;
            assertThat(half & 0x7fff).as("NaN of bits %x", bits).isGreaterThan(INFINITE);
        }
    }

    @Test
    void keepMetadataAndAlignTheData() throws IOException {
        for (int length = 0; length < 9; length++) {
            Map<String, String> metadata = Map.of("note", "x".repeat(length), "größe", "22 \"joints\"\n");
            Path file = folder.resolve("meta.safetensors");
            SafetensorsWriter.write(file, tensors(new SplittableRandom(SEED)), false, metadata);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int header = (int) bytes.getLong();
            assertThat(header % 8).as("note of %d", length).isZero();
            String json = new String(bytes.array(), 8, header, StandardCharsets.UTF_8);
            assertThat(json).startsWith("{").matches("(?s).*} {0,7}");
            try (SafetensorsFile read = SafetensorsFile.open(file)) {
                assertThat(read.metadata()).isEqualTo(metadata);
            }
        }
    }

    @Test
    void writeValuesLittleEndianOneTensorAfterTheOther() throws IOException {
        Path file = folder.resolve("order.safetensors");
        SortedMap<String, FloatTensor> tensors = new TreeMap<>(Map.of(
                "b", FloatTensor.of(new float[] {3}, 1), "a", FloatTensor.of(new float[] {1.5f, -2}, 2)));
        SafetensorsWriter.write(file, tensors, false, Map.of());
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer data = ByteBuffer.wrap(bytes, bytes.length - 12, 12).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(List.of(data.getFloat(), data.getFloat(), data.getFloat())).containsExactly(1.5f, -2f, 3f);
        SafetensorsWriter.write(file, tensors, true, Map.of());
        byte[] half = Files.readAllBytes(file);
        assertThat(half).endsWith(0x00, 0x3e, 0x00, 0xc0, 0x00, 0x42);
    }

    @Test
    void writeTheSameBytesWhateverTheOrderOfTheMetadata() throws IOException {
        Map<String, String> forward = new LinkedHashMap<>();
        Map<String, String> backward = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            forward.put("key" + i, "value" + i);
            backward.put("key" + (4 - i), "value" + (4 - i));
        }
        Path one = folder.resolve("one.safetensors");
        Path two = folder.resolve("two.safetensors");
        SafetensorsWriter.write(one, tensors(new SplittableRandom(SEED)), false, forward);
        SafetensorsWriter.write(two, tensors(new SplittableRandom(SEED)), false, backward);
        assertThat(Files.readAllBytes(two)).isEqualTo(Files.readAllBytes(one));
    }

    @Test
    void replaceAnOlderFileAndLeaveNothingElse() throws IOException {
        Path file = Files.write(folder.resolve("t.safetensors"), new byte[100_000]);
        Files.write(folder.resolve("t.safetensors.tmp"), new byte[100_000]);
        SafetensorsWriter.write(file, tensors(new SplittableRandom(SEED)), true, Map.of());
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).hasSize(7);
        }
        assertOnly("t.safetensors");
    }

    private void assertOnly(String... names) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    /** Breaks in the middle of the data. */
    private static SortedMap<String, FloatTensor> breaking() {
        return new TreeMap<>(tensors(new SplittableRandom(SEED))) {
            private static final long serialVersionUID = 1L;

            @Override
            public Collection<FloatTensor> values() {
                throw new IllegalStateException("power is out");
            }
        };
    }

    @Test
    void leaveTheOldFileWhereWritingBreaksOff() throws IOException {
        Path file = Files.writeString(folder.resolve("t.safetensors"), "old");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, breaking(), false, Map.of()))
                .isInstanceOf(IllegalStateException.class).hasMessage("power is out");
        assertThat(file).hasContent("old");
        assertOnly("t.safetensors");
    }

    @Test
    void leaveTheOldFileWhereTheDeviceIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no device that is always full");
        Path file = Files.writeString(folder.resolve("t.safetensors"), "old");
        Files.createSymbolicLink(folder.resolve("t.safetensors.tmp"), full);
        assertThatThrownBy(() -> SafetensorsWriter.write(file, tensors(new SplittableRandom(SEED)), false, Map.of()))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("t.safetensors").hasMessageContaining("No space left");
        assertThat(file).hasContent("old");
        assertOnly("t.safetensors");
    }

    @Test
    void sayWhichFileCannotBeWritten() throws IOException {
        Path occupied = Files.createDirectory(folder.resolve("occupied"));
        Files.writeString(occupied.resolve("inside"), "old");
        SortedMap<String, FloatTensor> tensors = tensors(new SplittableRandom(SEED));
        assertThatThrownBy(() -> SafetensorsWriter.write(occupied, tensors, false, Map.of()))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("occupied");
        assertThat(occupied.resolve("inside")).hasContent("old");
        assertThatThrownBy(() -> SafetensorsWriter.write(folder.resolve("absent/t"), tensors, false, Map.of()))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("absent");
        Files.createDirectory(folder.resolve("blocked.tmp"));
        assertThatThrownBy(() -> SafetensorsWriter.write(folder.resolve("blocked"), tensors, false, Map.of()))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("blocked");
        assertOnly("occupied", "blocked.tmp");
    }
}
