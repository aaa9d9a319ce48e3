package org.egoscope.motion.internal.mesh;

import org.egoscope.core.geometry.Vec3;

/** Rounded cross-sections stacked along one axis of the body, joined by Catmull-Rom curves: the trunk, an arm, a leg. */
final class Sweep extends Solid {
    private static final int ALONG = 0;
    private static final int HALF_U = 1;
    private static final int HALF_V = 2;
    private static final int CENTER_U = 3;
    private static final int CENTER_V = 4;

    private final Axes axes;
    private final double[][] sections;

    /**
     * How the columns of the sections lie in the body. Upwards: along z, u = x (depth), v = y (breadth). Sideways: along y, u = x, v = z.
     *
     * @param upwards along z, else along y
     * @param side 1 as given, -1 mirrored left to right
     * @param exponent 2 for ellipses, more for fuller sections
     * @param capMeters rounding of both ends
     */
    record Axes(boolean upwards, int side, double exponent, double capMeters) {}

    /** @param sections rows of position along the axis, half size u, half size v, centre u, centre v; metres, positions ascending */
    Sweep(Axes axes, double[][] sections, Skin skin) {
        super(middle(axes, sections), reach(sections), skin);
        this.axes = axes;
        this.sections = sections;
    }

    private static Vec3 middle(Axes axes, double[][] sections) {
        double[] first = sections[0];
        double[] last = sections[sections.length - 1];
        double along = (first[ALONG] + last[ALONG]) / 2;
        double u = (first[CENTER_U] + last[CENTER_U]) / 2;
        double v = (first[CENTER_V] + last[CENTER_V]) / 2;
        return axes.upwards() ? new Vec3(u, axes.side() * v, along) : new Vec3(u, axes.side() * along, v);
    }

    private static double reach(double[][] sections) {
        double[] first = sections[0];
        double[] last = sections[sections.length - 1];
        double widest = 0;
        for (double[] section : sections) {
            double offU = Math.abs(section[CENTER_U] - (first[CENTER_U] + last[CENTER_U]) / 2);
            double offV = Math.abs(section[CENTER_V] - (first[CENTER_V] + last[CENTER_V]) / 2);
            widest = Math.max(widest, Math.max(section[HALF_U], section[HALF_V]) * 1.2 + StrictMath.hypot(offU, offV));
        }
        return StrictMath.hypot((last[ALONG] - first[ALONG]) / 2, widest);
    }

    @Override
    double distance(double x, double y, double z) {
        double left = axes.side() * y;
        double along = axes.upwards() ? z : left;
        int end = sections.length - 1;
        double clamped = Math.min(Math.max(along, sections[0][ALONG]), sections[end][ALONG]);
        int i = 0;
        while (i < end - 1 && clamped > sections[i + 1][ALONG]) {
            i++;
        }
        double t = (clamped - sections[i][ALONG]) / (sections[i + 1][ALONG] - sections[i][ALONG]);
        double halfU = curve(i, t, HALF_U);
        double halfV = curve(i, t, HALF_V);
        double u = Math.abs(x - curve(i, t, CENTER_U)) / halfU;
        double v = Math.abs((axes.upwards() ? left : z) - curve(i, t, CENTER_V)) / halfV;
        double side = (ring(u, v) - 1) * Math.min(halfU, halfV);
        return Blend.intersection(side, Math.max(along - sections[end][ALONG], sections[0][ALONG] - along), axes.capMeters());
    }

    private double ring(double u, double v) {
        double exponent = axes.exponent();
        if (exponent == 2) {
            return Math.sqrt(u * u + v * v);
        }
        return StrictMath.pow(StrictMath.pow(u, exponent) + StrictMath.pow(v, exponent), 1 / exponent);
    }

    /** Hermite curve through the sections' values in the given column, with the slopes of the neighbours (uneven Catmull-Rom). */
    private double curve(int i, double t, int column) {
        double step = sections[i + 1][ALONG] - sections[i][ALONG];
        double p1 = sections[i][column];
        double p2 = sections[i + 1][column];
        double slope1 = slope(Math.max(i - 1, 0), i + 1, column) * step;
        double slope2 = slope(i, Math.min(i + 2, sections.length - 1), column) * step;
        double t2 = t * t;
        double t3 = t2 * t;
        return (2 * t3 - 3 * t2 + 1) * p1 + (t3 - 2 * t2 + t) * slope1 + (3 * t2 - 2 * t3) * p2 + (t3 - t2) * slope2;
    }

    private double slope(int from, int to, int column) {
        return (sections[to][column] - sections[from][column]) / (sections[to][ALONG] - sections[from][ALONG]);
    }
}
