package org.egoscope.app.segmentation;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.VideoSource;
import org.jspecify.annotations.Nullable;

/** The frame in the middle of a video, found without decoding more than is on the way to it. */
final class MiddleFrame {
    private final long wanted;
    private @Nullable ImageSize size;
    private ByteBuffer copy = ByteBuffer.allocateDirect(0);

    private MiddleFrame(long wanted) {
        this.wanted = wanted;
    }

    static <T> T of(Path clip, IngestConfig config, BiFunction<ImageSize, ByteBuffer, T> maker) {
        MiddleFrame middle = new MiddleFrame(frameCount(clip, config) / 2);
        try (VideoSource source = VideoSource.open(clip, SessionId.fromName("clip"), config);
                ChunkDecoder decoder = new ChunkDecoder(config)) {
            while (middle.size == null && source.hasNext()) {
                for (VideoChunk chunk : source.next().items()) {
                    decoder.accept(chunk, event -> {
                        if (event instanceof VideoFrame frame) {
                            middle.take(frame);
                        }
                    });
                }
            }
        }
        ImageSize found = middle.size;
        if (found == null) {
            throw PipelineException.badInput("clip: expected a frame in the middle, got none in " + clip);
        }
        return maker.apply(found, middle.copy);
    }

    private static long frameCount(Path clip, IngestConfig config) {
        long count = 0;
        try (VideoSource source = VideoSource.open(clip, SessionId.fromName("clip"), config)) {
            while (source.hasNext()) {
                for (VideoChunk chunk : source.next().items()) {
                    count += chunk.frameCount();
                }
            }
        }
        return count;
    }

    private void take(VideoFrame frame) {
        if (size == null && frame.frameIndex() >= wanted) {
            size = frame.size();
            copy = ByteBuffer.allocateDirect(frame.size().pixels() * 3).put(frame.rgb()).flip();
        }
    }
}
