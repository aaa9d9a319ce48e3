package org.egoscope.ingest.internal.vrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;

/** Frames put together by hand from the format's description. */
class Lz4FrameTest {
    private static final int LINKED = 0x40;

    private static ByteBuffer frame(byte[]... blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x04, 0x22, 0x4d, 0x18, LINKED, 0x40, 0});
        for (byte[] block : blocks) {
            out.writeBytes(new byte[] {(byte) block.length, (byte) (block.length >> 8), 0, 0});
            out.writeBytes(block);
        }
        out.writeBytes(new byte[4]);
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static String text(ByteBuffer frame, int size) {
        return new String(Lz4Frame.unpack(frame, size), StandardCharsets.US_ASCII);
    }

    @Test
    void literalsAndACopyThatReachesIntoItself() {
        // Two literals, then eight bytes from two back, then one literal at the end.
        assertThat(text(frame(bytes(0x24, 'a', 'b', 2, 0, 0x10, 'c')), 11)).isEqualTo("ababababab" + "c");
    }

    @Test
    void aBlockMayCopyFromTheOneBefore() {
        byte[] first = bytes(0x50, 'h', 'e', 'l', 'l', 'o');
        byte[] second = bytes(0x11, '-', 6, 0, 0x10, '!');
        assertThat(text(frame(first, second), 12)).isEqualTo("hello-hello!");
    }

    @Test
    void longLengthsGoOnInFurtherBytes() {
        // 1 literal, a copy of 15 + 255 + 30 + 4 bytes.
        assertThat(text(frame(bytes(0x1f, 'x', 1, 0, 255, 30, 0x10, 'y')), 306)).isEqualTo("x".repeat(305) + "y");
    }

    @Test
    void storedBlocksAreTakenAsTheyAre() {
        ByteBuffer frame = frame(bytes('r', 'a', 'w'));
        frame.put(10, (byte) 0x80);
        assertThat(text(frame, 3)).isEqualTo("raw");
    }

    @Test
    void damageIsRefusedWithoutReadingBeyondTheBytes() {
        ByteBuffer copyFromNowhere = frame(bytes(0x14, 'a', 9, 0, 0x10, 'b'));
        ByteBuffer good = frame(bytes(0x24, 'a', 'b', 2, 0, 0x10, 'c'));
        assertThatThrownBy(() -> Lz4Frame.unpack(copyFromNowhere, 10)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> Lz4Frame.unpack(good.duplicate(), 10)).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> Lz4Frame.unpack(good.duplicate(), 12)).hasMessageContaining("expected 12 bytes, got 11");
        for (int length = 0; length < good.limit(); length++) {
            ByteBuffer cut = good.duplicate().limit(length);
            assertThatThrownBy(() -> Lz4Frame.unpack(cut, 11)).as("cut at %d", length).isInstanceOf(PipelineException.class);
        }
    }
}
