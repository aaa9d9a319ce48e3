package org.egoscope.core.time;

/** Half-open interval {@code [start, end)} on the session's clock; {@code start <= end}. */
public record TimeRange(MediaTime start, MediaTime end) {
    public TimeRange {
        if (start.compareTo(end) > 0) {
            throw new IllegalArgumentException("time range: expected start <= end, got " + start.nanos() + " > " + end.nanos());
        }
    }

    public static TimeRange ofNanos(long startNanos, long endNanos) {
        return new TimeRange(new MediaTime(startNanos), new MediaTime(endNanos));
    }

    public long durationNanos() {
        return end.nanosSince(start);
    }

    public boolean contains(MediaTime time) {
        return start.compareTo(time) <= 0 && time.compareTo(end) < 0;
    }

    /** True if the two share an instant. */
    public boolean intersects(TimeRange other) {
        return start.compareTo(other.end) < 0 && other.start.compareTo(end) < 0;
    }
}
