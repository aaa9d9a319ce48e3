package org.egoscope.ingest.internal.chunk;

/**
 * From stamps of a stream to nanoseconds of the session: {@code (pts - originPts) * numerator / denominator} seconds.
 *
 * <p>Rounds to the nearest nanosecond, halves away from zero, as {@code av_rescale_q} does; the product is split so that no stamp
 * can overflow.
 */
public record TimeScale(long originPts, int numerator, int denominator) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Stamps that already are nanoseconds of the session. */
    public static final TimeScale NANOS = new TimeScale(0, 1, 1_000_000_000);

    public TimeScale {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException("time base: expected positive, got " + numerator + "/" + denominator);
        }
    }

    public TimeScale withOrigin(long pts) {
        return new TimeScale(pts, numerator, denominator);
    }

    /** Session time of a stamp. */
    public long nanosOf(long pts) {
        return nanosOfTicks(Math.subtractExact(pts, originPts));
    }

    /** Length of a number of ticks. */
    public long nanosOfTicks(long ticks) {
        long scaled = Math.multiplyExact(ticks, (long) numerator);
        long magnitude = Math.abs(scaled);
        long whole = magnitude / denominator;
        long rest = magnitude % denominator;
        long nanos = Math.addExact(
                Math.multiplyExact(whole, NANOS_PER_SECOND), (rest * NANOS_PER_SECOND + denominator / 2) / denominator);
        return scaled < 0 ? -nanos : nanos;
    }

    /** The largest number of ticks that is not longer than the given time. */
    public long ticksWithin(long nanos) {
        double ticks = (double) nanos / NANOS_PER_SECOND * denominator / numerator;
        return (long) Math.floor(ticks + 1e-6);
    }
}
