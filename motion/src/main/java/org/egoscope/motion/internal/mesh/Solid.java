package org.egoscope.motion.internal.mesh;

import org.egoscope.core.geometry.Vec3;

/**
 * One piece of an implicit body: negative inside, about the distance in metres outside (never more than it), zero on the surface.
 *
 * <p>Space: the rest pose of the reference body, x forward, y left, z up, sole at z = 0.
 */
abstract class Solid {
    private final Vec3 center;
    private final double radiusMeters;
    private final Skin skin;

    /**
     * @param center of a sphere that holds the solid
     * @param radiusMeters of that sphere
     * @param skin how its surface is made
     */
    Solid(Vec3 center, double radiusMeters, Skin skin) {
        this.center = center;
        this.radiusMeters = radiusMeters;
        this.skin = skin;
    }

    /**
     * How the surface of a solid is made.
     *
     * @param blendMeters width over which the solid melts into those before it
     * @param edgeMeters wanted length of the triangles' edges on it
     */
    record Skin(double blendMeters, double edgeMeters) {}

    abstract double distance(double x, double y, double z);

    /** A lower bound of {@link #distance} that costs next to nothing. */
    final double atLeast(double x, double y, double z) {
        double dx = x - center.x();
        double dy = y - center.y();
        double dz = z - center.z();
        return Math.sqrt(dx * dx + dy * dy + dz * dz) - radiusMeters;
    }

    final double blendMeters() {
        return skin.blendMeters();
    }

    final double edgeMeters() {
        return skin.edgeMeters();
    }
}
