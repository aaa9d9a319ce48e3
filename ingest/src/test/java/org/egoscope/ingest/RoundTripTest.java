package org.egoscope.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.egoscope.core.video.ChunkPayload;
import org.egoscope.core.video.VideoChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame once, in order, at its exact time, through encode, cut and decode. */
class RoundTripTest {
    private static final int FPS = 30;
    private static final IngestConfig CONFIG = IngestConfig.defaults();

    @TempDir
    private Path folder;

    private static VideoEncoder.Settings settings(VideoEncoder.Codec codec, int keyInterval, int bFrames) {
        return VideoEncoder.Settings.h264(NumberedClip.SIZE, FPS)
                .withBitsPerSecond(4_000_000)
                .withKeyFrameInterval(keyInterval)
                .withCodec(codec, bFrames);
    }

    /** Time of frame n after the container has rounded it to its own clock, by exact arithmetic. */
    private static long stored(long nanos, int ticksPerSecond) {
        BigDecimal ticks = BigDecimal.valueOf(nanos)
                .multiply(BigDecimal.valueOf(ticksPerSecond))
                .divide(BigDecimal.valueOf(1_000_000_000), 0, RoundingMode.HALF_UP);
        return ticks.multiply(BigDecimal.valueOf(1_000_000_000))
                .divide(BigDecimal.valueOf(ticksPerSecond), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static void assertAllFrames(NumberedClip.Outcome outcome, List<Long> times) {
        assertThat(outcome.gaps()).isEmpty();
        assertThat(outcome.frames()).extracting(NumberedClip.Seen::number)
                .containsExactlyElementsOf(IntStream.range(0, times.size()).boxed().toList());
        assertThat(outcome.frames()).extracting(NumberedClip.Seen::index)
                .containsExactlyElementsOf(IntStream.range(0, times.size()).mapToObj(i -> (long) i).toList());
        assertThat(outcome.frames()).extracting(NumberedClip.Seen::timeNanos).containsExactlyElementsOf(times);
    }

    private static void assertChunksAreSound(List<VideoChunk> chunks) {
        long nextFrame = 0;
        for (int i = 0; i < chunks.size(); i++) {
            VideoChunk chunk = chunks.get(i);
            assertThat(chunk.firstFrameIndex()).as("chunk %d", i).isEqualTo(nextFrame);
            assertThat(chunk.span().durationNanos()).as("chunk %d", i).isLessThanOrEqualTo(2_000_000_000L);
            assertThat(chunk.span().start().nanos()).as("chunk %d", i).isEqualTo(chunk.ptsNanos().get(0));
            if (i + 1 < chunks.size()) {
                assertThat(chunk.span().end()).as("chunk %d", i).isEqualTo(chunks.get(i + 1).span().start());
            }
            nextFrame += chunk.frameCount();
        }
    }

    @ParameterizedTest(name = "{1} with {3} B pictures, a key frame every {2}, in {0}")
    @CsvSource({
        "mp4, H264, 30, 0, 90000", "mkv, H264, 45, 0, 1000", "ts, H264, 30, 0, 90000", "avi, H264, 30, 0, 30",
        "mp4, H264, 250, 0, 90000", "mp4, MPEG4, 24, 2, 30", "avi, MPEG4, 24, 2, 30", "avi, MPEG4, 24, 0, 30",
        "mkv, MPEG4, 24, 3, 1000", "avi, MJPEG, 1, 0, 30", "mkv, FFV1, 1, 0, 1000", "webm, VP8, 40, 0, 1000",
        "webm, VP9, 40, 0, 1000", "ts, MPEG2, 12, 2, 90000", "mkv, MPEG2, 15, 2, 1000", "mkv, AV1, 60, 0, 1000"
    })
    void deliversEveryFrameOnceInOrderAtItsTime(String ending, VideoEncoder.Codec codec, int keys, int bFrames, int ticks) {
        // The AV1 encoder is the slowest by far.
        int count = codec == VideoEncoder.Codec.AV1 ? 70 : 150;
        Path file = NumberedClip.write(
                folder.resolve("clip." + ending), settings(codec, keys, bFrames), count, i -> NumberedClip.steady(i, FPS));
        NumberedClip.Outcome outcome = NumberedClip.run(file, CONFIG);
        List<Long> times = IntStream.range(0, count).mapToObj(i -> stored(NumberedClip.steady(i, FPS), ticks)).toList();
        assertAllFrames(outcome, times);
        assertChunksAreSound(outcome.chunks());
        assertThat(outcome.chunks()).allMatch(chunk -> chunk.payload() instanceof ChunkPayload.FileReference);
    }

    @ParameterizedTest(name = "{1} with {3} B pictures, a key frame every {2}, in {0}")
    @CsvSource({
        "mp4, H264, 30, 0", "mp4, H264, 250, 0", "ts, MPEG2, 12, 2", "avi, MPEG4, 24, 2", "mkv, MPEG4, 100, 3", "webm, VP8, 40, 0",
        "webm, VP9, 150, 0", "ts, H264, 100, 0", "avi, MJPEG, 1, 0"
    })
    void givesTheSamePixelsWhetherAChunkIsDecodedAloneOrAfterItsPredecessor(
            String ending, VideoEncoder.Codec codec, int keys, int bFrames) {
        Path file = NumberedClip.write(
                folder.resolve("clip." + ending), settings(codec, keys, bFrames), 170, i -> NumberedClip.steady(i, FPS));
        List<VideoChunk> chunks = NumberedClip.chunks(file, CONFIG);
        assertThat(chunks.size()).isGreaterThan(2);
        NumberedClip.Outcome inARow = NumberedClip.decode(chunks, CONFIG);
        NumberedClip.Outcome alone = NumberedClip.decodeEachAlone(chunks, CONFIG);
        assertThat(alone.frames()).isEqualTo(inARow.frames()).hasSize(170);
        List<VideoChunk> backwards = new ArrayList<>(chunks);
        java.util.Collections.reverse(backwards);
        assertThat(NumberedClip.decode(backwards, CONFIG).frames()).containsExactlyInAnyOrderElementsOf(inARow.frames());
    }

    @Test
    void goesOnIdenticallyAfterSnapshotAndRestoreInTheMiddle() {
        Path file = NumberedClip.write(
                folder.resolve("clip.mp4"), settings(VideoEncoder.Codec.H264, 300, 0), 250, i -> NumberedClip.steady(i, FPS));
        List<VideoChunk> chunks = NumberedClip.chunks(file, CONFIG);
        NumberedClip.Outcome whole = NumberedClip.decode(chunks, CONFIG);
        List<Integer> hashes = new ArrayList<>();
        byte[] state = new byte[0];
        for (VideoChunk chunk : chunks) {
            try (ChunkDecoder decoder = new ChunkDecoder(CONFIG)) {
                decoder.restore(state);
                decoder.accept(chunk, event -> {
                    byte[] pixels = new byte[((org.egoscope.core.video.VideoFrame) event).size().pixels() * 3];
                    ((org.egoscope.core.video.VideoFrame) event).rgb().get(pixels);
                    hashes.add(java.util.Arrays.hashCode(pixels));
                });
                state = decoder.snapshot();
            }
        }
        assertThat(hashes).isEqualTo(whole.frames().stream().map(NumberedClip.Seen::pixelHash).toList());
    }

    @Test
    void keepsVariableFrameTimesExactly() {
        // Steps of 1 to 9 hundredths of a second, all whole ticks of 90 kHz.
        long[] times = new long[150];
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + (1 + i * 7L % 9) * 10_000_000L;
        }
        Path file = NumberedClip.write(
                folder.resolve("vfr.mp4"), settings(VideoEncoder.Codec.H264, 40, 0), times.length, i -> times[i]);
        NumberedClip.Outcome outcome = NumberedClip.run(file, CONFIG);
        assertAllFrames(outcome, java.util.Arrays.stream(times).boxed().toList());
        assertChunksAreSound(outcome.chunks());
    }

    @Test
    void splitsALongGopAndRecordsTheLeadIn() {
        Path file = NumberedClip.write(
                folder.resolve("long.mp4"), settings(VideoEncoder.Codec.H264, 1000, 0), 200, i -> NumberedClip.steady(i, FPS));
        List<VideoChunk> chunks = NumberedClip.chunks(file, CONFIG);
        assertThat(chunks).extracting(VideoChunk::frameCount).containsExactly(60L, 60L, 60L, 20L);
        assertThat(chunks).extracting(VideoChunk::leadInFrames).containsExactly(0, 60, 120, 180);
    }

    @ParameterizedTest(name = "{0} degrees")
    @ValueSource(ints = {90, 180, 270})
    void turnsRotatedVideoUpright(int degrees) {
        Path file = NumberedClip.write(
                folder.resolve("turned.mp4"), settings(VideoEncoder.Codec.H264, 30, 0).withRotation(degrees), 20,
                i -> NumberedClip.steady(i, FPS));
        NumberedClip.Outcome outcome = NumberedClip.run(file, CONFIG);
        assertThat(outcome.chunks().get(0).session().rotationDegrees()).isEqualTo(degrees);
        assertThat(outcome.chunks().get(0).session().workingSize().width()).isEqualTo(degrees == 180 ? 320 : 240);
        assertThat(outcome.frames()).extracting(NumberedClip.Seen::number)
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void ignoresAudioBesideTheVideo() throws Exception {
        NumberedClip.write(
                folder.resolve("silent.mp4"), settings(VideoEncoder.Codec.H264, 30, 0), 90, i -> NumberedClip.steady(i, FPS));
        NumberedClip.ffmpeg(
                folder, "-f", "lavfi", "-i", "sine=duration=4", "-i", "silent.mp4", "-c:v", "copy", "-c:a", "aac", "sound.mp4");
        NumberedClip.Outcome outcome = NumberedClip.run(folder.resolve("sound.mp4"), CONFIG);
        List<Long> times = IntStream.range(0, 90).mapToObj(i -> stored(NumberedClip.steady(i, FPS), 90000)).toList();
        assertAllFrames(outcome, times);
    }

    @Test
    void dropsFramesBeforeTheEditListWithoutCallingThemLost() throws Exception {
        NumberedClip.write(
                folder.resolve("whole.mp4"), settings(VideoEncoder.Codec.H264, 30, 0), 90, i -> NumberedClip.steady(i, FPS));
        // Cutting without decoding at 0.5 s keeps the key frame before and hides what precedes the cut.
        NumberedClip.ffmpeg(folder, "-ss", "0.5", "-i", "whole.mp4", "-c", "copy", "cut.mp4");
        NumberedClip.Outcome outcome = NumberedClip.run(folder.resolve("cut.mp4"), CONFIG);
        assertThat(outcome.gaps()).isEmpty();
        assertThat(outcome.frames()).extracting(NumberedClip.Seen::number)
                .containsExactlyElementsOf(IntStream.range(15, 90).boxed().toList());
        assertThat(outcome.frames().get(0).timeNanos()).isZero();
    }

    @Test
    void readsFragmentedMp4() throws Exception {
        NumberedClip.write(
                folder.resolve("whole.mp4"), settings(VideoEncoder.Codec.H264, 30, 0), 90, i -> NumberedClip.steady(i, FPS));
        NumberedClip.ffmpeg(folder, "-i", "whole.mp4", "-c", "copy", "-movflags", "frag_keyframe+empty_moov", "parts.mp4");
        NumberedClip.Outcome outcome = NumberedClip.run(folder.resolve("parts.mp4"), CONFIG);
        List<Long> times = IntStream.range(0, 90).mapToObj(i -> stored(NumberedClip.steady(i, FPS), 90000)).toList();
        assertAllFrames(outcome, times);
        assertThat(NumberedClip.decodeEachAlone(outcome.chunks(), CONFIG).frames()).isEqualTo(outcome.frames());
    }

    @Test
    void makesPicturesSmallerButNeverLarger() {
        Path file = NumberedClip.write(
                folder.resolve("clip.mp4"), settings(VideoEncoder.Codec.H264, 30, 0), 3, i -> NumberedClip.steady(i, FPS));
        assertThat(NumberedClip.chunks(file, CONFIG).get(0).session().workingSize()).hasToString("320x240");
        VideoChunk small = NumberedClip.chunks(file, CONFIG.withLongSidePixels(160)).get(0);
        assertThat(small.session().workingSize()).hasToString("160x120");
        assertThat(small.session().camera().calibrated()).isFalse();
        // Half the width at 90 degrees is the focal length.
        assertThat(small.session().camera().model().focalX()).isCloseTo(80, org.assertj.core.data.Offset.offset(1e-9));
    }
}
