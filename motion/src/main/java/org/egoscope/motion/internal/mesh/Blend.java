package org.egoscope.motion.internal.mesh;

/** Smooth union and intersection of implicit solids by the quadratic polynomial; equal to min and max beyond the blend's width. */
final class Blend {
    private Blend() {}

    static double union(double a, double b, double widthMeters) {
        double h = Math.max(widthMeters - Math.abs(a - b), 0);
        return Math.min(a, b) - h * h / (4 * widthMeters);
    }

    static double intersection(double a, double b, double widthMeters) {
        return -union(-a, -b, widthMeters);
    }
}
