package org.egoscope.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Recordings that no camera would have left whole, written byte by byte or cut out of a good one. */
final class BrokenFiles {
    private static final long DAMAGE_SEED = 11;
    private static final int PIECES = 10;

    private BrokenFiles() {}

    static Path empty(Path file) {
        return write(file, new byte[0]);
    }

    static Path text(Path file) {
        return write(file, "#EXTM3U\nthis is text that calls itself a video\n".repeat(200).getBytes(StandardCharsets.UTF_8));
    }

    /** A tenth of a second of silence and no picture: PCM, mono, 8 kHz, 8 bit. */
    static Path sound(Path file) {
        ByteBuffer header = words().put(ascii("auds")).putInt(0).putInt(0).putInt(0).putInt(0);
        header.putInt(1).putInt(8_000).putInt(0).putInt(800).putInt(80).putInt(-1).putInt(1).putLong(0);
        ByteBuffer format = words().putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(8_000);
        format.putShort((short) 1).putShort((short) 8);
        return avi(file, header, format, "00wb", new byte[80]);
    }

    /** Ten frames of one uncompressed pixel. */
    static Path onePixel(Path file) {
        ByteBuffer header = words().put(ascii("vidsDIB ")).putInt(0).putInt(0).putInt(0);
        header.putInt(1).putInt(10).putInt(0).putInt(PIECES).putInt(4).putInt(-1).putInt(4).putLong(0);
        ByteBuffer format = words().putInt(40).putInt(1).putInt(1).putShort((short) 1).putShort((short) 24);
        format.putInt(0).putInt(4).put(new byte[16]);
        return avi(file, header, format, "00db", new byte[] {50, 100, 127, 0});
    }

    /** RIFF/AVI with one stream: a list of headers (avih, strh, strf) and a list of pieces. */
    private static Path avi(Path file, ByteBuffer header, ByteBuffer format, String pieceName, byte[] piece) {
        ByteBuffer main = words().putInt(100_000).putInt(8_000).putInt(0).putInt(0).putInt(PIECES);
        main.putInt(0).putInt(1).putInt(4).putInt(1).putInt(1).put(new byte[16]);
        byte[] stream = list("strl", chunk("strh", bytes(header)), chunk("strf", bytes(format)));
        byte[][] pieces = new byte[PIECES][];
        Arrays.fill(pieces, chunk(pieceName, piece));
        byte[] body = join(ascii("AVI "), list("hdrl", chunk("avih", bytes(main)), stream), list("movi", pieces));
        return write(file, chunk("RIFF", body));
    }

    private static byte[] list(String name, byte[]... parts) {
        return chunk("LIST", join(ascii(name), join(parts)));
    }

    private static byte[] chunk(String name, byte[] body) {
        return bytes(ByteBuffer.allocate(body.length + 8).order(ByteOrder.LITTLE_ENDIAN).put(ascii(name)).putInt(body.length).put(body));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static ByteBuffer words() {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer written) {
        return Arrays.copyOf(written.array(), written.position());
    }

    /** The first half: the index is at the front, so the rest is announced and not there. */
    static Path firstHalf(Path whole, Path file) {
        byte[] bytes = read(whole);
        return write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    /** Ends before the index, as a recording does whose battery died. */
    static Path withoutIndex(Path whole, Path file) {
        byte[] bytes = read(whole);
        int index = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("moov");
        return write(file, Arrays.copyOf(bytes, index - 4));
    }

    /** Random bytes over five hundredths of the file, in the middle. */
    static Path damaged(Path whole, Path file) {
        byte[] bytes = read(whole);
        Random random = new Random(DAMAGE_SEED);
        int from = bytes.length / 2;
        for (int i = from; i < from + bytes.length / 20; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return write(file, bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
