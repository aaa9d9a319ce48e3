package org.egoscope.app.hands;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.VideoSource;

/**
 * Frames of a clip as the pipeline decodes them: all, or those of windows spread evenly over the clip, within which the frames follow each
 * other as they were taken, because a tracker lives on that.
 *
 * @param every one frame in so many is given
 * @param windows how many; 0: the whole clip
 * @param windowSeconds length of each
 */
public record ClipFrames(int every, int windows, double windowSeconds) {
    private static final double NANOS = 1e9;

    public ClipFrames {
        if (every < 1 || windows < 0 || !(windowSeconds > 0)) {
            throw PipelineException.badConfig("frames of clips: expected every >= 1, windows >= 0 and their seconds > 0, got "
                    + every + ", " + windows + ", " + windowSeconds);
        }
    }

    /** Gaps are passed over; each frame's pixels are valid only during the call. */
    public void forEach(Path clip, IngestConfig config, Consumer<VideoFrame> frames) {
        try (VideoSource source = VideoSource.open(clip, sessionOf(clip), config);
                ChunkDecoder decoder = new ChunkDecoder(config)) {
            double seconds = source.session().durationNanos() / NANOS;
            while (source.hasNext()) {
                for (VideoChunk chunk : source.next().items()) {
                    decoder.accept(chunk, event -> {
                        if (event instanceof VideoFrame frame && frame.frameIndex() % every == 0 && isWanted(frame, seconds)) {
                            frames.accept(frame);
                        }
                    });
                }
            }
        }
    }

    /** Windows begin at the start of equal parts of the clip. */
    private boolean isWanted(VideoFrame frame, double clipSeconds) {
        if (windows == 0) {
            return true;
        }
        double part = clipSeconds / windows;
        return frame.time().nanos() / NANOS % part < windowSeconds;
    }

    public static SessionId sessionOf(Path clip) {
        String name = clip.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return SessionId.fromName(dot > 0 ? name.substring(0, dot) : name);
    }
}
