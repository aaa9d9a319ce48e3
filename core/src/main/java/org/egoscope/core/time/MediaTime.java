package org.egoscope.core.time;

/** A point on the session's own clock, in nanoseconds. Zero is the first frame of a file, or what the sensor says. */
public record MediaTime(long nanos) implements Comparable<MediaTime> {
    public static final MediaTime ZERO = new MediaTime(0);

    public static MediaTime ofNanos(long nanos) {
        return new MediaTime(nanos);
    }

    /** Nearest nanosecond. */
    public static MediaTime ofSeconds(double seconds) {
        return new MediaTime(Math.round(seconds * 1e9));
    }

    public double seconds() {
        return nanos / 1e9;
    }

    public MediaTime plusNanos(long deltaNanos) {
        return new MediaTime(Math.addExact(nanos, deltaNanos));
    }

    /** {@code this - earlier} in nanoseconds. */
    public long nanosSince(MediaTime earlier) {
        return Math.subtractExact(nanos, earlier.nanos);
    }

    @Override
    public int compareTo(MediaTime other) {
        return Long.compare(nanos, other.nanos);
    }
}
