package org.egoscope.scenegraph.internal.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A timeline with one state at a time, given by a code (0: none). A new state takes over once it has lasted for its shortest duration,
 * from its first frame on; shorter flickers leave no trace. So the spans never overlap and are never too short.
 */
final class Phases {
    /** A finished state: {@code [start, end)}. */
    record Phase(long code, Moment start, Moment end) {
        long durationNanos() {
            return end.startNanos() - start.startNanos();
        }
    }

    private final long minNanos;
    private final long minNoneNanos;
    private long code;
    private @Nullable Moment start;
    private long candidate;
    private @Nullable Moment candidateStart;
    private @Nullable Moment last;

    /**
     * @param minNanos how long a state must last to take over
     * @param minNoneNanos how long there must be none to end a state
     */
    Phases(long minNanos, long minNoneNanos) {
        this.minNanos = minNanos;
        this.minNoneNanos = minNoneNanos;
    }

    /** Begins a state at once. */
    void begin(long newCode, Moment moment) {
        code = newCode;
        start = moment;
        candidateStart = null;
    }

    /** The state of this frame as measured; returns the state that it ended, if it did. */
    @Nullable Phase update(long measured, Moment moment) {
        last = moment;
        if (measured == code) {
            candidateStart = null;
            return null;
        }
        if (candidateStart == null || candidate != measured) {
            candidate = measured;
            candidateStart = moment;
        }
        long needed = measured == 0 ? minNoneNanos : minNanos;
        if (moment.endNanos() - candidateStart.startNanos() < needed) {
            return null;
        }
        Phase ended = code == 0 || start == null ? null : new Phase(code, start, candidateStart);
        code = candidate;
        start = candidateStart;
        candidateStart = null;
        return ended;
    }

    /** Ends the state after the last frame that it was given, or where the next candidate began. */
    @Nullable Phase end() {
        Moment until = candidateStart != null ? candidateStart : last == null ? null : last.next();
        Phase ended = code == 0 || start == null || until == null ? null : new Phase(code, start, until);
        reset();
        return ended;
    }

    void reset() {
        code = 0;
        start = null;
        candidateStart = null;
        last = null;
    }

    /** State now; 0 for none. */
    long code() {
        return code;
    }

    /** Since when; null if no state has begun. */
    @Nullable Moment start() {
        return start;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(code);
        Moment.write(start, out);
        out.writeLong(candidate);
        Moment.write(candidateStart, out);
        Moment.write(last, out);
    }

    void read(DataInput in) throws IOException {
        code = in.readLong();
        start = Moment.read(in);
        candidate = in.readLong();
        candidateStart = Moment.read(in);
        last = Moment.read(in);
    }
}
