package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.core.observation.BoundingBox;

/**
 * Motion of a thing after the camera's own motion is taken out: what two opposite corners of its box have in common. A hand that comes
 * before a thing at rest moves one edge and with it the middle of the mask, a mask that grows moves both edges apart; only what moves takes
 * both edges the same way.
 */
public final class BoxMotion {
    private final Drift low;
    private final Drift high;

    BoxMotion() {
        this(new Drift(), new Drift());
    }

    private BoxMotion(Drift low, Drift high) {
        this.low = low;
        this.high = high;
    }

    void warp(CameraMotion motion, double depthMeters) {
        low.warp(motion, depthMeters);
        high.warp(motion, depthMeters);
    }

    void observe(BoundingBox box, long timeNanos) {
        low.observe(box.x(), box.y(), timeNanos);
        high.observe(box.right(), box.bottom(), timeNanos);
    }

    /** Takes the place without the motion. */
    void restart(BoundingBox box, long timeNanos) {
        low.restart(box.x(), box.y(), timeNanos);
        high.restart(box.right(), box.bottom(), timeNanos);
    }

    double velocityX() {
        return common(low.velocityX(), high.velocityX());
    }

    double velocityY() {
        return common(low.velocityY(), high.velocityY());
    }

    /** The smaller of two of one sign, else 0 (the minmod limiter of Roe 1986). */
    private static double common(double a, double b) {
        return a * b <= 0 ? 0 : Math.abs(a) < Math.abs(b) ? a : b;
    }

    /** Pixels per second relative to the background. */
    public double speed() {
        return Math.hypot(velocityX(), velocityY());
    }

    /** Pixels per second, as far as it is the thing's own and not that of all around it. */
    public double ownSpeed(Backdrop backdrop) {
        return backdrop.ownSpeed(velocityX(), velocityY());
    }

    /** Pixels per second between the thing and a point. */
    public double relativeSpeed(Drift point) {
        return Math.hypot(velocityX() - point.velocityX(), velocityY() - point.velocityY());
    }

    void write(DataOutput out) throws IOException {
        low.write(out);
        high.write(out);
    }

    static BoxMotion read(DataInput in) throws IOException {
        return new BoxMotion(Drift.read(in), Drift.read(in));
    }
}
