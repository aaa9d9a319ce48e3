package org.egoscope.synthetic.internal.render;

/** Upright cone frustum about the local z axis: cups, bottles, lamps. The mantle is seen from both sides where an end is open. */
public final class Frustum extends Shape3 {
    private static final double CAP_TOLERANCE = 1e-5;

    private final double z0;
    private final double z1;
    private final double r0;
    private final double slope;
    private final boolean openTop;

    /** Radius {@code r0} at {@code z0} and {@code r1} at {@code z1}; the bottom is closed. */
    public Frustum(Part part, double z0, double z1, double r0, double r1, boolean openTop) {
        super(part);
        this.z0 = z0;
        this.z1 = z1;
        this.r0 = r0;
        this.slope = (r1 - r0) / (z1 - z0);
        this.openTop = openTop;
    }

    private double radiusAt(double z) {
        return r0 + slope * (z - z0);
    }

    @Override
    double intersect(double ox, double oy, double oz, double dx, double dy, double dz) {
        double best = mantle(ox, oy, oz, dx, dy, dz);
        best = Math.min(best, cap(ox, oy, (z0 - oz) / dz, dx, dy, r0));
        return openTop ? best : Math.min(best, cap(ox, oy, (z1 - oz) / dz, dx, dy, radiusAt(z1)));
    }

    private double mantle(double ox, double oy, double oz, double dx, double dy, double dz) {
        double reach = radiusAt(oz);
        double rate = slope * dz;
        double a = dx * dx + dy * dy - rate * rate;
        double b = ox * dx + oy * dy - rate * reach;
        double c = ox * ox + oy * oy - reach * reach;
        double h = b * b - a * c;
        if (h < 0) {
            return MISS;
        }
        double root = Math.sqrt(h);
        double best = MISS;
        double t = (-b - root) / a;
        double z = oz + t * dz;
        if (t >= NEAREST && z >= z0 && z <= z1) {
            best = t;
        }
        t = (-b + root) / a;
        z = oz + t * dz;
        return t >= NEAREST && t < best && z >= z0 && z <= z1 ? t : best;
    }

    private static double cap(double ox, double oy, double t, double dx, double dy, double radius) {
        double x = ox + t * dx;
        double y = oy + t * dy;
        return t >= NEAREST && x * x + y * y <= radius * radius ? t : MISS;
    }

    @Override
    void normalAt(double x, double y, double z, double[] normal) {
        double radial = Math.sqrt(x * x + y * y) + 1e-12;
        boolean onMantle = Math.abs(radial - radiusAt(z)) < CAP_TOLERANCE;
        if (!onMantle) {
            normal[0] = 0;
            normal[1] = 0;
            normal[2] = z < (z0 + z1) / 2 ? -1 : 1;
            return;
        }
        double norm = Math.sqrt(1 + slope * slope);
        normal[0] = x / radial / norm;
        normal[1] = y / radial / norm;
        normal[2] = -slope / norm;
    }

    @Override
    public double distance(double x, double y, double z) {
        double outside = Math.sqrt(x * x + y * y) - radiusAt(Math.max(z0, Math.min(z1, z)));
        double beyond = Math.max(z0 - z, z - z1);
        double a = Math.max(outside, 0);
        double b = Math.max(beyond, 0);
        return Math.sqrt(a * a + b * b) + Math.min(0, Math.max(outside, beyond));
    }

    @Override
    void bounds(double[] lowHigh) {
        double r = Math.max(r0, radiusAt(z1));
        lowHigh[0] = -r;
        lowHigh[1] = -r;
        lowHigh[2] = z0;
        lowHigh[3] = r;
        lowHigh[4] = r;
        lowHigh[5] = z1;
    }
}
