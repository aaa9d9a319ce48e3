package org.egoscope.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.VideoChunk;

/**
 * How footage is read.
 *
 * @param longSidePixels longer side of the frames the stages see; pictures are made smaller, never larger. Raising it shows
 *     smaller objects and costs time in every later stage
 * @param chunkDuration longest chunk, at most 2 s; lowering it lowers the delay of live sessions
 * @param chunkFrames most frames of a chunk, at most {@link VideoChunk#MAX_FRAMES}
 * @param readTimeout longest wait for one native open or read before the source counts as stalled
 * @param assumedFieldOfViewDegrees horizontal field of view of the upright picture where no calibration is found
 * @param cameraTiltDegrees how far the camera looks below where a level head looks, for recordings whose camera file and poses do not say
 *     how it is worn: 0 to 20 on glasses and headsets, 30 to 60 on a strap across the forehead; NaN to estimate it from the pictures
 * @param inlineLimitBytes largest payload of a live chunk that travels inside the message; larger ones go to the segment store
 * @param segmentDirectory segment store; needed only by live sources with chunks above the limit
 * @param decodeThreads threads of the decoder, 0 for as many as the machine has
 * @param poseFile pose sidecar to use in place of the one found beside the video
 * @param cameraFile camera file to use in place of the one found beside the video
 */
public record IngestConfig(
        int longSidePixels,
        Duration chunkDuration,
        int chunkFrames,
        Duration readTimeout,
        double assumedFieldOfViewDegrees,
        double cameraTiltDegrees,
        long inlineLimitBytes,
        Optional<Path> segmentDirectory,
        int decodeThreads,
        Optional<Path> poseFile,
        Optional<Path> cameraFile) {
    /** Longest chunk that any configuration may ask for: more would delay live sessions and grow the state of a retry. */
    public static final Duration MAX_CHUNK_DURATION = Duration.ofSeconds(2);

    /** Kafka's default message limit is 1 MiB; 768 kB leaves room for the headers, samples and the record's own framing. */
    private static final long DEFAULT_INLINE_LIMIT_BYTES = 768_000;

    /** GoPro "linear" is about 87 degrees, Ego4D and phone main cameras 70 to 100; the middle is assumed. */
    private static final double DEFAULT_FIELD_OF_VIEW_DEGREES = 90;

    /** Steeper is not worn on a head. */
    private static final int MOST_TILT_DEGREES = 90;

    public IngestConfig {
        require(longSidePixels >= 16 && longSidePixels <= 8192, "longSidePixels: expected 16..8192, got " + longSidePixels);
        require(
                !chunkDuration.isNegative() && !chunkDuration.isZero() && chunkDuration.compareTo(MAX_CHUNK_DURATION) <= 0,
                "chunkDuration: expected above zero and at most 2 s, got " + chunkDuration);
        require(
                chunkFrames >= 1 && chunkFrames <= VideoChunk.MAX_FRAMES,
                "chunkFrames: expected 1.." + VideoChunk.MAX_FRAMES + ", got " + chunkFrames);
        require(!readTimeout.isNegative() && !readTimeout.isZero(), "readTimeout: expected above zero, got " + readTimeout);
        require(
                assumedFieldOfViewDegrees >= 10 && assumedFieldOfViewDegrees <= 170,
                "assumedFieldOfViewDegrees: expected 10..170, got " + assumedFieldOfViewDegrees);
        require(
                Double.isNaN(cameraTiltDegrees) || Math.abs(cameraTiltDegrees) <= MOST_TILT_DEGREES,
                "cameraTiltDegrees: expected -" + MOST_TILT_DEGREES + ".." + MOST_TILT_DEGREES + " or NaN, got " + cameraTiltDegrees);
        require(inlineLimitBytes >= 0, "inlineLimitBytes: expected >= 0, got " + inlineLimitBytes);
        require(decodeThreads >= 0 && decodeThreads <= 64, "decodeThreads: expected 0..64, got " + decodeThreads);
    }

    public static IngestConfig defaults() {
        return new IngestConfig(
                512,
                MAX_CHUNK_DURATION,
                VideoChunk.MAX_FRAMES,
                Duration.ofSeconds(20),
                DEFAULT_FIELD_OF_VIEW_DEGREES,
                Double.NaN,
                DEFAULT_INLINE_LIMIT_BYTES,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    public IngestConfig withLongSidePixels(int pixels) {
        return new IngestConfig(
                pixels, chunkDuration, chunkFrames, readTimeout, assumedFieldOfViewDegrees, cameraTiltDegrees, inlineLimitBytes, segmentDirectory,
                decodeThreads, poseFile, cameraFile);
    }

    public IngestConfig withChunks(Duration longest, int mostFrames) {
        return new IngestConfig(
                longSidePixels, longest, mostFrames, readTimeout, assumedFieldOfViewDegrees, cameraTiltDegrees, inlineLimitBytes, segmentDirectory,
                decodeThreads, poseFile, cameraFile);
    }

    public IngestConfig withCameraTiltDegrees(double degrees) {
        return new IngestConfig(
                longSidePixels, chunkDuration, chunkFrames, readTimeout, assumedFieldOfViewDegrees, degrees, inlineLimitBytes,
                segmentDirectory, decodeThreads, poseFile, cameraFile);
    }

    public IngestConfig withReadTimeout(Duration timeout) {
        return new IngestConfig(
                longSidePixels, chunkDuration, chunkFrames, timeout, assumedFieldOfViewDegrees, cameraTiltDegrees, inlineLimitBytes, segmentDirectory,
                decodeThreads, poseFile, cameraFile);
    }

    public IngestConfig withSegmentStore(Path directory, long inlineLimit) {
        return new IngestConfig(
                longSidePixels, chunkDuration, chunkFrames, readTimeout, assumedFieldOfViewDegrees, cameraTiltDegrees, inlineLimit,
                Optional.of(directory), decodeThreads, poseFile, cameraFile);
    }

    public IngestConfig withDecodeThreads(int threads) {
        return new IngestConfig(
                longSidePixels, chunkDuration, chunkFrames, readTimeout, assumedFieldOfViewDegrees, cameraTiltDegrees, inlineLimitBytes,
                segmentDirectory, threads, poseFile, cameraFile);
    }

    public IngestConfig withSidecars(Optional<Path> poses, Optional<Path> camera) {
        return new IngestConfig(
                longSidePixels, chunkDuration, chunkFrames, readTimeout, assumedFieldOfViewDegrees, cameraTiltDegrees, inlineLimitBytes,
                segmentDirectory, decodeThreads, poses, camera);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw PipelineException.badConfig(message);
        }
    }
}
