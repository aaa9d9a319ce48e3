package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * One frame on the two axes that every interval needs: frame index and media time, nanoseconds, half-open.
 *
 * @param frameIndex of the session, 0-based
 * @param startNanos when the frame begins
 * @param endNanos when the next one begins
 */
public record Moment(long frameIndex, long startNanos, long endNanos) {
    /** From the start of this frame to the end of {@code last}. */
    public TimeRange through(Moment last) {
        return TimeRange.ofNanos(startNanos, last.endNanos);
    }

    /** From the start of this frame to the start of {@code next}. */
    public TimeRange until(Moment next) {
        return TimeRange.ofNanos(startNanos, next.startNanos);
    }

    /** The instant right after this frame, as an exclusive end. */
    public Moment next() {
        return new Moment(frameIndex + 1, endNanos, endNanos);
    }

    /** True if this frame begins before the other. */
    public boolean isBefore(Moment other) {
        return startNanos < other.startNanos;
    }

    public MediaTime start() {
        return MediaTime.ofNanos(startNanos);
    }

    public Moment earlierOf(Moment other) {
        return other.startNanos < startNanos ? other : this;
    }

    public Moment laterOf(Moment other) {
        return other.startNanos > startNanos ? other : this;
    }

    /** Writes a moment or its absence. */
    public static void write(@Nullable Moment moment, DataOutput out) throws IOException {
        out.writeBoolean(moment != null);
        if (moment != null) {
            out.writeLong(moment.frameIndex);
            out.writeLong(moment.startNanos);
            out.writeLong(moment.endNanos);
        }
    }

    public static @Nullable Moment read(DataInput in) throws IOException {
        return in.readBoolean() ? new Moment(in.readLong(), in.readLong(), in.readLong()) : null;
    }

    /** Reads a moment that was written as present. */
    public static Moment readPresent(DataInput in) throws IOException {
        Moment moment = read(in);
        if (moment == null) {
            throw new IOException("state: expected a moment, got none");
        }
        return moment;
    }
}
