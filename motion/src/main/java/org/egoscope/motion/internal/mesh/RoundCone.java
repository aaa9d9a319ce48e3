package org.egoscope.motion.internal.mesh;

import org.egoscope.core.geometry.Vec3;

/** A capsule whose radius changes from one end to the other, wider or flatter across: a limb's segment. */
final class RoundCone extends Solid {
    private final Vec3 from;
    private final Vec3 along;
    private final Vec3 across;
    private final Vec3 flat;
    private final double length;
    private final Profile profile;
    private final double slope;
    private final double rise;

    /**
     * Radii at both ends and the factors of the cross-section.
     *
     * @param fromMeters radius at the first end
     * @param toMeters radius at the second end
     * @param wide factor of the radius along {@code across}
     * @param flat factor of the radius at right angles to it
     */
    record Profile(double fromMeters, double toMeters, double wide, double flat) {}

    RoundCone(Vec3 from, Vec3 to, Vec3 across, Profile profile, Skin skin) {
        super(from.lerp(to, 0.5), from.distanceTo(to) / 2 + reach(profile), skin);
        this.from = from;
        this.length = from.distanceTo(to);
        this.along = to.minus(from).normalized();
        this.across = across.minus(along.times(across.dot(along))).normalized();
        this.flat = along.cross(this.across);
        this.profile = profile;
        this.slope = (profile.fromMeters() - profile.toMeters()) / length;
        this.rise = Math.sqrt(1 - slope * slope);
    }

    private static double reach(Profile profile) {
        return Math.max(profile.fromMeters(), profile.toMeters()) * Math.max(1, Math.max(profile.wide(), profile.flat()));
    }

    /** Distance to a cone between two spheres in the plane (radial, along); the cross-section is stretched before. */
    @Override
    double distance(double x, double y, double z) {
        double dx = x - from.x();
        double dy = y - from.y();
        double dz = z - from.z();
        double t = dx * along.x() + dy * along.y() + dz * along.z();
        double u = (dx * across.x() + dy * across.y() + dz * across.z()) / profile.wide();
        double v = (dx * flat.x() + dy * flat.y() + dz * flat.z()) / profile.flat();
        double radial = Math.sqrt(u * u + v * v);
        double k = rise * t - slope * radial;
        double distance;
        if (k < 0) {
            distance = Math.sqrt(radial * radial + t * t) - profile.fromMeters();
        } else if (k > rise * length) {
            distance = Math.sqrt(radial * radial + (t - length) * (t - length)) - profile.toMeters();
        } else {
            distance = radial * rise + t * slope - profile.fromMeters();
        }
        return distance * Math.min(1, Math.min(profile.wide(), profile.flat()));
    }
}
