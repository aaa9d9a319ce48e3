package org.egoscope.motion.internal.mesh;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;

/**
 * A small software rasteriser: smooth-shaded triangles with a depth buffer over a floor with a grid of half metres, twice oversampled.
 * One thread; the same pixels on every machine that rounds as IEEE 754 says.
 */
public final class MeshPainter {
    private static final int OVERSAMPLING = 2;
    private static final double NEAR_METERS = 0.05;
    private static final double GRID_METERS = 0.5;
    private static final float[] SKY = {0.945f, 0.953f, 0.961f};
    private static final float[] FLOOR = {0.86f, 0.87f, 0.88f};
    private static final float[] LINE = {0.70f, 0.72f, 0.74f};
    private static final float SHADOW = 0.80f;

    /** Towards the lamp: from above, a bit from the viewer's left; turned into the world with the view. */
    private static final double[] LAMP_RIGHT_UP_BACK = {-0.45, 0.75, 0.48};

    private final Viewpoint view;
    private final int width;
    private final int height;
    private final double scale;
    private final float[] colors;
    private final float[] depths;
    private final Vec3 ahead;
    private final Vec3 right;
    private final Vec3 up;
    private final Vec3 lamp;
    private float[] screen = new float[0];
    private float[] normals = new float[0];
    private float[] lights = new float[0];

    /** A picture with the sky only. */
    public MeshPainter(Viewpoint view, int widthPixels, int heightPixels) {
        this.view = view;
        this.width = widthPixels * OVERSAMPLING;
        this.height = heightPixels * OVERSAMPLING;
        this.scale = view.scale(height);
        this.ahead = view.ahead();
        this.right = view.right();
        this.up = view.up();
        this.lamp = right.times(LAMP_RIGHT_UP_BACK[0]).plus(up.times(LAMP_RIGHT_UP_BACK[1])).plus(ahead.times(-LAMP_RIGHT_UP_BACK[2]))
                .normalized();
        this.colors = new float[width * height * 3];
        this.depths = new float[width * height];
        for (int i = 0; i < depths.length; i++) {
            System.arraycopy(SKY, 0, colors, i * 3, 3);
        }
        Arrays.fill(depths, Float.NEGATIVE_INFINITY);
    }

    /** The floor z = 0 with lines every half metre; it fades with distance. Call it first. */
    public MeshPainter floor() {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                paintFloor(x, y);
            }
        }
        return this;
    }

    private void paintFloor(int x, int y) {
        double across = (x + 0.5 - width / 2.0) / scale;
        double above = (height / 2.0 - y - 0.5) / scale;
        Vec3 offset = right.times(across).plus(up.times(above));
        Vec3 start = view.isParallel() ? view.eyeInWorld().plus(offset) : view.eyeInWorld();
        Vec3 ray = view.isParallel() ? ahead : ahead.plus(offset);
        double t = -start.z() / ray.z();
        if (!(t > 0) || t > 200) {
            return;
        }
        Vec3 hit = start.plus(ray.times(t));
        double pixel = (view.isParallel() ? 1 : t) / scale / Math.max(0.05, Math.abs(ray.normalized().z()));
        double line = Math.max(onLine(hit.x(), pixel), onLine(hit.y(), pixel));
        double fade = Math.exp(-Math.max(0, hit.distanceTo(view.targetInWorld()) - 3) / 4);
        int at = y * width + x;
        for (int c = 0; c < 3; c++) {
            double color = FLOOR[c] + (LINE[c] - FLOOR[c]) * line;
            colors[at * 3 + c] = (float) (SKY[c] + (color - SKY[c]) * fade);
        }
        depths[at] = depthKey(t) - 1e-5f;
    }

    private static double onLine(double meters, double pixelMeters) {
        double distance = Math.abs(meters / GRID_METERS - Math.rint(meters / GRID_METERS)) * GRID_METERS;
        double width = Math.max(0.006, pixelMeters);
        return Math.max(0, 1 - distance / width) * Math.min(1, 0.012 / width);
    }

    /** Nearer is larger, and linear over the picture. */
    private float depthKey(double depthMeters) {
        return (float) (view.isParallel() ? -depthMeters : 1 / depthMeters);
    }

    /** What stands on the floor darkens it straight below. Call it between floor and mesh. */
    public MeshPainter shadow(@Shape("V 3") float[] vertices, @Shape("F 3") int[] triangles) {
        float[] flat = vertices.clone();
        for (int at = 2; at < flat.length; at += 3) {
            flat[at] = 0;
        }
        project(flat);
        boolean[] dark = new boolean[depths.length];
        float[] floorDepths = depths.clone();
        Arrays.fill(depths, Float.NEGATIVE_INFINITY);
        for (int c = 0; c < triangles.length; c += 3) {
            fill(triangles, c, (at, light) -> dark[at] = true);
        }
        System.arraycopy(floorDepths, 0, depths, 0, depths.length);
        for (int at = 0; at < dark.length; at++) {
            if (dark[at]) {
                colors[at * 3] *= SHADOW;
                colors[at * 3 + 1] *= SHADOW;
                colors[at * 3 + 2] *= SHADOW;
            }
        }
        return this;
    }

    /**
     * A closed surface in one colour.
     *
     * @param vertices {@code [V, 3]} metres in the world
     * @param triangles {@code [F, 3]} counter-clockwise seen from outside
     * @param rgb 0xRRGGBB
     */
    public MeshPainter mesh(@Shape("V 3") float[] vertices, @Shape("F 3") int[] triangles, int rgb) {
        project(vertices);
        light(vertices, triangles);
        float red = (rgb >> 16 & 255) / 255f;
        float green = (rgb >> 8 & 255) / 255f;
        float blue = (rgb & 255) / 255f;
        for (int c = 0; c < triangles.length; c += 3) {
            fill(triangles, c, (at, light) -> {
                colors[at * 3] = red * light;
                colors[at * 3 + 1] = green * light;
                colors[at * 3 + 2] = blue * light;
            });
        }
        return this;
    }

    private void light(float[] vertices, int[] triangles) {
        normals = normals.length == vertices.length ? normals : new float[vertices.length];
        lights = lights.length == vertices.length / 3 ? lights : new float[vertices.length / 3];
        TriangleSurface.normals(vertices, triangles, normals);
        for (int v = 0; v < lights.length; v++) {
            double nx = normals[v * 3];
            double ny = normals[v * 3 + 1];
            double nz = normals[v * 3 + 2];
            double direct = Math.max(0, nx * lamp.x() + ny * lamp.y() + nz * lamp.z());
            double facing = Math.max(0, -(nx * ahead.x() + ny * ahead.y() + nz * ahead.z()));
            lights[v] = (float) (0.30 + 0.10 * nz + 0.55 * direct + 0.15 * facing);
        }
    }

    private void project(float[] vertices) {
        int count = vertices.length / 3;
        screen = screen.length == count * 3 ? screen : new float[count * 3];
        lights = lights.length == count ? lights : new float[count];
        Vec3 eye = view.eyeInWorld();
        for (int v = 0; v < count; v++) {
            double dx = vertices[v * 3] - eye.x();
            double dy = vertices[v * 3 + 1] - eye.y();
            double dz = vertices[v * 3 + 2] - eye.z();
            double depth = dx * ahead.x() + dy * ahead.y() + dz * ahead.z();
            double factor = view.isParallel() ? scale : scale / Math.max(depth, 1e-6);
            screen[v * 3] = (float) (width / 2.0 + factor * (dx * right.x() + dy * right.y() + dz * right.z()));
            screen[v * 3 + 1] = (float) (height / 2.0 - factor * (dx * up.x() + dy * up.y() + dz * up.z()));
            screen[v * 3 + 2] = depth < NEAR_METERS ? Float.NaN : depthKey(depth);
        }
    }

    private interface Ink {
        void put(int pixel, float light);
    }

    /** All pixels whose centre lies in the triangle and that nothing nearer covers; triangles that reach behind the eye are left out. */
    private void fill(int[] triangles, int corner, Ink ink) {
        int a = triangles[corner];
        int b = triangles[corner + 1];
        int c = triangles[corner + 2];
        float ax = screen[a * 3];
        float ay = screen[a * 3 + 1];
        float bx = screen[b * 3];
        float by = screen[b * 3 + 1];
        float cx = screen[c * 3];
        float cy = screen[c * 3 + 1];
        float area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
        if (!(screen[a * 3 + 2] + screen[b * 3 + 2] + screen[c * 3 + 2] < Float.POSITIVE_INFINITY) || area == 0) {
            return;
        }
        int minX = Math.max(0, (int) Math.ceil(Math.min(ax, Math.min(bx, cx)) - 0.5f));
        int maxX = Math.min(width - 1, (int) Math.floor(Math.max(ax, Math.max(bx, cx)) - 0.5f));
        int minY = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy)) - 0.5f));
        int maxY = Math.min(height - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy)) - 0.5f));
        for (int y = minY; y <= maxY; y++) {
            for (int x = minX; x <= maxX; x++) {
                float u = ((cx - bx) * (y + 0.5f - by) - (cy - by) * (x + 0.5f - bx)) / area;
                float v = ((ax - cx) * (y + 0.5f - cy) - (ay - cy) * (x + 0.5f - cx)) / area;
                float w = 1 - u - v;
                float depth = u * screen[a * 3 + 2] + v * screen[b * 3 + 2] + w * screen[c * 3 + 2];
                int at = y * width + x;
                if (u >= 0 && v >= 0 && w >= 0 && depth > depths[at]) {
                    depths[at] = depth;
                    ink.put(at, u * lights[a] + v * lights[b] + w * lights[c]);
                }
            }
        }
    }

    /** The picture so far. */
    public BufferedImage image() {
        BufferedImage image = new BufferedImage(width / OVERSAMPLING, height / OVERSAMPLING, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    float sum = 0;
                    for (int s = 0; s < OVERSAMPLING * OVERSAMPLING; s++) {
                        int at = (y * OVERSAMPLING + s / OVERSAMPLING) * width + x * OVERSAMPLING + s % OVERSAMPLING;
                        sum += Math.min(1, colors[at * 3 + c]);
                    }
                    rgb = rgb << 8 | Math.round(sum * 255 / (OVERSAMPLING * OVERSAMPLING));
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }
}
