package org.egoscope.core.geometry;

/** A rotation as a unit quaternion {@code w, x, y, z} (Hamilton); {@code q.rotate(v)} turns column vector v. */
public record Quaternion(double w, double x, double y, double z) {
    public static final Quaternion IDENTITY = new Quaternion(1, 0, 0, 0);

    public static Quaternion fromAxisAngle(Vec3 axis, double angleRadians) {
        Vec3 unit = axis.normalized();
        double sin = Math.sin(angleRadians / 2);
        return new Quaternion(Math.cos(angleRadians / 2), unit.x() * sin, unit.y() * sin, unit.z() * sin);
    }

    /** From a rotation vector (axis times angle in radians). */
    public static Quaternion fromRotationVector(Vec3 rotationVector) {
        double angle = rotationVector.norm();
        return angle < 1e-12 ? IDENTITY : fromAxisAngle(rotationVector, angle);
    }

    /** The rotation whose matrix has the given orthonormal columns (images of the x, y and z axes). Shepperd's method. */
    public static Quaternion fromColumns(Vec3 xAxis, Vec3 yAxis, Vec3 zAxis) {
        double trace = xAxis.x() + yAxis.y() + zAxis.z();
        if (trace > 0) {
            double s = 2 * Math.sqrt(trace + 1);
            return new Quaternion(s / 4, (yAxis.z() - zAxis.y()) / s, (zAxis.x() - xAxis.z()) / s, (xAxis.y() - yAxis.x()) / s)
                    .normalized();
        }
        if (xAxis.x() > yAxis.y() && xAxis.x() > zAxis.z()) {
            double s = 2 * Math.sqrt(1 + xAxis.x() - yAxis.y() - zAxis.z());
            return new Quaternion((yAxis.z() - zAxis.y()) / s, s / 4, (yAxis.x() + xAxis.y()) / s, (zAxis.x() + xAxis.z()) / s)
                    .normalized();
        }
        if (yAxis.y() > zAxis.z()) {
            double s = 2 * Math.sqrt(1 + yAxis.y() - xAxis.x() - zAxis.z());
            return new Quaternion((zAxis.x() - xAxis.z()) / s, (yAxis.x() + xAxis.y()) / s, s / 4, (zAxis.y() + yAxis.z()) / s)
                    .normalized();
        }
        double s = 2 * Math.sqrt(1 + zAxis.z() - xAxis.x() - yAxis.y());
        return new Quaternion((xAxis.y() - yAxis.x()) / s, (zAxis.x() + xAxis.z()) / s, (zAxis.y() + yAxis.z()) / s, s / 4)
                .normalized();
    }

    /** The shortest rotation that takes direction {@code from} to direction {@code to}. */
    public static Quaternion between(Vec3 from, Vec3 to) {
        Vec3 a = from.normalized();
        Vec3 b = to.normalized();
        double dot = a.dot(b);
        if (dot < -1 + 1e-12) {
            Vec3 side = Math.abs(a.x()) < 0.9 ? new Vec3(1, 0, 0) : new Vec3(0, 1, 0);
            return fromAxisAngle(a.cross(side), Math.PI);
        }
        Vec3 axis = a.cross(b);
        return new Quaternion(1 + dot, axis.x(), axis.y(), axis.z()).normalized();
    }

    /** First {@code other}, then {@code this}. */
    public Quaternion times(Quaternion other) {
        return new Quaternion(
                w * other.w - x * other.x - y * other.y - z * other.z,
                w * other.x + x * other.w + y * other.z - z * other.y,
                w * other.y - x * other.z + y * other.w + z * other.x,
                w * other.z + x * other.y - y * other.x + z * other.w);
    }

    public Quaternion conjugate() {
        return new Quaternion(w, -x, -y, -z);
    }

    public Quaternion normalized() {
        double norm = Math.sqrt(w * w + x * x + y * y + z * z);
        if (!(norm > 0)) {
            throw new IllegalArgumentException("quaternion: expected non-zero length, got " + this);
        }
        return new Quaternion(w / norm, x / norm, y / norm, z / norm);
    }

    public Vec3 rotate(Vec3 v) {
        double tx = 2 * (y * v.z() - z * v.y());
        double ty = 2 * (z * v.x() - x * v.z());
        double tz = 2 * (x * v.y() - y * v.x());
        return new Vec3(
                v.x() + w * tx + y * tz - z * ty, v.y() + w * ty + z * tx - x * tz, v.z() + w * tz + x * ty - y * tx);
    }

    /** Axis times angle, angle in [0, pi]. */
    public Vec3 toRotationVector() {
        Quaternion q = w < 0 ? new Quaternion(-w, -x, -y, -z) : this;
        Vec3 imaginary = new Vec3(q.x, q.y, q.z);
        double sin = imaginary.norm();
        return sin < 1e-12 ? imaginary.times(2) : imaginary.times(2 * Math.atan2(sin, q.w) / sin);
    }

    /** Angle of the rotation from this to other, in [0, pi]. */
    public double angleTo(Quaternion other) {
        return conjugate().times(other).toRotationVector().norm();
    }

    /** Shortest-arc interpolation, {@code this} at 0 and {@code other} at 1. */
    public Quaternion slerp(Quaternion other, double fraction) {
        Vec3 delta = conjugate().times(other).toRotationVector();
        return times(fromRotationVector(delta.times(fraction))).normalized();
    }

    /** The part of this rotation about {@code axis} (swing-twist): yaw about gravity without a look-down singularity. */
    public Quaternion twistAbout(Vec3 axis) {
        Vec3 unit = axis.normalized();
        double projection = new Vec3(x, y, z).dot(unit);
        double norm = Math.sqrt(w * w + projection * projection);
        return norm < 1e-12
                ? IDENTITY
                : new Quaternion(w / norm, unit.x() * projection / norm, unit.y() * projection / norm, unit.z() * projection / norm);
    }
}
