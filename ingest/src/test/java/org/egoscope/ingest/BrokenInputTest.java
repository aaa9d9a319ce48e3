package org.egoscope.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.ChunkPayload;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Broken footage gives a clear error or gaps that account for every announced frame; it never hangs or crashes. */
@Timeout(60)
class BrokenInputTest {
    private static final IngestConfig CONFIG = IngestConfig.defaults();
    private static final int FPS = 30;

    @TempDir
    private Path folder;

    private Path clip(String name, VideoEncoder.Codec codec, int frames) {
        VideoEncoder.Settings settings =
                VideoEncoder.Settings.h264(NumberedClip.SIZE, FPS).withBitsPerSecond(3_000_000).withCodec(codec, 0);
        return NumberedClip.write(folder.resolve(name), settings, frames, i -> NumberedClip.steady(i, FPS));
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_INPUT))
                .hasMessageContainingAll(parts);
    }

    private void assertRefused(Path file, String... parts) {
        assertRefused(() -> NumberedClip.run(file, CONFIG), parts);
    }

    @Test
    void refusesAMissingFile() {
        assertRefused(folder.resolve("nothing.mp4"), "expected an existing file", "nothing.mp4");
    }

    @Test
    void refusesAFolder() {
        assertRefused(folder, "expected a file, got the folder");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        assertRefused(Files.createFile(folder.resolve("empty.mp4")), "0 bytes");
    }

    @Test
    void refusesTextNamedLikeAVideo() throws IOException {
        assertRefused(Files.writeString(folder.resolve("text.mp4"), "#EXTM3U\nhello, this is text\n".repeat(300)), "video");
    }

    @Test
    void refusesAPlaylistThatPointsElsewhere() throws IOException {
        Path target = clip("target.mp4", VideoEncoder.Codec.H264, 10);
        Path list = Files.writeString(folder.resolve("list.m3u8"), "#EXTM3U\n#EXTINF:1,\n" + target.toUri() + "\n#EXT-X-ENDLIST\n");
        assertRefused(list, "expected a video container");
        Path concat = Files.writeString(folder.resolve("list.ffconcat"), "ffconcat version 1.0\nfile 'target.mp4'\n");
        assertRefused(concat, "expected a video container");
    }

    @Test
    void refusesAnUnreadableFile() throws IOException {
        Path file = clip("locked.mp4", VideoEncoder.Codec.H264, 5);
        Assumptions.assumeTrue(file.toFile().setReadable(false, false) && !Files.isReadable(file), "the superuser reads everything");
        assertRefused(file, "no permission");
    }

    @Test
    void refusesSoundWithoutPictures() throws Exception {
        NumberedClip.ffmpeg(folder, "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", "sound.mp4");
        assertRefused(folder.resolve("sound.mp4"), "expected a video stream, got none");
    }

    @Test
    void refusesAVideoOfOnePixel() throws Exception {
        NumberedClip.ffmpeg(folder, "-f", "lavfi", "-i", "color=s=1x1:d=1", "-c:v", "ffv1", "dot.mkv");
        assertRefused(folder.resolve("dot.mkv"), "expected pictures of 16", "1x1");
    }

    @Test
    void whatFollowsAClockThatStartsAgainIsAGapThatSaysSo() throws IOException {
        int frames = 40;
        byte[] once = Files.readAllBytes(clip("once.ts", VideoEncoder.Codec.H264, frames));
        Path joined = Files.write(folder.resolve("joined.ts"), once);
        Files.write(joined, once, StandardOpenOption.APPEND);
        NumberedClip.Outcome outcome = NumberedClip.run(joined, CONFIG);
        assertThat(outcome.frames()).extracting(NumberedClip.Seen::number).isEqualTo(IntStream.range(0, frames).boxed().toList());
        assertThat(outcome.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.firstFrameIndex()).isEqualTo(frames);
            assertThat(gap.frameCount()).isEqualTo(frames);
            assertThat(gap.detail()).contains("a clock that goes back by 1.3 s");
        });
    }

    @Test
    void readsAPathWithParentStepsAndRefersToItWithoutThem() throws IOException {
        clip("clip.mp4", VideoEncoder.Codec.H264, 5);
        Files.createDirectory(folder.resolve("sub"));
        NumberedClip.Outcome outcome = NumberedClip.run(folder.resolve("sub/../clip.mp4"), CONFIG);
        assertThat(outcome.frames()).hasSize(5);
        assertThat(outcome.chunks().get(0).session().sourceUri()).doesNotContain("..");
    }

    @Test
    void refusesAReferenceWithParentSteps() {
        VideoChunk chunk = NumberedClip.chunks(clip("clip.mp4", VideoEncoder.Codec.H264, 5), CONFIG).get(0);
        ChunkPayload.FileReference good = (ChunkPayload.FileReference) chunk.payload();
        String climbing = good.uri().replace("clip.mp4", "sub/../clip.mp4");
        for (String uri : List.of(climbing, "http://localhost/clip.mp4", "concat:clip.mp4", "not a uri")) {
            ChunkPayload payload =
                    new ChunkPayload.FileReference(uri, good.streamIndex(), good.seekPts(), good.seekBytePosition());
            assertRefused(() -> NumberedClip.decode(List.of(withPayload(chunk, payload)), CONFIG), "file reference");
        }
    }

    private static VideoChunk withPayload(VideoChunk chunk, ChunkPayload payload) {
        return new VideoChunk(
                chunk.session(), chunk.firstFrameIndex(), chunk.ptsNanos(), chunk.span(), chunk.leadInFrames(), payload,
                chunk.extradata(), chunk.sensors(), chunk.gaps());
    }

    @Test
    void refusesAnUnknownScheme() {
        assertRefused(
                () -> VideoSource.open(java.net.URI.create("gopher://x/y"), new SessionId("s"), CONFIG), "gopher", "rtsp");
    }

    @Test
    void accountsForTheMissingEndOfATruncatedMp4() throws IOException {
        Path whole = clip("whole.mp4", VideoEncoder.Codec.H264, 120);
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
        NumberedClip.Outcome outcome = NumberedClip.run(half, CONFIG);
        assertThat(outcome.frames().size()).isBetween(30, 90);
        assertThat(outcome.frames().size() + outcome.framesInGaps()).isEqualTo(120);
        assertThat(outcome.gaps().get(outcome.gaps().size() - 1).reason()).isEqualTo(Gap.Reason.TRUNCATED);
    }

    @Test
    void accountsForAnMp4ThatEndsRightAfterItsIndex() throws IOException {
        byte[] bytes = Files.readAllBytes(clip("whole.mp4", VideoEncoder.Codec.H264, 60));
        int mediaData = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("mdat");
        Path head = Files.write(folder.resolve("head.mp4"), Arrays.copyOf(bytes, mediaData + 4));
        NumberedClip.Outcome outcome = NumberedClip.run(head, CONFIG);
        assertThat(outcome.frames()).isEmpty();
        assertThat(outcome.framesInGaps()).isEqualTo(60);
    }

    @Test
    void refusesAnMp4WithoutItsIndex() throws IOException {
        byte[] bytes = Files.readAllBytes(clip("whole.mp4", VideoEncoder.Codec.H264, 60));
        int index = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("moov");
        Path head = Files.write(folder.resolve("head.mp4"), Arrays.copyOf(bytes, index - 4));
        assertRefused(head, "expected a video container");
    }

    @Test
    void estimatesTheMissingEndOfATruncatedMatroskaFile() throws IOException {
        byte[] bytes = Files.readAllBytes(clip("whole.mkv", VideoEncoder.Codec.H264, 120));
        Path half = Files.write(folder.resolve("half.mkv"), Arrays.copyOf(bytes, bytes.length / 2));
        NumberedClip.Outcome outcome = NumberedClip.run(half, CONFIG);
        assertThat(outcome.frames().size()).isBetween(30, 90);
        assertThat(outcome.frames().size() + outcome.framesInGaps()).isBetween(118L, 122L);
        assertThat(outcome.gaps().get(outcome.gaps().size() - 1).detail()).contains("estimate");
    }

    @Test
    void accountsForTheMissingEndOfATruncatedAvi() throws IOException {
        byte[] bytes = Files.readAllBytes(clip("whole.avi", VideoEncoder.Codec.MJPEG, 90));
        Path half = Files.write(folder.resolve("half.avi"), Arrays.copyOf(bytes, bytes.length / 2));
        NumberedClip.Outcome outcome = NumberedClip.run(half, CONFIG);
        assertThat(outcome.frames().size() + outcome.framesInGaps()).isEqualTo(90);
    }

    @Test
    void countsFramesBeforeTheFirstKeyFrameOfATransportStreamAsAGap() throws IOException {
        byte[] bytes = Files.readAllBytes(clip("whole.ts", VideoEncoder.Codec.H264, 90));
        int cut = bytes.length / 6 / 188 * 188;
        Path tail = folder.resolve("tail.ts");
        // The first packets name the streams; without them nothing can be found.
        byte[] joined = new byte[564 + bytes.length - cut];
        System.arraycopy(bytes, 0, joined, 0, 564);
        System.arraycopy(bytes, cut, joined, 564, bytes.length - cut);
        Files.write(tail, joined);
        NumberedClip.Outcome outcome = NumberedClip.run(tail, CONFIG);
        assertThat(outcome.frames().get(0).number()).isEqualTo(30);
        assertThat(outcome.frames()).hasSize(60);
        assertThat(outcome.gaps()).isNotEmpty().allMatch(gap -> gap.reason() == Gap.Reason.MISSING_KEY_FRAME);
        assertThat(outcome.gaps().get(0).firstFrameIndex()).isZero();
        assertThat(outcome.frames().get(0).index()).isEqualTo(outcome.framesInGaps());
    }

    @Test
    void goesOnAfterDamageInTheMiddle() throws IOException {
        Path file = clip("clip.mp4", VideoEncoder.Codec.H264, 150);
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            bytes[bytes.length / 2 + random.nextInt(bytes.length / 20)] = (byte) random.nextInt();
        }
        NumberedClip.Outcome outcome = NumberedClip.run(Files.write(file, bytes), CONFIG);
        assertThat(outcome.frames().size() + outcome.framesInGaps()).isEqualTo(150);
        assertThat(outcome.gaps()).isNotEmpty().allMatch(gap -> gap.reason() == Gap.Reason.DECODE_ERROR);
        assertThat(outcome.frames().get(outcome.frames().size() - 1).number()).isEqualTo(149);
        assertThat(NumberedClip.decodeEachAlone(outcome.chunks(), CONFIG).frames()).isEqualTo(outcome.frames());
    }

    @Test
    void accountsForEveryAnnouncedFrameOfFuzzedFiles() throws IOException {
        List<Path> originals = List.of(
                clip("a.mp4", VideoEncoder.Codec.H264, 60), clip("b.mkv", VideoEncoder.Codec.VP9, 60),
                clip("c.ts", VideoEncoder.Codec.MPEG2, 60), clip("d.avi", VideoEncoder.Codec.MJPEG, 60));
        int decoded = 0;
        for (int seed = 0; seed < 40; seed++) {
            Path original = originals.get(seed % originals.size());
            byte[] bytes = Files.readAllBytes(original);
            Random random = new Random(seed);
            for (int i = 0; i < 1 + seed; i++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path fuzzed = Files.write(folder.resolve("fuzzed-" + seed + "-" + original.getFileName()), bytes);
            decoded += accountedFrames(fuzzed, seed);
        }
        assertThat(decoded).as("frames that still decode in 40 fuzzed files of 60").isGreaterThan(1000);
    }

    private static int accountedFrames(Path fuzzed, int seed) {
        try {
            NumberedClip.Outcome outcome = NumberedClip.run(fuzzed, CONFIG);
            long announced = outcome.chunks().stream().mapToLong(VideoChunk::frameCount).sum()
                    + outcome.chunks().stream().flatMap(chunk -> chunk.gaps().stream()).mapToLong(Gap::frameCount).sum();
            assertThat(outcome.frames().size() + outcome.framesInGaps()).as("seed %d, %s", seed, fuzzed).isEqualTo(announced);
            return outcome.frames().size();
        } catch (PipelineException e) {
            assertThat(e.kind()).as("seed %d, %s: %s", seed, fuzzed, e.getMessage()).isEqualTo(ErrorKind.BAD_INPUT);
            return 0;
        }
    }
}
