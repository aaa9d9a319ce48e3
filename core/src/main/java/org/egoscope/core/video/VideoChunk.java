package org.egoscope.core.video;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.egoscope.core.StreamItem;
import org.egoscope.core.time.TimeRange;

/**
 * A run of coded frames that can be decoded by itself: one closed GOP, or part of a long one together with its lead-in.
 *
 * @param session the recording
 * @param firstFrameIndex index of the first frame to deliver, 0-based in presentation order
 * @param ptsNanos presentation times of the frames to deliver, rising, on the session's clock
 * @param span media time covered, {@code [first frame, first frame of the next chunk)}
 * @param leadInFrames frames to decode and drop before the first one to deliver
 * @param payload the coded pictures or where they are
 * @param extradata codec configuration (SPS/PPS, ...), empty if in band
 * @param sensors samples taken within the span, plus one before and after for interpolation
 * @param gaps input frames that ingest already knows to be lost
 */
public record VideoChunk(
        SessionInfo session,
        long firstFrameIndex,
        List<Long> ptsNanos,
        TimeRange span,
        int leadInFrames,
        ChunkPayload payload,
        Extradata extradata,
        SensorSamples sensors,
        List<Gap> gaps)
        implements StreamItem {
    public static final int MAX_FRAMES = 64;

    public VideoChunk {
        Objects.requireNonNull(session, "session is null");
        ptsNanos = List.copyOf(ptsNanos);
        gaps = List.copyOf(gaps);
        if (ptsNanos.size() > MAX_FRAMES) {
            throw new IllegalArgumentException("chunk: expected at most " + MAX_FRAMES + " frames, got " + ptsNanos.size());
        }
    }

    @Override
    public long frameCount() {
        return ptsNanos.size();
    }

    /** Codec configuration bytes with value equality. */
    public static final class Extradata {
        public static final Extradata EMPTY = new Extradata(new byte[0]);
        private final byte[] bytes;

        public Extradata(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        public byte[] toBytes() {
            return bytes.clone();
        }

        public int size() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Extradata that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
