package org.egoscope.motion.internal;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/** Angles about the vertical. */
final class Angles {
    static final Vec3 UP = new Vec3(0, 0, 1);

    private Angles() {}

    /** Into [-pi, pi). */
    static double wrap(double radians) {
        double turns = Math.floor((radians + Math.PI) / (2 * Math.PI));
        return radians - turns * 2 * Math.PI;
    }

    static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    /** 0 below {@code from}, 1 above {@code to}, smooth between. */
    static double smoothstep(double value, double from, double to) {
        double t = clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }

    /** Twist about the vertical: it has no singularity when the head looks straight down. */
    static double yaw(Quaternion worldFromHead) {
        return wrap(2 * Math.atan2(worldFromHead.z(), worldFromHead.w()));
    }

    static Quaternion aboutUp(double yawRadians) {
        return new Quaternion(Math.cos(yawRadians / 2), 0, 0, Math.sin(yawRadians / 2));
    }

    /** About the left axis: positive leans forward. */
    static Quaternion aboutLeft(double pitchRadians) {
        return new Quaternion(Math.cos(pitchRadians / 2), 0, Math.sin(pitchRadians / 2), 0);
    }

    static Vec3 forward(double yawRadians) {
        return new Vec3(Math.cos(yawRadians), Math.sin(yawRadians), 0);
    }

    static Vec3 left(double yawRadians) {
        return new Vec3(-Math.sin(yawRadians), Math.cos(yawRadians), 0);
    }
}
