package org.egoscope.ingest;

import java.util.OptionalLong;
import org.egoscope.ingest.internal.ffmpeg.MediaFacts;

/**
 * Compares what a container announces with what it gave. Cut-off mkv, ts and fragmented mp4 files end without any error from
 * FFmpeg, so this is the only notice.
 *
 * <p>A frame count (mp4, avi) is exact. Where only the duration can be compared (mkv, flv) the number is an estimate, and only a clear shortfall
 * counts: other streams, and the display time of the last frame, may make the declared length a little longer. Transport streams
 * and fragmented mp4 declare nothing; there a cut at the end cannot be seen.
 */
final class Truncation {
    private static final long TOLERANCE_NANOS = 500_000_000L;
    private static final long TOLERANCE_FRAMES = 3;

    private final MediaFacts facts;
    private final long counted;
    private final long hidden;
    private final long endNanos;

    /**
     * @param counted frames announced in chunks or gaps
     * @param hidden packets without a picture of their own, which containers count too
     * @param endNanos end of the last frame
     */
    Truncation(MediaFacts facts, long counted, long hidden, long endNanos) {
        this.facts = facts;
        this.counted = counted;
        this.hidden = hidden;
        this.endNanos = endNanos;
    }

    OptionalLong missingFrames() {
        long missing = missing();
        return missing > 0 ? OptionalLong.of(missing) : OptionalLong.empty();
    }

    private long missing() {
        if (countsSlots()) {
            return missingSlots();
        }
        return facts.expectedFrames().isPresent()
                ? facts.expectedFrames().getAsLong() - counted - hidden
                : missingByDuration();
    }

    /** AVI counts slots of time, one per tick, of which some may be empty on purpose. */
    private boolean countsSlots() {
        return facts.container().equals("avi") && facts.expectedFrames().isPresent();
    }

    private long missingSlots() {
        long slots = facts.expectedFrames().getAsLong() - facts.timeScale().ticksWithin(endNanos);
        long nanos = facts.timeScale().nanosOfTicks(Math.max(0, slots));
        // The declared rate is that of the slots; how far apart frames really are is known from those that came.
        double nanosPerFrame = counted > 1 ? (double) endNanos / counted : 1e9 / Math.max(1, facts.framesPerSecond());
        return (long) Math.floor(nanos / nanosPerFrame + 0.01);
    }

    private long missingByDuration() {
        boolean declares = facts.container().startsWith("matroska") || facts.container().equals("flv");
        long shortfall = facts.durationNanos() - endNanos;
        if (!declares || facts.framesPerSecond() <= 0 || shortfall <= TOLERANCE_NANOS) {
            return 0;
        }
        long frames = Math.round(shortfall / 1e9 * facts.framesPerSecond());
        return frames > TOLERANCE_FRAMES ? frames : 0;
    }

    String detail() {
        if (facts.expectedFrames().isPresent()) {
            return "expected " + facts.expectedFrames().getAsLong() + " frames by the container's count, got " + (counted + hidden);
        }
        return "expected " + facts.durationNanos() + " ns by the declared duration, got " + endNanos
                + " ns; the number of frames is an estimate";
    }
}
