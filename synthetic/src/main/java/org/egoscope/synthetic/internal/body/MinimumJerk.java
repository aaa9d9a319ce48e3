package org.egoscope.synthetic.internal.body;

/** The smoothest way from rest to rest (Flash and Hogan 1985): speed and acceleration are zero at both ends. */
public final class MinimumJerk {
    private MinimumJerk() {}

    /** Share of the way, 0..1, at a share of the time; clamped outside 0..1. Peak speed is 1.875 times the mean. */
    public static double at(double fraction) {
        double f = Math.max(0, Math.min(1, fraction));
        return f * f * f * (10 + f * (6 * f - 15));
    }

    /** As {@link #at}, over the interval from start to end. */
    public static double at(double time, double start, double end) {
        return time >= end ? 1 : time <= start ? 0 : at((time - start) / (end - start));
    }

    /** A smooth detour: 0 at both ends with zero speed, 1 in the middle. */
    public static double detour(double fraction) {
        double f = Math.max(0, Math.min(1, fraction));
        double g = f * (1 - f) * 4;
        return g * g;
    }
}
