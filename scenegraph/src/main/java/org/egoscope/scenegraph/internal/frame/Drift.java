package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Motion of one image point after the camera's own motion is taken out. Velocity is an exponential mean with a time constant of 0.12 s:
 * one pixel of jitter at 30 fps then leaves about 7 pixels/s, a tenth of a hand length, where a plain difference would leave 40.
 */
public final class Drift {
    private static final double TIME_CONSTANT_SECONDS = 0.12;

    /** A point not seen for so long starts anew. */
    private static final long FORGET_NANOS = 400_000_000L;

    private double x = Double.NaN;
    private double y = Double.NaN;
    private double velocityX;
    private double velocityY;
    private long seenNanos;

    /** Moves the remembered point with the background, also in frames in which the thing is not seen. */
    void warp(CameraMotion motion, double depthMeters) {
        if (!Double.isNaN(x)) {
            double[] moved = motion.apply(x, y, depthMeters);
            x = moved[0];
            y = moved[1];
        }
    }

    void observe(double newX, double newY, long timeNanos) {
        double seconds = (timeNanos - seenNanos) / 1e9;
        if (Double.isNaN(x) || timeNanos - seenNanos > FORGET_NANOS || seconds <= 0) {
            restart(newX, newY, timeNanos);
        } else {
            double weight = 1 - Math.exp(-seconds / TIME_CONSTANT_SECONDS);
            velocityX += weight * ((newX - x) / seconds - velocityX);
            velocityY += weight * ((newY - y) / seconds - velocityY);
        }
        x = newX;
        y = newY;
        seenNanos = timeNanos;
    }

    /** Takes the place without the motion: what is seen of the thing has changed. */
    void restart(double newX, double newY, long timeNanos) {
        x = newX;
        y = newY;
        velocityX = 0;
        velocityY = 0;
        seenNanos = timeNanos;
    }

    /** Takes the place and keeps the motion: the same thing is measured in another way from here on. */
    void relocate(double newX, double newY, long timeNanos) {
        boolean known = !Double.isNaN(x) && timeNanos - seenNanos <= FORGET_NANOS;
        velocityX = known ? velocityX : 0;
        velocityY = known ? velocityY : 0;
        x = newX;
        y = newY;
        seenNanos = timeNanos;
    }

    public double x() {
        return x;
    }

    public double y() {
        return y;
    }

    /** Pixels per second relative to the background. */
    public double speed() {
        return Math.hypot(velocityX, velocityY);
    }

    /** Pixels per second, as far as it is the point's own and not that of all around it. */
    public double ownSpeed(Backdrop backdrop) {
        return backdrop.ownSpeed(velocityX, velocityY);
    }

    double velocityX() {
        return velocityX;
    }

    double velocityY() {
        return velocityY;
    }

    /** Pixels per second between two points. */
    public double relativeSpeed(Drift other) {
        return Math.hypot(velocityX - other.velocityX, velocityY - other.velocityY);
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(x);
        out.writeDouble(y);
        out.writeDouble(velocityX);
        out.writeDouble(velocityY);
        out.writeLong(seenNanos);
    }

    static Drift read(DataInput in) throws IOException {
        Drift drift = new Drift();
        drift.x = in.readDouble();
        drift.y = in.readDouble();
        drift.velocityX = in.readDouble();
        drift.velocityY = in.readDouble();
        drift.seenNanos = in.readLong();
        return drift;
    }
}
