package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Smoothing that is strong at rest and weak in motion (Casiez, Roussel and Vogel 2012, the 1-euro filter): a low pass whose cutoff is
 * {@code least + slope x speed}, for points in the plane. Speeds are in units of the hand's size a second, so that near and far hands are
 * smoothed alike.
 */
final class OneEuroFilter {
    /** Cutoff added per hand's size a second; a hand that crosses itself five times a second lags by 10 ms. */
    private static final double SLOPE = 3;
    /** Cutoff of the speed itself (the paper's dcutoff is 1 Hz at 60 Hz input; hands turn round faster). */
    private static final double SPEED_HERTZ = 3;
    /** After a longer pause the old place says nothing. */
    private static final double FORGET_SECONDS = 0.3;

    private final double leastHertz;
    private final float[] values;
    private final float[] speeds;
    private long lastNanos = Long.MIN_VALUE;

    /** @param count numbers; x and y of a point lie next to each other */
    OneEuroFilter(int count, double leastHertz) {
        this.leastHertz = leastHertz;
        this.values = new float[count];
        this.speeds = new float[count];
    }

    /** Takes values in and returns the smoothed ones, an array that is used again. */
    float[] step(float[] raw, long nanos, double size) {
        double seconds = (nanos - lastNanos) / 1e9;
        if (lastNanos == Long.MIN_VALUE || !(seconds > 0) || seconds > FORGET_SECONDS) {
            System.arraycopy(raw, 0, values, 0, values.length);
            java.util.Arrays.fill(speeds, 0);
        } else {
            double speedShare = share(SPEED_HERTZ, seconds);
            for (int i = 0; i < values.length; i += 2) {
                blend(raw, i, seconds, speedShare, size);
            }
        }
        lastNanos = nanos;
        return values;
    }

    private void blend(float[] raw, int i, double seconds, double speedShare, double size) {
        speeds[i] += (float) (speedShare * ((raw[i] - values[i]) / seconds - speeds[i]));
        speeds[i + 1] += (float) (speedShare * ((raw[i + 1] - values[i + 1]) / seconds - speeds[i + 1]));
        double share = share(leastHertz + SLOPE * Math.hypot(speeds[i], speeds[i + 1]) / size, seconds);
        values[i] += (float) (share * (raw[i] - values[i]));
        values[i + 1] += (float) (share * (raw[i + 1] - values[i + 1]));
    }

    /** Weight of a new value in a first order low pass. */
    private static double share(double hertz, double seconds) {
        double ratio = 2 * Math.PI * hertz * seconds;
        return ratio / (1 + ratio);
    }

    float[] values() {
        return values;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(lastNanos);
        for (int i = 0; i < values.length; i++) {
            out.writeFloat(values[i]);
            out.writeFloat(speeds[i]);
        }
    }

    void read(DataInputStream in) throws IOException {
        lastNanos = in.readLong();
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
            speeds[i] = in.readFloat();
        }
    }
}
