package org.egoscope.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.internal.ffmpeg.NativeMemory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sidecars, probing, memory and speed on whole clips. */
class FootageTest {
    private static final IngestConfig CONFIG = IngestConfig.defaults();

    @TempDir
    private Path folder;

    private Path clip(String name, int frames) {
        VideoEncoder.Settings settings = VideoEncoder.Settings.h264(NumberedClip.SIZE, 30);
        return NumberedClip.write(folder.resolve(name), settings, frames, i -> NumberedClip.steady(i, 30));
    }

    @Test
    void givesFramesTheHeadPoseAndCameraOfTheFilesBesideTheVideo() throws Exception {
        Path video = clip("walk.mp4", 90);
        StringBuilder poses = new StringBuilder("time_ns,x,y,z,qw,qx,qy,qz\n");
        for (int i = 0; i <= 310; i++) {
            poses.append(i * 10_000_000L).append(',').append(i * 0.01).append(",0,1.6,1,0,0,0\n");
        }
        Files.writeString(folder.resolve("walk.poses.csv"), poses);
        Files.writeString(
                folder.resolve("walk.camera.json"),
                "{\"model\":\"pinhole\",\"width\":640,\"height\":480,\"fx\":300,\"fy\":300,\"cx\":320,\"cy\":240}");
        int[] seen = {0};
        try (ChunkDecoder decoder = new ChunkDecoder(CONFIG)) {
            for (VideoChunk chunk : NumberedClip.chunks(video, CONFIG)) {
                decoder.accept(chunk, event -> {
                    VideoFrame frame = (VideoFrame) event;
                    Vec3 head = frame.measuredHeadPose().orElseThrow().worldFromDevice().translation();
                    assertThat(head.distanceTo(new Vec3(frame.time().seconds(), 0, 1.6))).isLessThan(1e-6);
                    assertThat(frame.camera().calibrated()).isTrue();
                    assertThat(frame.camera().model().focalX()).isEqualTo(150);
                    seen[0]++;
                });
            }
        }
        assertThat(seen[0]).isEqualTo(90);
    }

    @Test
    void probesAFolderWithItsGoodAndBadFiles() throws Exception {
        clip("good.mp4", 30);
        Files.writeString(folder.resolve("bad.mp4"), "no video");
        Files.writeString(folder.resolve("notes.txt"), "not looked at");
        Files.write(folder.resolve("recording.vrs"), new byte[10]);
        Probe probe = Probe.of(folder, CONFIG);
        assertThat(probe.recordings()).extracting(recording -> recording.file().getFileName().toString())
                .containsExactly("bad.mp4", "good.mp4", "recording.vrs");
        assertThat(probe.recordings()).extracting(Probe.Recording::runnable).containsExactly(false, true, false);
        assertThat(probe.toText()).contains("1 would be run", "h264 in mov", "320x240", "30 frames", "not yet read");
        JsonNode good = new ObjectMapper().readTree(probe.toJson()).path("recordings").path(1);
        assertThat(good.path("video").path("frames").asInt()).isEqualTo(30);
        assertThat(good.path("video").path("durationSeconds").asDouble()).isEqualTo(1.0);
        assertThat(good.path("video").path("audio").asBoolean()).isFalse();
    }

    @Test
    void keepsColoursThroughEncodingAndDecoding() {
        Path file = clip("clip.mp4", 1);
        try (ChunkDecoder decoder = new ChunkDecoder(CONFIG)) {
            decoder.accept(NumberedClip.chunks(file, CONFIG).get(0), event -> {
                var rgb = ((VideoFrame) event).rgb();
                var drawn = NumberedClip.picture(0);
                double sum = 0;
                for (int i = 0; i < rgb.limit(); i++) {
                    sum += Math.abs((rgb.get(i) & 0xFF) - (drawn.get(i) & 0xFF));
                }
                // Coding and halved colour planes cost a few grey levels; swapped channels or a wrong matrix cost tens.
                assertThat(sum / rgb.limit()).isLessThan(8);
            });
        }
    }

    @Test
    void holdsNativeMemoryFlatOverThousandsOfFrames() {
        Path file = clip("clip.mp4", 150);
        List<VideoChunk> chunks = NumberedClip.chunks(file, CONFIG);
        try (ChunkDecoder decoder = new ChunkDecoder(CONFIG)) {
            long[] frames = {0};
            Runnable pass = () -> chunks.forEach(chunk -> decoder.accept(chunk, event -> frames[0]++));
            for (int i = 0; i < 5; i++) {
                pass.run();
            }
            long pointers = NativeMemory.objects();
            long megabytes = NativeMemory.residentMebibytes();
            for (int i = 0; i < 20; i++) {
                pass.run();
            }
            assertThat(frames[0]).isEqualTo(25 * 150);
            assertThat(NativeMemory.objects() - pointers).as("native objects held after 3000 frames more").isLessThanOrEqualTo(0);
            assertThat(NativeMemory.residentMebibytes() - megabytes).as("growth in MiB over 3000 frames").isLessThan(64);
        }
        long pointers = NativeMemory.objects();
        for (int i = 0; i < 20; i++) {
            NumberedClip.run(file, CONFIG);
        }
        assertThat(NativeMemory.objects() - pointers).as("native objects held after 20 sessions").isLessThanOrEqualTo(0);
    }

    @Test
    void comparesItselfWithTheFfmpegProgram() {
        Path file = clip("clip.mp4", 60);
        StringWriter text = new StringWriter();
        DecodeBenchmark.report(file, CONFIG, new PrintWriter(text), 0.05);
        assertThat(text.toString().strip().lines().reduce((first, second) -> second).orElse("")).matches("ratio \\d+\\.\\d\\d");
    }

    @Test
    void deliversEveryFrameOfTheRealClips() throws Exception {
        Path shared = Path.of(System.getProperty(
                "egoscope.shared", System.getenv().getOrDefault("EGOSCOPE_SHARED", "../../shared")));
        Path clips = shared.resolve("data/clips");
        Assumptions.assumeTrue(Files.isDirectory(clips), "no shared data at " + shared);
        List<Path> videos = Probe.videosIn(clips);
        assertThat(videos).isNotEmpty();
        for (Path video : videos) {
            NumberedClip.Outcome outcome = NumberedClip.run(video, CONFIG);
            Optional<Long> expected = expectedFrames(video);
            assertThat(outcome.gaps()).as(video.toString()).isEmpty();
            assertThat(Optional.of((long) outcome.frames().size())).as(video.toString()).isEqualTo(expected);
        }
    }

    @Test
    void readsReorderedH264FromContainersWithAndWithoutPresentationTimes() throws Exception {
        Path shared = Path.of(System.getProperty(
                "egoscope.shared", System.getenv().getOrDefault("EGOSCOPE_SHARED", "../../shared")));
        // The encoders of this build make no B pictures in H.264, so real footage has to show this.
        Path original = shared.resolve("data/clips/epic/tile_r0c0.mp4");
        Assumptions.assumeTrue(Files.isRegularFile(original), "no shared data at " + shared);
        NumberedClip.Outcome expected = NumberedClip.run(original, CONFIG);
        for (String ending : List.of("avi", "ts", "mkv", "mov", "flv")) {
            Path copy = folder.resolve("copy." + ending);
            NumberedClip.ffmpeg(folder, "-i", original.toAbsolutePath().toString(), "-an", "-c", "copy", copy.toString());
            NumberedClip.Outcome outcome = NumberedClip.run(copy, CONFIG);
            assertThat(outcome.gaps()).as(ending).isEmpty();
            assertThat(outcome.frames()).as(ending).extracting(NumberedClip.Seen::pixelHash)
                    .containsExactlyElementsOf(expected.frames().stream().map(NumberedClip.Seen::pixelHash).toList());
        }
    }

    /** Counted by ffprobe; in these clips each packet is a frame (-count_frames gives the same numbers, slowly). */
    private static Optional<Long> expectedFrames(Path video) throws Exception {
        List<String> arguments = List.of(
                "-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0",
                video.toAbsolutePath().toString());
        Process process = org.egoscope.ingest.internal.ffmpeg.Ffmpeg.probeProgram(arguments).start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        process.waitFor();
        return Optional.of(Long.parseLong(text));
    }
}
