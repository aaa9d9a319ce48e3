package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.perception.SegmentConfig;

/**
 * Which frames are segmented in full. Where the picture is at rest the interval is the longest; the more it moves and the less of it the
 * flow explains, the sooner the next one comes. The budget of time is one of work: key frames cost several times what others do, so their
 * number per second of footage is what is bounded. What calm seconds save, a burst of motion may spend.
 *
 * <p>It depends on media time and pictures alone, never on the clock of the machine: the same footage gives the same rows on any of them.
 */
final class KeyFrameSchedule {
    /** Key frames that may be saved up. */
    private static final double MOST_SAVED = 4;

    /** Share of the picture that the flow does not explain at which key frames are wanted as early as may be. */
    private static final float BROKEN_SHARE = 0.25f;

    private final SegmentConfig config;
    private boolean started;
    private long keyNanos;
    private double saved;

    KeyFrameSchedule(SegmentConfig config) {
        this.config = config;
    }

    boolean hasStarted() {
        return started;
    }

    long lastNanos() {
        return keyNanos;
    }

    boolean isDue(long nanos, MotionField motion) {
        if (!started) {
            return true;
        }
        long elapsed = nanos - keyNanos;
        long longest = config.keyFrameIntervalNanos();
        if (elapsed >= longest) {
            return true;
        }
        if (elapsed < config.earliestKeyFrameNanos() || savedAt(nanos) < 1) {
            return false;
        }
        float unrest = Math.max(motion.meanMotion() / config.keyFrameMotion(), motion.brokenShare() / BROKEN_SHARE);
        double wanted = longest - (longest - config.earliestKeyFrameNanos()) * (double) Math.min(1, unrest);
        return elapsed >= wanted;
    }

    private double savedAt(long nanos) {
        return Math.min(MOST_SAVED, saved + (nanos - keyNanos) / 1e9 * config.keyFramesPerSecond());
    }

    /** The frame is a key frame. */
    void take(long nanos) {
        saved = started ? Math.max(0, savedAt(nanos) - 1) : 0;
        started = true;
        keyNanos = nanos;
    }

    /** Share of the longest interval since the last key frame, at most 1. */
    float elapsedShare(long nanos) {
        return Math.min(1, (nanos - keyNanos) / (float) Math.max(1, config.keyFrameIntervalNanos()));
    }

    void clear() {
        started = false;
        keyNanos = 0;
        saved = 0;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeBoolean(started);
        out.writeLong(keyNanos);
        out.writeDouble(saved);
    }

    void read(DataInputStream in) throws IOException {
        started = in.readBoolean();
        keyNanos = in.readLong();
        saved = in.readDouble();
    }
}
