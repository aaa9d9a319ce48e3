package org.egoscope.synthetic.internal.render;

import org.egoscope.core.geometry.Vec3;

/** Axis-aligned box. */
public final class BoxShape extends Shape3 {
    private final double cx;
    private final double cy;
    private final double cz;
    private final double hx;
    private final double hy;
    private final double hz;
    private final boolean interior;

    public BoxShape(Part part, Vec3 center, Vec3 size) {
        this(part, center, size, false);
    }

    /** @param interior true for a room: the far side of the walls is what is seen */
    public BoxShape(Part part, Vec3 center, Vec3 size, boolean interior) {
        super(part);
        cx = center.x();
        cy = center.y();
        cz = center.z();
        hx = size.x() / 2;
        hy = size.y() / 2;
        hz = size.z() / 2;
        this.interior = interior;
    }

    @Override
    double intersect(double ox, double oy, double oz, double dx, double dy, double dz) {
        double ix = 1 / dx;
        double iy = 1 / dy;
        double iz = 1 / dz;
        double ax = (cx - ox) * ix;
        double ay = (cy - oy) * iy;
        double az = (cz - oz) * iz;
        double bx = hx * Math.abs(ix);
        double by = hy * Math.abs(iy);
        double bz = hz * Math.abs(iz);
        double near = Math.max(Math.max(ax - bx, ay - by), az - bz);
        double far = Math.min(Math.min(ax + bx, ay + by), az + bz);
        if (interior) {
            return far;
        }
        return near <= far && near >= NEAREST ? near : MISS;
    }

    @Override
    void normalAt(double x, double y, double z, double[] normal) {
        double ex = Math.abs(Math.abs(x - cx) - hx);
        double ey = Math.abs(Math.abs(y - cy) - hy);
        double ez = Math.abs(Math.abs(z - cz) - hz);
        normal[0] = 0;
        normal[1] = 0;
        normal[2] = 0;
        if (ex <= ey && ex <= ez) {
            normal[0] = Math.signum(x - cx);
        } else if (ey <= ez) {
            normal[1] = Math.signum(y - cy);
        } else {
            normal[2] = Math.signum(z - cz);
        }
    }

    @Override
    public double distance(double x, double y, double z) {
        double qx = Math.abs(x - cx) - hx;
        double qy = Math.abs(y - cy) - hy;
        double qz = Math.abs(z - cz) - hz;
        double ox = Math.max(qx, 0);
        double oy = Math.max(qy, 0);
        double oz = Math.max(qz, 0);
        double signed = Math.sqrt(ox * ox + oy * oy + oz * oz) + Math.min(0, Math.max(qx, Math.max(qy, qz)));
        return interior ? -signed : signed;
    }

    @Override
    void bounds(double[] lowHigh) {
        lowHigh[0] = cx - hx;
        lowHigh[1] = cy - hy;
        lowHigh[2] = cz - hz;
        lowHigh[3] = cx + hx;
        lowHigh[4] = cy + hy;
        lowHigh[5] = cz + hz;
    }
}
