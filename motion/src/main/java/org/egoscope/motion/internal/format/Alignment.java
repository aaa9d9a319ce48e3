package org.egoscope.motion.internal.format;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/** Rotations from pairs of directions (TRIAD, Black 1964). */
final class Alignment {
    private Alignment() {}

    /**
     * The rotation that takes {@code from} exactly to {@code to}, and {@code fromHint} as near as it can to {@code toHint}. The
     * directions of a pair must not be parallel.
     */
    static Quaternion of(Vec3 from, Vec3 fromHint, Vec3 to, Vec3 toHint) {
        return frame(to, toHint).times(frame(from, fromHint).conjugate()).normalized();
    }

    private static Quaternion frame(Vec3 first, Vec3 hint) {
        Vec3 x = first.normalized();
        Vec3 z = x.cross(hint).normalized();
        return Quaternion.fromColumns(x, z.cross(x), z);
    }

    /** Sine of the angle between two directions. */
    static double sine(Vec3 a, Vec3 b) {
        double scale = a.norm() * b.norm();
        return scale == 0 ? 0 : a.cross(b).norm() / scale;
    }
}
