package org.egoscope.ingest.internal.vrs;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.jspecify.annotations.Nullable;

/**
 * A picture as it stands in its record.
 *
 * @param captureNanos on the recording's clock
 * @param coding {@code raw}, {@code jpg}, {@code png} ...
 * @param shape of raw pixels
 * @param bytes little-endian
 */
record CodedPicture(long captureNanos, String coding, @Nullable RawShape shape, ByteBuffer bytes) {
    private static final int LARGEST_PICTURE = 1 << 27;

    /** Receives decoded pixels. */
    interface PixelSink<T> {
        T accept(ImageSize size, @Shape("H W 3") byte[] rgb);
    }

    /** RGB, grey repeated in the three channels. */
    <T> T decode(PixelSink<T> sink) {
        RawShape raw = shape;
        if (raw != null) {
            return sink.accept(raw.size(), rawToRgb(raw));
        }
        if (!coding.equals("jpg") && !coding.equals("png")) {
            throw PipelineException.badInput("picture: expected jpg, png or raw, got " + coding);
        }
        try (PointerScope scope = new PointerScope()) {
            byte[] code = new byte[bytes.limit()];
            bytes.get(0, code);
            // Data sets store pictures as the sensor gave them; a rotation in the file would turn what annotations index.
            int flags = opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
            Mat row = new Mat(1, code.length, org.bytedeco.opencv.global.opencv_core.CV_8UC1, new BytePointer(code));
            Mat picture = code.length == 0 ? new Mat() : opencv_imgcodecs.imdecode(row, flags);
            if (picture.empty() || picture.total() > LARGEST_PICTURE || Math.max(picture.cols(), picture.rows()) > ImageSize.MAX_SIDE) {
                throw PipelineException.badInput("picture: expected " + coding + " data of up to " + LARGEST_PICTURE + " pixels, got "
                        + code.length + " bytes that do not decode");
            }
            opencv_imgproc.cvtColor(picture, picture, opencv_imgproc.COLOR_BGR2RGB);
            byte[] rgb = new byte[(int) picture.total() * 3];
            new BytePointer(picture.data()).get(rgb);
            return sink.accept(new ImageSize(picture.cols(), picture.rows()), rgb);
        }
    }

    private byte[] rawToRgb(RawShape raw) {
        requireBytes(raw);
        int width = raw.size().width();
        byte[] rgb = new byte[raw.size().pixels() * 3];
        for (int y = 0, at = 0; y < raw.size().height(); y++) {
            for (int x = 0; x < width; x++, at += 3) {
                writePixel(raw.format(), y * raw.stride() + x * raw.format().bytes(), rgb, at);
            }
        }
        return rgb;
    }

    private void writePixel(PixelFormat format, int from, byte[] rgb, int at) {
        switch (format) {
            case GREY8 -> Arrays.fill(rgb, at, at + 3, bytes.get(from));
            case GREY10 -> Arrays.fill(rgb, at, at + 3, (byte) (bytes.getShort(from) >> 2));
            case GREY16 -> Arrays.fill(rgb, at, at + 3, bytes.get(from + 1));
            case RGB8, RGBA8 -> bytes.get(from, rgb, at, 3);
            case BGR8 -> {
                rgb[at] = bytes.get(from + 2);
                rgb[at + 1] = bytes.get(from + 1);
                rgb[at + 2] = bytes.get(from);
            }
            case SCALAR64 -> throw PipelineException.badInput("picture: expected colour or grey pixels, got " + format);
        }
    }

    /** The 64-bit numbers of a picture of format {@link PixelFormat#SCALAR64}, row-major. */
    @Shape("H W") long[] numbers() {
        RawShape raw = shape;
        if (raw == null || raw.format() != PixelFormat.SCALAR64) {
            throw PipelineException.badInput("picture: expected pixels of 64 bits, got " + (raw == null ? coding : raw.format()));
        }
        requireBytes(raw);
        int width = raw.size().width();
        long[] numbers = new long[raw.size().pixels()];
        for (int y = 0, at = 0; y < raw.size().height(); y++) {
            for (int x = 0; x < width; x++) {
                numbers[at++] = bytes.getLong(y * raw.stride() + x * 8);
            }
        }
        return numbers;
    }

    private void requireBytes(RawShape raw) {
        if (raw.leastBytes() > bytes.limit()) {
            throw PipelineException.badInput("picture: expected " + raw.leastBytes() + " bytes for " + raw.size() + " " + raw.format() + ", got " + bytes.limit());
        }
    }
}
