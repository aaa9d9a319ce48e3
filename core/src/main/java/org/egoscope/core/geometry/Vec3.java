package org.egoscope.core.geometry;

/** A point or direction in some space; the variable that holds it names the space. Metres unless it is a direction. */
public record Vec3(double x, double y, double z) {
    public static final Vec3 ZERO = new Vec3(0, 0, 0);

    public Vec3 plus(Vec3 other) {
        return new Vec3(x + other.x, y + other.y, z + other.z);
    }

    public Vec3 minus(Vec3 other) {
        return new Vec3(x - other.x, y - other.y, z - other.z);
    }

    public Vec3 times(double factor) {
        return new Vec3(x * factor, y * factor, z * factor);
    }

    public double dot(Vec3 other) {
        return x * other.x + y * other.y + z * other.z;
    }

    public Vec3 cross(Vec3 other) {
        return new Vec3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    public double norm() {
        return Math.sqrt(dot(this));
    }

    /** Unit length; the zero vector stays zero. */
    public Vec3 normalized() {
        double norm = norm();
        return norm == 0 ? this : times(1 / norm);
    }

    public double distanceTo(Vec3 other) {
        return minus(other).norm();
    }

    /** {@code this} at 0, {@code other} at 1. */
    public Vec3 lerp(Vec3 other, double fraction) {
        return plus(other.minus(this).times(fraction));
    }

    public boolean isFinite() {
        return Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(z);
    }
}
