package org.egoscope.synthetic.internal.render;

import org.egoscope.core.geometry.Vec3;

/**
 * Hull of two spheres: limbs, fingers, handles; a sphere where both ends agree. Its ends can be moved between frames.
 * Intersection after I. Quilez, "Rounded cone - intersection" (iquilezles.org/articles/intersectors), extended to directions that are
 * not of unit length.
 */
public final class RoundCone extends Shape3 {
    private double ax;
    private double ay;
    private double az;
    private double bx;
    private double by;
    private double bz;
    private final double ra;
    private final double rb;
    private double lengthSquared;
    private double slantSquared;

    public RoundCone(Part part, double radiusA, double radiusB) {
        super(part);
        ra = radiusA;
        rb = radiusB;
    }

    public RoundCone(Part part, Vec3 a, Vec3 b, double radiusA, double radiusB) {
        this(part, radiusA, radiusB);
        moveTo(a, b);
    }

    public void moveTo(Vec3 a, Vec3 b) {
        ax = a.x();
        ay = a.y();
        az = a.z();
        bx = b.x() - ax;
        by = b.y() - ay;
        bz = b.z() - az;
        lengthSquared = bx * bx + by * by + bz * bz;
        slantSquared = lengthSquared - (ra - rb) * (ra - rb);
    }

    @Override
    double intersect(double ox, double oy, double oz, double dx, double dy, double dz) {
        double x = ox - ax;
        double y = oy - ay;
        double z = oz - az;
        double dd = dx * dx + dy * dy + dz * dz;
        double m3 = dx * x + dy * y + dz * z;
        double m5 = x * x + y * y + z * z;
        if (slantSquared > 0) {
            double rr = ra - rb;
            double m1 = bx * x + by * y + bz * z;
            double m2 = bx * dx + by * dy + bz * dz;
            double k2 = slantSquared * dd - m2 * m2;
            double k1 = slantSquared * m3 - m1 * m2 + m2 * rr * ra;
            double k0 = slantSquared * m5 - m1 * m1 + 2 * m1 * rr * ra - lengthSquared * ra * ra;
            double h = k1 * k1 - k0 * k2;
            if (h < 0) {
                return MISS;
            }
            double t = (-Math.sqrt(h) - k1) / k2;
            double along = m1 - ra * rr + t * m2;
            if (along > 0 && along < slantSquared) {
                return t >= NEAREST ? t : MISS;
            }
        }
        double first = sphere(m3, m5, ra, dd);
        double m6 = m3 - (bx * dx + by * dy + bz * dz);
        double m7 = m5 - 2 * (bx * x + by * y + bz * z) + lengthSquared;
        return Math.min(first, sphere(m6, m7, rb, dd));
    }

    private static double sphere(double directionDotOffset, double offsetSquared, double radius, double dd) {
        double h = directionDotOffset * directionDotOffset - dd * (offsetSquared - radius * radius);
        if (h < 0) {
            return MISS;
        }
        double t = (-directionDotOffset - Math.sqrt(h)) / dd;
        return t >= NEAREST ? t : MISS;
    }

    @Override
    void normalAt(double x, double y, double z, double[] normal) {
        double c = centerParameter(x, y, z);
        double nx = x - ax - bx * c;
        double ny = y - ay - by * c;
        double nz = z - az - bz * c;
        double norm = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12;
        normal[0] = nx / norm;
        normal[1] = ny / norm;
        normal[2] = nz / norm;
    }

    /** Where on the axis, 0 at a and 1 at b, the swept sphere sits whose surface is nearest to the point. */
    private double centerParameter(double x, double y, double z) {
        if (slantSquared <= 0) {
            return ra >= rb ? 0 : 1;
        }
        double px = x - ax;
        double py = y - ay;
        double pz = z - az;
        double along = (px * bx + py * by + pz * bz) / lengthSquared;
        double perpSquared = px * px + py * py + pz * pz - along * along * lengthSquared;
        double shift = Math.sqrt(Math.max(0, perpSquared)) * (ra - rb) / Math.sqrt(lengthSquared * slantSquared);
        return Math.max(0, Math.min(1, along - shift));
    }

    @Override
    public double distance(double x, double y, double z) {
        double c = centerParameter(x, y, z);
        double nx = x - ax - bx * c;
        double ny = y - ay - by * c;
        double nz = z - az - bz * c;
        return Math.sqrt(nx * nx + ny * ny + nz * nz) - (ra + (rb - ra) * c);
    }

    @Override
    void bounds(double[] lowHigh) {
        lowHigh[0] = Math.min(ax - ra, ax + bx - rb);
        lowHigh[1] = Math.min(ay - ra, ay + by - rb);
        lowHigh[2] = Math.min(az - ra, az + bz - rb);
        lowHigh[3] = Math.max(ax + ra, ax + bx + rb);
        lowHigh[4] = Math.max(ay + ra, ay + by + rb);
        lowHigh[5] = Math.max(az + ra, az + bz + rb);
    }
}
