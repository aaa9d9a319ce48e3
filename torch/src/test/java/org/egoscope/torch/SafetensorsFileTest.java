package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.internal.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    private Path folder;

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("t.safetensors"), file.array());
    }

    @Test
    void readEveryElementTypeAsItsValues() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(42).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1.5f).putFloat(-2);
        data.putShort((short) 0x3c00).putShort((short) 0xc000);
        data.putShort((short) 0x3fc0).putShort((short) 0xc000);
        data.putLong(-7).putLong(1L << 40);
        data.put((byte) 200).put((byte) 3);
        data.putDouble(0.25);
        Path file = write(
                """
                {"__metadata__":{"made":"by hand"},
                 "f32":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
                 "f16":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},
                 "bf16":{"dtype":"BF16","shape":[1,2],"data_offsets":[12,16]},
                 "i64":{"dtype":"I64","shape":[2],"data_offsets":[16,32]},
                 "u8":{"dtype":"U8","shape":[2],"data_offsets":[32,34]},
                 "f64":{"dtype":"F64","shape":[],"data_offsets":[34,42]},
                 "none":{"dtype":"F32","shape":[0,4],"data_offsets":[42,42]}}""",
                data.array());
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            assertThat(tensors.metadata()).containsEntry("made", "by hand");
            assertThat(tensors.names()).containsExactly("bf16", "f16", "f32", "f64", "i64", "none", "u8");
            assertThat(tensors.floats("f32").shape()).containsExactly(2, 1);
            assertThat(tensors.floats("f32").toArray()).containsExactly(1.5f, -2);
            assertThat(tensors.floats("f32").isReadOnly()).isTrue();
            assertThat(tensors.floats("f16").toArray()).containsExactly(1, -2);
            assertThat(tensors.floats("bf16").toArray()).containsExactly(1.5f, -2);
            assertThat(tensors.longs("i64")).containsExactly(-7, 1L << 40);
            assertThat(tensors.floats("u8").toArray()).containsExactly(200, 3);
            assertThat(tensors.floats("f64").toArray()).containsExactly(0.25f);
            assertThat(tensors.floats("none").count()).isZero();
            assertThatThrownBy(() -> tensors.floats("absent")).isInstanceOf(PipelineException.class);
        }
    }

    @Test
    void widenEveryFiniteHalfExactly() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            int exponent = bits >> 10;
            int fraction = bits & 0x3ff;
            double expected = exponent == 0
                    ? fraction * Math.pow(2, -24)
                    : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
            assertThat((double) Elements.halfToFloat((short) bits)).isEqualTo(expected);
            assertThat((double) Elements.halfToFloat((short) (bits | 0x8000))).isEqualTo(-expected);
        }
        assertThat(Elements.halfToFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Elements.halfToFloat((short) 0x7e00)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} x",
                "[1,2,3]",
                "{\"a\":",
                "",
            })
    void refuseAHeaderThatBreaksTheFormat(String header) throws IOException {
        Path file = write(header, new byte[8]);
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL))
                .hasMessageContaining("t.safetensors")
                .hasMessageContaining("expected");
    }

    @Test
    void refuseAHeaderLengthBeyondTheFile() throws IOException {
        for (long length : new long[] {-1, 0, 9, Long.MAX_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
            Path file = Files.write(folder.resolve("length.safetensors"), bytes);
            assertThatThrownBy(() -> SafetensorsFile.open(file)).as("length %d", length).isInstanceOf(PipelineException.class);
        }
        Path empty = Files.write(folder.resolve("empty.safetensors"), new byte[3]);
        assertThatThrownBy(() -> SafetensorsFile.open(empty)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("absent"))).isInstanceOf(PipelineException.class);
    }

    @Test
    void surviveDamagedFilesWithAClearErrorOrConsistentTensors() throws IOException {
        byte[] good = Files.readAllBytes(write(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", new byte[8]));
        SplittableRandom random = new SplittableRandom(5);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length - 8)] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(folder.resolve("damaged.safetensors"), bad);
            try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
                for (String name : tensors.names()) {
                    assertThat(tensors.bytes(name).remaining()).as("seed 5, case %d", i).isEqualTo(8);
                }
            } catch (PipelineException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.MODEL);
                refused++;
            }
        }
        assertThat(refused).as("seed 5").isGreaterThan(400);
    }
}
