package org.egoscope.motion.internal.evaluation;

/** Gradient noise in one dimension (Perlin 1985 with the fade of 2002), three octaves, within -1..1; the same seed gives the same noise. */
final class SmoothNoise {
    private static final int OCTAVES = 3;

    /** Periods per second of the slowest octave: drift of a tracker, not hum. */
    private static final double BASE_RATE = 0.5;

    /** Largest magnitude of one octave is 1/2 with gradients within -1..1; of all three with halving weights, 7/8. */
    private static final double LARGEST = 7.0 / 8;

    private final long seed;

    SmoothNoise(long seed) {
        this.seed = seed;
    }

    double at(double seconds) {
        double sum = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            sum += Math.pow(0.5, octave) * single(seconds * BASE_RATE * Math.pow(2, octave), octave);
        }
        return sum / LARGEST;
    }

    private double single(double x, int octave) {
        long cell = (long) Math.floor(x);
        double u = x - cell;
        double fade = u * u * u * (u * (u * 6 - 15) + 10);
        double left = gradient(cell, octave) * u;
        double right = gradient(cell + 1, octave) * (u - 1);
        return left + fade * (right - left);
    }

    private double gradient(long cell, int octave) {
        long hash = mix(mix(seed + octave) + cell);
        return (hash >> 11) * 0x1.0p-52;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
