package org.egoscope.motion.internal.procedure;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/** Rotations about the body's axes (x forward, y left, z up) and angles about the vertical. */
final class Turns {
    static final Vec3 UP = new Vec3(0, 0, 1);

    private Turns() {}

    static Quaternion aboutUp(double yawRadians) {
        return new Quaternion(Math.cos(yawRadians / 2), 0, 0, Math.sin(yawRadians / 2));
    }

    /** Positive leans forward. */
    static Quaternion aboutLeft(double pitchRadians) {
        return new Quaternion(Math.cos(pitchRadians / 2), 0, Math.sin(pitchRadians / 2), 0);
    }

    /** Positive lifts the left side. */
    static Quaternion aboutForward(double rollRadians) {
        return new Quaternion(Math.cos(rollRadians / 2), Math.sin(rollRadians / 2), 0, 0);
    }

    static Quaternion of(double yaw, double pitch, double roll) {
        return aboutUp(yaw).times(aboutLeft(pitch)).times(aboutForward(roll));
    }

    static Vec3 forward(double yawRadians) {
        return new Vec3(Math.cos(yawRadians), Math.sin(yawRadians), 0);
    }

    static Vec3 left(double yawRadians) {
        return new Vec3(-Math.sin(yawRadians), Math.cos(yawRadians), 0);
    }

    /** Into [-pi, pi). */
    static double wrap(double radians) {
        return radians - 2 * Math.PI * Math.floor((radians + Math.PI) / (2 * Math.PI));
    }

    static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    static double smoothstep(double value, double from, double to) {
        double t = clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }

    /** The identity up to {@code free * most}, then bending over so that {@code most} is never passed: no kink, so no jerk. */
    static double soft(double value, double most, double free) {
        double start = free * most;
        double size = Math.abs(value);
        if (size <= start) {
            return value;
        }
        double rest = most - start;
        return Math.signum(value) * (start + rest * Math.tanh((size - start) / rest));
    }
}
