package org.egoscope.motion.internal.format;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/** Points and rotations in flat arrays. */
final class Floats {
    private Floats() {}

    /** w, x, y, z. */
    static void put(float[] values, int index, Quaternion rotation) {
        values[index * 4] = (float) rotation.w();
        values[index * 4 + 1] = (float) rotation.x();
        values[index * 4 + 2] = (float) rotation.y();
        values[index * 4 + 3] = (float) rotation.z();
    }

    static void put(float[] values, int index, Vec3 point) {
        values[index * 3] = (float) point.x();
        values[index * 3 + 1] = (float) point.y();
        values[index * 3 + 2] = (float) point.z();
    }

    static Quaternion quaternion(float[] values, int index) {
        return new Quaternion(values[index * 4], values[index * 4 + 1], values[index * 4 + 2], values[index * 4 + 3]);
    }

    static Vec3 point(float[] values, int index) {
        return new Vec3(values[index * 3], values[index * 3 + 1], values[index * 3 + 2]);
    }

    static Vec3 point(double[] values, int index) {
        return new Vec3(values[index * 3], values[index * 3 + 1], values[index * 3 + 2]);
    }
}
