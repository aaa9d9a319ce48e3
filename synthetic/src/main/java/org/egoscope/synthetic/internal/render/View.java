package org.egoscope.synthetic.internal.render;

import java.util.Arrays;
import java.util.List;

/** A pinhole picture of shapes: which shape each pixel sees and at what depth along the optical axis. Buffers are used again. */
final class View {
    private static final int ALL_SIDES = 31;

    final int width;
    final int height;
    final double focal;
    final double centerX;
    final double centerY;
    final double[] depth;
    final short[] shapeAt;
    final Placement worldFromCamera = new Placement();

    private final double[] box = new double[6];
    private final int[] window = new int[4];
    private final double[] local = new double[12];
    private final double[] inCamera = new double[3];

    View(int width, int height, double focal, double centerX, double centerY) {
        this.width = width;
        this.height = height;
        this.focal = focal;
        this.centerX = centerX;
        this.centerY = centerY;
        depth = new double[width * height];
        shapeAt = new short[width * height];
    }

    /** @param shadows true to draw the shapes that only cast shadows, too */
    void render(List<Shape3> shapes, boolean shadows) {
        Arrays.fill(depth, Double.POSITIVE_INFINITY);
        Arrays.fill(shapeAt, (short) -1);
        for (int i = 0; i < shapes.size(); i++) {
            Shape3 shape = shapes.get(i);
            if (!shadows && shape.shadowOnly()) {
                continue;
            }
            double[] base = shadows ? local : shape.rayBase;
            prepareRays(shape.placement(), base);
            shape.bounds(box);
            if (findWindow(shape.placement())) {
                fill(shape, (short) i, base);
            }
        }
    }

    private void fill(Shape3 shape, short index, double[] base) {
        for (int row = window[1]; row < window[3]; row++) {
            double dx = base[3] + row * base[9] + window[0] * base[6];
            double dy = base[4] + row * base[10] + window[0] * base[7];
            double dz = base[5] + row * base[11] + window[0] * base[8];
            int at = row * width + window[0];
            for (int column = window[0]; column < window[2]; column++, at++) {
                double t = shape.intersect(base[0], base[1], base[2], dx, dy, dz);
                if (t < depth[at]) {
                    depth[at] = t;
                    shapeAt[at] = index;
                }
                dx += base[6];
                dy += base[7];
                dz += base[8];
            }
        }
    }

    /** Ray origin, direction of pixel (0, 0) and steps per column and row, in the space of a placement. */
    void prepareRays(Placement placement, double[] base) {
        double[] c = worldFromCamera.translation;
        double[] m = worldFromCamera.rotation;
        double[] r = placement.rotation;
        double tx = c[0] - placement.translation[0];
        double ty = c[1] - placement.translation[1];
        double tz = c[2] - placement.translation[2];
        for (int k = 0; k < 3; k++) {
            base[k] = r[k] * tx + r[3 + k] * ty + r[6 + k] * tz;
            double right = r[k] * m[0] + r[3 + k] * m[3] + r[6 + k] * m[6];
            double down = r[k] * m[1] + r[3 + k] * m[4] + r[6 + k] * m[7];
            double ahead = r[k] * m[2] + r[3 + k] * m[5] + r[6 + k] * m[8];
            base[3 + k] = ahead + right * (0.5 - centerX) / focal + down * (0.5 - centerY) / focal;
            base[6 + k] = right / focal;
            base[9 + k] = down / focal;
        }
    }

    /**
     * Columns and rows that the shape's box can cover; false if none. A box that is beyond one side of the view is out; one that
     * reaches behind the lens otherwise covers all.
     */
    private boolean findWindow(Placement placement) {
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        int behind = 0;
        int outside = ALL_SIDES;
        for (int corner = 0; corner < 8; corner++) {
            toCamera(placement, corner);
            double z = inCamera[2];
            double px = focal * inCamera[0] + centerX * z;
            double py = focal * inCamera[1] + centerY * z;
            outside &= sidesOutside(px, py, z);
            if (z < Shape3.NEAREST) {
                behind++;
                continue;
            }
            minX = Math.min(minX, px / z);
            maxX = Math.max(maxX, px / z);
            minY = Math.min(minY, py / z);
            maxY = Math.max(maxY, py / z);
        }
        if (outside != 0) {
            return false;
        }
        return behind > 0 ? window(0, 0, width, height) : window(minX - 1, minY - 1, maxX + 1, maxY + 1);
    }

    /** One bit for each side of the view that a point lies beyond; the point is given as pixels times depth. */
    private int sidesOutside(double px, double py, double z) {
        return (px < -z ? 1 : 0)
                | (px > (width + 1) * z ? 2 : 0)
                | (py < -z ? 4 : 0)
                | (py > (height + 1) * z ? 8 : 0)
                | (z < Shape3.NEAREST ? 16 : 0);
    }

    private boolean window(double minX, double minY, double maxX, double maxY) {
        window[0] = (int) Math.max(0, minX);
        window[1] = (int) Math.max(0, minY);
        window[2] = (int) Math.min(width, Math.ceil(maxX));
        window[3] = (int) Math.min(height, Math.ceil(maxY));
        return window[0] < window[2] && window[1] < window[3];
    }

    private void toCamera(Placement placement, int corner) {
        double x = box[(corner & 1) * 3];
        double y = box[(corner >> 1 & 1) * 3 + 1];
        double z = box[(corner >> 2) * 3 + 2];
        double[] r = placement.rotation;
        double[] t = placement.translation;
        double[] c = worldFromCamera.translation;
        double[] m = worldFromCamera.rotation;
        double wx = r[0] * x + r[1] * y + r[2] * z + t[0] - c[0];
        double wy = r[3] * x + r[4] * y + r[5] * z + t[1] - c[1];
        double wz = r[6] * x + r[7] * y + r[8] * z + t[2] - c[2];
        for (int axis = 0; axis < 3; axis++) {
            inCamera[axis] = m[axis] * wx + m[3 + axis] * wy + m[6 + axis] * wz;
        }
    }
}
