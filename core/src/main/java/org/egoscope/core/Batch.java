package org.egoscope.core;

import java.util.List;
import java.util.Objects;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;

/**
 * The unit that travels between two stages: what one message of a topic holds.
 *
 * <p>A stage makes exactly one batch out of each batch it gets, with the same sequence number, even when nothing is ready
 * yet (then {@code items} is empty): so progress, order and completeness can be checked on any topic.
 *
 * @param session whose data
 * @param sequence 0-based number of the chunk this batch derives from; dense and rising within a session
 * @param span media time of the chunk this batch derives from
 * @param last true for the final batch of the session
 * @param items results, oldest first
 */
public record Batch<T>(SessionId session, long sequence, TimeRange span, boolean last, List<T> items) {
    public Batch {
        Objects.requireNonNull(session, "session is null");
        Objects.requireNonNull(span, "span is null");
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence: expected >= 0, got " + sequence);
        }
        items = List.copyOf(items);
    }

    /** The same place in the stream with other contents. */
    public <R> Batch<R> withItems(List<R> otherItems) {
        return new Batch<>(session, sequence, span, last, otherItems);
    }
}
