package org.egoscope.scenegraph.internal.frame;

import java.util.Arrays;

/**
 * A convex polygon in the image, pixels: the hull of points, each grown to a regular octagon of a given radius (the Minkowski sum of
 * the hull with that octagon). Hull by Andrew's monotone chain (1979).
 */
public final class ConvexRegion {
    private static final int CORNERS = 8;

    private final double[] hullX;
    private final double[] hullY;
    private final int count;
    private final double area;

    private ConvexRegion(double[] hullX, double[] hullY, int count) {
        this.hullX = hullX;
        this.hullY = hullY;
        this.count = count;
        this.area = areaOf(hullX, hullY, count);
    }

    /** Grows every point {@code (x[i], y[i])} by {@code radiusPixels} and takes the hull of all. */
    public static ConvexRegion around(double[] x, double[] y, double radiusPixels) {
        double[][] points = new double[x.length * CORNERS][];
        for (int i = 0; i < x.length; i++) {
            for (int corner = 0; corner < CORNERS; corner++) {
                double angle = Math.PI * (corner + 0.5) / (CORNERS / 2.0);
                points[i * CORNERS + corner] = new double[] {
                    x[i] + radiusPixels * Math.cos(angle), y[i] + radiusPixels * Math.sin(angle)
                };
            }
        }
        Arrays.sort(points, (a, b) -> a[0] != b[0] ? Double.compare(a[0], b[0]) : Double.compare(a[1], b[1]));
        return hullOf(points);
    }

    private static ConvexRegion hullOf(double[][] sorted) {
        double[] x = new double[2 * sorted.length];
        double[] y = new double[2 * sorted.length];
        int count = 0;
        for (double[] point : sorted) {
            count = push(x, y, count, 0, point);
        }
        int lower = count - 1;
        for (int i = sorted.length - 2; i >= 0; i--) {
            count = push(x, y, count, lower, sorted[i]);
        }
        int corners = Math.max(1, count - 1);
        return new ConvexRegion(Arrays.copyOf(x, corners), Arrays.copyOf(y, corners), corners);
    }

    private static int push(double[] x, double[] y, int count, int floor, double[] point) {
        int size = count;
        while (size >= floor + 2 && turn(x, y, size, point) <= 0) {
            size--;
        }
        x[size] = point[0];
        y[size] = point[1];
        return size + 1;
    }

    private static double turn(double[] x, double[] y, int size, double[] point) {
        return (x[size - 1] - x[size - 2]) * (point[1] - y[size - 2]) - (y[size - 1] - y[size - 2]) * (point[0] - x[size - 2]);
    }

    private static double areaOf(double[] x, double[] y, int count) {
        double twice = 0;
        for (int i = 0; i < count; i++) {
            int next = (i + 1) % count;
            twice += x[i] * y[next] - x[next] * y[i];
        }
        return Math.abs(twice) / 2;
    }

    /** Square pixels. */
    public double area() {
        return area;
    }

    public double minX() {
        return Arrays.stream(hullX).min().orElse(0);
    }

    public double maxX() {
        return Arrays.stream(hullX).max().orElse(0);
    }

    /**
     * The part of the vertical line at {@code x} inside the polygon.
     *
     * @param range filled with top and bottom y
     * @return false if the line misses the polygon
     */
    public boolean columnRange(double x, double[] range) {
        range[0] = Double.MAX_VALUE;
        range[1] = -Double.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            int next = (i + 1) % count;
            double left = Math.min(hullX[i], hullX[next]);
            double right = Math.max(hullX[i], hullX[next]);
            if (x >= left && x <= right && right > left) {
                double y = hullY[i] + (x - hullX[i]) / (hullX[next] - hullX[i]) * (hullY[next] - hullY[i]);
                range[0] = Math.min(range[0], y);
                range[1] = Math.max(range[1], y);
            }
        }
        return range[0] < range[1];
    }
}
