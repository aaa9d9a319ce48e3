package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/** {@code cameraFromMap} as plain numbers, so that the solvers can step on it without allocating. */
final class CameraPose {
    /** Row-major {@code [3, 3]}. */
    final double[] r = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    /** {@code [3]} map units. */
    final double[] t = new double[3];

    private final double[] step = new double[9];
    private final double[] product = new double[9];

    void set(CameraPose other) {
        System.arraycopy(other.r, 0, r, 0, 9);
        System.arraycopy(other.t, 0, t, 0, 3);
    }

    CameraPose copy() {
        CameraPose copy = new CameraPose();
        copy.set(this);
        return copy;
    }

    void setIdentity() {
        for (int i = 0; i < 9; i++) {
            r[i] = i % 4 == 0 ? 1 : 0;
        }
        t[0] = 0;
        t[1] = 0;
        t[2] = 0;
    }

    /** {@code cameraPoint = R mapPoint + t}. */
    void apply(double x, double y, double z, double[] out) {
        out[0] = r[0] * x + r[1] * y + r[2] * z + t[0];
        out[1] = r[3] * x + r[4] * y + r[5] * z + t[1];
        out[2] = r[6] * x + r[7] * y + r[8] * z + t[2];
    }

    /** {@code mapPoint = R' (cameraPoint - t)}. */
    void applyInverse(double x, double y, double z, double[] out) {
        rotateInverse(x - t[0], y - t[1], z - t[2], out);
    }

    /** {@code mapDirection = R' cameraDirection}. */
    void rotateInverse(double x, double y, double z, double[] out) {
        out[0] = r[0] * x + r[3] * y + r[6] * z;
        out[1] = r[1] * x + r[4] * y + r[7] * z;
        out[2] = r[2] * x + r[5] * y + r[8] * z;
    }

    /** Camera centre in the map. */
    void center(double[] out) {
        rotateInverse(-t[0], -t[1], -t[2], out);
    }

    Vec3 centerInMap() {
        double[] center = new double[3];
        center(center);
        return new Vec3(center[0], center[1], center[2]);
    }

    /** Puts the camera centre there, keeping the rotation. */
    void setCenter(double x, double y, double z) {
        t[0] = -(r[0] * x + r[1] * y + r[2] * z);
        t[1] = -(r[3] * x + r[4] * y + r[5] * z);
        t[2] = -(r[6] * x + r[7] * y + r[8] * z);
    }

    /** Left-multiplies by {@code exp(w)} and adds v: {@code R <- exp(w) R, t <- exp(w) t + v} with the update {@code [w, v]}. */
    void update(double[] wv) {
        rotateLeft(wv[0], wv[1], wv[2]);
        t[0] += wv[3];
        t[1] += wv[4];
        t[2] += wv[5];
    }

    /** {@code R <- exp(w) R, t <- exp(w) t}. Rodrigues' formula. */
    void rotateLeft(double wx, double wy, double wz) {
        double angle = Math.sqrt(wx * wx + wy * wy + wz * wz);
        double a = angle < 1e-9 ? 1 : Math.sin(angle) / angle;
        double b = angle < 1e-9 ? 0.5 : (1 - Math.cos(angle)) / (angle * angle);
        step[0] = 1 - b * (wy * wy + wz * wz);
        step[1] = b * wx * wy - a * wz;
        step[2] = b * wx * wz + a * wy;
        step[3] = b * wx * wy + a * wz;
        step[4] = 1 - b * (wx * wx + wz * wz);
        step[5] = b * wy * wz - a * wx;
        step[6] = b * wx * wz - a * wy;
        step[7] = b * wy * wz + a * wx;
        step[8] = 1 - b * (wx * wx + wy * wy);
        multiplyLeft(step);
    }

    /** {@code R <- m R, t <- m t}. */
    void multiplyLeft(double[] m) {
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                product[row * 3 + column] =
                        m[row * 3] * r[column] + m[row * 3 + 1] * r[3 + column] + m[row * 3 + 2] * r[6 + column];
            }
        }
        System.arraycopy(product, 0, r, 0, 9);
        double x = m[0] * t[0] + m[1] * t[1] + m[2] * t[2];
        double y = m[3] * t[0] + m[4] * t[1] + m[5] * t[2];
        double z = m[6] * t[0] + m[7] * t[1] + m[8] * t[2];
        t[0] = x;
        t[1] = y;
        t[2] = z;
    }

    /** Takes out what rounding added to the rotation over many steps. */
    void orthonormalize() {
        Quaternion q = rotationMapFromCamera().conjugate();
        setRotation(q);
    }

    void setRotation(Quaternion cameraFromMap) {
        Vec3 x = cameraFromMap.rotate(new Vec3(1, 0, 0));
        Vec3 y = cameraFromMap.rotate(new Vec3(0, 1, 0));
        Vec3 z = cameraFromMap.rotate(new Vec3(0, 0, 1));
        r[0] = x.x();
        r[3] = x.y();
        r[6] = x.z();
        r[1] = y.x();
        r[4] = y.y();
        r[7] = y.z();
        r[2] = z.x();
        r[5] = z.y();
        r[8] = z.z();
    }

    Quaternion rotationMapFromCamera() {
        return Quaternion.fromColumns(new Vec3(r[0], r[1], r[2]), new Vec3(r[3], r[4], r[5]), new Vec3(r[6], r[7], r[8]));
    }

    RigidTransform mapFromCamera() {
        return new RigidTransform(rotationMapFromCamera(), centerInMap());
    }

    void write(DataOutputStream out) throws IOException {
        for (double value : r) {
            out.writeDouble(value);
        }
        for (double value : t) {
            out.writeDouble(value);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (int i = 0; i < 9; i++) {
            r[i] = in.readDouble();
        }
        for (int i = 0; i < 3; i++) {
            t[i] = in.readDouble();
        }
    }
}
