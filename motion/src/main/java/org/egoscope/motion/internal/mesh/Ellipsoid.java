package org.egoscope.motion.internal.mesh;

import org.egoscope.core.geometry.Vec3;

/** An ellipsoid with axes along the body's. */
final class Ellipsoid extends Solid {
    private final Vec3 center;
    private final Vec3 radii;

    Ellipsoid(Vec3 center, Vec3 radii, Skin skin) {
        super(center, Math.max(radii.x(), Math.max(radii.y(), radii.z())), skin);
        this.center = center;
        this.radii = radii;
    }

    /** First-order distance {@code k0 (k0 - 1) / k1} with k0 = |p / r|, k1 = |p / r^2|: exact on the surface, kept below the truth. */
    @Override
    double distance(double x, double y, double z) {
        double dx = (x - center.x()) / radii.x();
        double dy = (y - center.y()) / radii.y();
        double dz = (z - center.z()) / radii.z();
        double k0 = Math.sqrt(dx * dx + dy * dy + dz * dz);
        double ex = dx / radii.x();
        double ey = dy / radii.y();
        double ez = dz / radii.z();
        double k1 = Math.sqrt(ex * ex + ey * ey + ez * ez);
        return k1 < 1e-9 ? -Math.min(radii.x(), Math.min(radii.y(), radii.z())) : k0 * (k0 - 1) / k1;
    }
}
