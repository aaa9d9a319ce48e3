package org.egoscope.ingest;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.ingest.internal.ffmpeg.EncodedWriter;

/**
 * Writes RGB pictures as a video. The container follows the file name's ending (mp4, mkv, webm, avi, ts).
 *
 * <p>The same pictures and settings give the same bytes: no time stamps or versions are written, and the encoders run on one thread.
 * {@link #finish} completes the file; one that is closed without it is not playable.
 */
public final class VideoEncoder implements AutoCloseable {
    private final EncodedWriter writer;

    /** Coding format, with the encoder that FFmpeg's LGPL build has for it. */
    public enum Codec {
        /** Cisco's OpenH264: no B pictures. */
        H264("libopenh264"),
        MPEG4("mpeg4"),
        MPEG2("mpeg2video"),
        MJPEG("mjpeg"),
        VP8("libvpx"),
        VP9("libvpx-vp9"),
        AV1("libaom-av1"),
        /** Lossless on the picture as converted to YUV. */
        FFV1("ffv1");

        private final String encoderName;

        Codec(String encoderName) {
            this.encoderName = encoderName;
        }

        public String encoderName() {
            return encoderName;
        }
    }

    /**
     * How to encode.
     *
     * @param codec coding format
     * @param size of the pictures; both sides even
     * @param framesPerSecond nominal rate, which B picture codecs hold exactly; presentation times are given per picture
     * @param bitsPerSecond target rate
     * @param keyFrameInterval frames from one key frame to the next
     * @param bFrames pictures coded out of order between two references (MPEG-2 and 4 only)
     * @param rotationDegrees clockwise turn that players shall apply, 0, 90, 180 or 270
     */
    public record Settings(
            Codec codec,
            ImageSize size,
            int framesPerSecond,
            long bitsPerSecond,
            int keyFrameInterval,
            int bFrames,
            int rotationDegrees) {
        public Settings {
            if (size.width() % 2 != 0 || size.height() % 2 != 0) {
                throw PipelineException.badConfig("encoder: expected even sides, got " + size);
            }
            if (framesPerSecond < 1 || framesPerSecond > 1000 || keyFrameInterval < 1 || bFrames < 0 || bFrames > 8) {
                throw PipelineException.badConfig("encoder: expected 1..1000 fps, key interval >= 1, 0..8 B frames, got "
                        + framesPerSecond + ", " + keyFrameInterval + ", " + bFrames);
            }
            if (bitsPerSecond < 1000 || rotationDegrees % 90 != 0 || rotationDegrees < 0 || rotationDegrees > 270) {
                throw PipelineException.badConfig("encoder: expected >= 1000 bit/s and quarter turns, got " + bitsPerSecond + ", "
                        + rotationDegrees);
            }
        }

        /** H.264 at 2 Mbit/s with a key frame each second. */
        public static Settings h264(ImageSize size, int framesPerSecond) {
            return new Settings(Codec.H264, size, framesPerSecond, 2_000_000, framesPerSecond, 0, 0);
        }

        public Settings withCodec(Codec other, int bPictures) {
            return new Settings(other, size, framesPerSecond, bitsPerSecond, keyFrameInterval, bPictures, rotationDegrees);
        }

        public Settings withBitsPerSecond(long rate) {
            return new Settings(codec, size, framesPerSecond, rate, keyFrameInterval, bFrames, rotationDegrees);
        }

        public Settings withKeyFrameInterval(int frames) {
            return new Settings(codec, size, framesPerSecond, bitsPerSecond, frames, bFrames, rotationDegrees);
        }

        public Settings withRotation(int degrees) {
            return new Settings(codec, size, framesPerSecond, bitsPerSecond, keyFrameInterval, bFrames, degrees);
        }
    }

    private VideoEncoder(EncodedWriter writer) {
        this.writer = writer;
    }

    public static VideoEncoder create(Path file, Settings settings) {
        return new VideoEncoder(EncodedWriter.create(file, settings));
    }

    /**
     * Adds a picture.
     *
     * @param rgb {@code [H, W, 3]} bytes from position 0; direct buffers are copied faster
     * @param timeNanos presentation time, rising, from 0
     */
    public void write(@Shape("H W 3") ByteBuffer rgb, long timeNanos) {
        writer.write(rgb, timeNanos);
    }

    /** Writes what the encoder still holds and the index. */
    public void finish() {
        writer.finish();
    }

    @Override
    public void close() {
        writer.close();
    }
}
