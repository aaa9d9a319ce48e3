package org.egoscope.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.ChunkPayload;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources that can be read once only, here a transport stream over a local socket. */
@Timeout(60)
class LiveSourceTest {
    private static final int FRAMES = 150;

    @TempDir
    private Path folder;

    private Path clip(VideoEncoder.Codec codec, int keys, int bFrames) {
        VideoEncoder.Settings settings =
                VideoEncoder.Settings.h264(NumberedClip.SIZE, 30).withKeyFrameInterval(keys).withCodec(codec, bFrames);
        return NumberedClip.write(folder.resolve("clip.ts"), settings, FRAMES, i -> NumberedClip.steady(i, 30));
    }

    private List<VideoChunk> receive(byte[] bytes, IngestConfig config, boolean hangUp) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread sender = new Thread(() -> send(server, bytes, hangUp));
            sender.setDaemon(true);
            sender.start();
            URI uri = URI.create("tcp://127.0.0.1:" + server.getLocalPort());
            try (VideoSource source = VideoSource.open(uri, new SessionId("live"), config)) {
                return NumberedClip.chunks(source);
            }
        }
    }

    private static void send(ServerSocket server, byte[] bytes, boolean hangUp) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(bytes);
            if (!hangUp) {
                // Waits for the receiver to give up.
                socket.getInputStream().read();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void assertAllFrames(List<VideoChunk> chunks, IngestConfig config) {
        NumberedClip.Outcome outcome = NumberedClip.decode(chunks, config);
        assertThat(outcome.gaps()).isEmpty();
        assertThat(outcome.frames()).extracting(NumberedClip.Seen::number)
                .containsExactlyElementsOf(IntStream.range(0, FRAMES).boxed().toList());
        assertThat(NumberedClip.decodeEachAlone(chunks, config).frames()).isEqualTo(outcome.frames());
    }

    @Test
    void carriesThePacketsOfAStreamInItsChunks() throws Exception {
        IngestConfig config = IngestConfig.defaults();
        List<VideoChunk> chunks = receive(Files.readAllBytes(clip(VideoEncoder.Codec.H264, 30, 0)), config, true);
        assertThat(chunks).allMatch(chunk -> chunk.payload() instanceof ChunkPayload.Inline);
        assertAllFrames(chunks, config);
    }

    @Test
    void carriesWhatOpenGopsNeedFromTheNextKeyFrame() throws Exception {
        IngestConfig config = IngestConfig.defaults();
        assertAllFrames(receive(Files.readAllBytes(clip(VideoEncoder.Codec.MPEG2, 12, 2)), config, true), config);
    }

    @Test
    void keepsLargeChunksInTheSegmentStoreAndNoticesDamageThere() throws Exception {
        IngestConfig config = IngestConfig.defaults().withSegmentStore(folder.resolve("segments"), 1000);
        List<VideoChunk> chunks = receive(Files.readAllBytes(clip(VideoEncoder.Codec.H264, 30, 0)), config, true);
        assertThat(chunks).allMatch(chunk -> chunk.payload() instanceof ChunkPayload.SegmentReference);
        assertAllFrames(chunks, config);
        ChunkPayload.SegmentReference reference = (ChunkPayload.SegmentReference) chunks.get(0).payload();
        Path file = Path.of(URI.create(reference.uri()));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> NumberedClip.decode(chunks, config)).isInstanceOf(PipelineException.class)
                .hasMessageContaining("expected sha256 " + reference.sha256());
    }

    @Test
    void saysThatLargeChunksNeedASegmentStore() throws Exception {
        IngestConfig config = IngestConfig.defaults();
        IngestConfig small = new IngestConfig(
                512, config.chunkDuration(), 64, config.readTimeout(), 90, Double.NaN, 1000, config.segmentDirectory(), 0, config.poseFile(),
                config.cameraFile());
        byte[] bytes = Files.readAllBytes(clip(VideoEncoder.Codec.H264, 30, 0));
        assertThatThrownBy(() -> receive(bytes, small, true)).isInstanceOf(PipelineException.class)
                .hasMessageContaining("segmentDirectory");
    }

    @Test
    void endsTheSessionWhenAStreamFallsSilent() throws Exception {
        IngestConfig config = IngestConfig.defaults().withReadTimeout(Duration.ofMillis(700));
        List<VideoChunk> chunks = receive(Files.readAllBytes(clip(VideoEncoder.Codec.H264, 30, 0)), config, false);
        assertThat(chunks.stream().mapToLong(VideoChunk::frameCount).sum()).isBetween(100L, (long) FRAMES);
    }
}
