package org.egoscope.synthetic.internal.render;

/** The lower part of a sphere, open at its equator and cut below: a bowl, seen from outside and inside. */
public final class BowlShell extends Shape3 {
    private final double radius;
    private final double rimHeight;

    /** Sphere of {@code radius} about (0, 0, rimHeight), kept between z = 0 and the rim. */
    public BowlShell(Part part, double radius, double rimHeight) {
        super(part);
        this.radius = radius;
        this.rimHeight = rimHeight;
    }

    @Override
    double intersect(double ox, double oy, double oz, double dx, double dy, double dz) {
        double z = oz - rimHeight;
        double a = dx * dx + dy * dy + dz * dz;
        double b = ox * dx + oy * dy + z * dz;
        double h = b * b - a * (ox * ox + oy * oy + z * z - radius * radius);
        if (h < 0) {
            return MISS;
        }
        double root = Math.sqrt(h);
        double t = (-b - root) / a;
        if (accepted(t, oz, dz)) {
            return t;
        }
        t = (-b + root) / a;
        return accepted(t, oz, dz) ? t : MISS;
    }

    private boolean accepted(double t, double oz, double dz) {
        double z = oz + t * dz;
        return t >= NEAREST && z >= 0 && z <= rimHeight;
    }

    @Override
    void normalAt(double x, double y, double z, double[] normal) {
        normal[0] = x / radius;
        normal[1] = y / radius;
        normal[2] = (z - rimHeight) / radius;
    }

    @Override
    public double distance(double x, double y, double z) {
        double fromAxis = Math.sqrt(x * x + y * y);
        double below = z - rimHeight;
        if (below > 0) {
            return Math.hypot(fromAxis - radius, below);
        }
        return Math.abs(Math.sqrt(fromAxis * fromAxis + below * below) - radius);
    }

    @Override
    void bounds(double[] lowHigh) {
        lowHigh[0] = -radius;
        lowHigh[1] = -radius;
        lowHigh[2] = 0;
        lowHigh[3] = radius;
        lowHigh[4] = radius;
        lowHigh[5] = rimHeight;
    }
}
