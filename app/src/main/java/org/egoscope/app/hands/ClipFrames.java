package org.egoscope.app.hands;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.VideoSource;

/**
 * Frames of a clip as the pipeline decodes them, thinned evenly.
 *
 * @param every one frame in so many is given
 * @param seconds from the start of the clip; 0: all
 */
record ClipFrames(int every, double seconds) {
    private static final double NANOS = 1e9;

    /** Gaps are passed over; each frame's pixels are valid only during the call. */
    void forEach(Path clip, IngestConfig config, Consumer<VideoFrame> frames) {
        try (VideoSource source = VideoSource.open(clip, sessionOf(clip), config);
                ChunkDecoder decoder = new ChunkDecoder(config)) {
            boolean more = true;
            while (more && source.hasNext()) {
                for (VideoChunk chunk : source.next().items()) {
                    more &= isWanted(chunk.span().end().nanos());
                    decoder.accept(chunk, event -> {
                        if (event instanceof VideoFrame frame && frame.frameIndex() % every == 0 && isWanted(frame.time().nanos())) {
                            frames.accept(frame);
                        }
                    });
                }
            }
        }
    }

    private boolean isWanted(long nanos) {
        return seconds <= 0 || nanos < seconds * NANOS;
    }

    static SessionId sessionOf(Path clip) {
        String name = clip.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return SessionId.fromName(dot > 0 ? name.substring(0, dot) : name);
    }
}
