package org.egoscope.app.motion;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Paints bodies above the floor z = 0 with parallel rays: a depth buffer of twice the picture's size, one flat shade per triangle. */
final class FigurePainter {
    private static final int OVERSAMPLING = 2;
    private static final Color SKY = new Color(0xf4f5f7);
    private static final Color GRID = new Color(0xc3c8cf);
    private static final Color FLOOR_LINE = new Color(0x30343a);
    private static final double GRID_METERS = 0.5;

    private final int width;
    private final int height;
    private final BufferedImage image;
    private final int[] pixels;
    private final float[] depths;
    private View view = View.level(Vec3.ZERO, 0, 1);
    private float[] screen = new float[0];

    /**
     * Where from.
     *
     * @param targetInWorld in the middle of the picture
     * @param yawRadians direction from the target to the eye, from +x
     * @param tiltRadians of the eye above the horizon
     * @param heightMeters that the picture covers
     */
    record View(Vec3 targetInWorld, double yawRadians, double tiltRadians, double heightMeters) {
        static View level(Vec3 targetInWorld, double yawRadians, double heightMeters) {
            return new View(targetInWorld, yawRadians, 0, heightMeters);
        }

        private Vec3 aside() {
            return new Vec3(Math.cos(yawRadians), Math.sin(yawRadians), 0);
        }

        Vec3 toEye() {
            return aside().times(Math.cos(tiltRadians)).plus(new Vec3(0, 0, Math.sin(tiltRadians)));
        }

        Vec3 right() {
            return new Vec3(-Math.sin(yawRadians), Math.cos(yawRadians), 0);
        }

        Vec3 up() {
            return aside().times(-Math.sin(tiltRadians)).plus(new Vec3(0, 0, Math.cos(tiltRadians)));
        }
    }

    FigurePainter(int widthPixels, int heightPixels) {
        this.width = widthPixels * OVERSAMPLING;
        this.height = heightPixels * OVERSAMPLING;
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        this.depths = new float[width * height];
    }

    /** A new picture: the floor as a grid, or as a line where it is seen from its own height. */
    FigurePainter begin(View newView) {
        view = newView;
        Arrays.fill(depths, Float.NEGATIVE_INFINITY);
        Graphics2D graphics = graphics();
        graphics.setColor(SKY);
        graphics.fillRect(0, 0, width, height);
        if (view.tiltRadians() == 0) {
            graphics.setColor(FLOOR_LINE);
            int floor = (int) Math.round(y(new Vec3(view.targetInWorld().x(), view.targetInWorld().y(), 0)));
            graphics.fillRect(0, floor, width, OVERSAMPLING);
        } else {
            grid(graphics);
        }
        graphics.dispose();
        return this;
    }

    private void grid(Graphics2D graphics) {
        graphics.setColor(GRID);
        graphics.setStroke(new BasicStroke(OVERSAMPLING));
        double x0 = Math.round(view.targetInWorld().x() / GRID_METERS) * GRID_METERS;
        double y0 = Math.round(view.targetInWorld().y() / GRID_METERS) * GRID_METERS;
        double reach = 8 * GRID_METERS;
        for (double k = -reach; k <= reach; k += GRID_METERS) {
            line(graphics, new Vec3(x0 + k, y0 - reach, 0), new Vec3(x0 + k, y0 + reach, 0));
            line(graphics, new Vec3(x0 - reach, y0 + k, 0), new Vec3(x0 + reach, y0 + k, 0));
        }
    }

    private Graphics2D graphics() {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        return graphics;
    }

    private void line(Graphics2D graphics, Vec3 a, Vec3 b) {
        graphics.drawLine((int) Math.round(x(a)), (int) Math.round(y(a)), (int) Math.round(x(b)), (int) Math.round(y(b)));
    }

    private double x(Vec3 point) {
        return width / 2.0 + point.minus(view.targetInWorld()).dot(view.right()) * height / view.heightMeters();
    }

    private double y(Vec3 point) {
        return height / 2.0 - point.minus(view.targetInWorld()).dot(view.up()) * height / view.heightMeters();
    }

    /** A closed surface; triangles counter-clockwise seen from outside. */
    FigurePainter mesh(@Shape("V 3") float[] vertices, @Shape("F 3") int[] triangles, int rgb) {
        project(vertices);
        Vec3 lamp = view.toEye().plus(view.up().times(0.8)).plus(view.right().times(-0.4)).normalized();
        for (int t = 0; t < triangles.length; t += 3) {
            Vec3 a = vertex(vertices, triangles[t]);
            Vec3 normal = vertex(vertices, triangles[t + 1]).minus(a).cross(vertex(vertices, triangles[t + 2]).minus(a)).normalized();
            if (normal.dot(view.toEye()) > 0) {
                fill(triangles, t, shade(rgb, 0.35 + 0.65 * Math.max(0, normal.dot(lamp))));
            }
        }
        return this;
    }

    private static Vec3 vertex(float[] vertices, int index) {
        return new Vec3(vertices[index * 3], vertices[index * 3 + 1], vertices[index * 3 + 2]);
    }

    private static int shade(int rgb, double light) {
        int shaded = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            shaded |= (int) Math.min(255, (rgb >> shift & 255) * light) << shift;
        }
        return shaded;
    }

    private void project(float[] vertices) {
        screen = screen.length == vertices.length ? screen : new float[vertices.length];
        Vec3 toEye = view.toEye();
        for (int v = 0; v < vertices.length / 3; v++) {
            Vec3 point = vertex(vertices, v);
            screen[v * 3] = (float) x(point);
            screen[v * 3 + 1] = (float) y(point);
            screen[v * 3 + 2] = (float) point.minus(view.targetInWorld()).dot(toEye);
        }
    }

    /** Pixels whose centre is in the triangle (its edges turn the same way around it) and that nothing nearer covers. */
    private void fill(int[] triangles, int first, int rgb) {
        int a = triangles[first] * 3;
        int b = triangles[first + 1] * 3;
        int c = triangles[first + 2] * 3;
        float area = edge(a, b, screen[c], screen[c + 1]);
        int left = Math.max(0, (int) Math.min(screen[a], Math.min(screen[b], screen[c])));
        int right = Math.min(width - 1, (int) Math.max(screen[a], Math.max(screen[b], screen[c])));
        int top = Math.max(0, (int) Math.min(screen[a + 1], Math.min(screen[b + 1], screen[c + 1])));
        int bottom = Math.min(height - 1, (int) Math.max(screen[a + 1], Math.max(screen[b + 1], screen[c + 1])));
        for (int y = top; y <= bottom && area != 0; y++) {
            for (int x = left; x <= right; x++) {
                float u = edge(b, c, x + 0.5f, y + 0.5f) / area;
                float v = edge(c, a, x + 0.5f, y + 0.5f) / area;
                float w = 1 - u - v;
                float depth = u * screen[a + 2] + v * screen[b + 2] + w * screen[c + 2];
                if (u >= 0 && v >= 0 && w >= 0 && depth > depths[y * width + x]) {
                    depths[y * width + x] = depth;
                    pixels[y * width + x] = rgb;
                }
            }
        }
    }

    private float edge(int from, int to, float x, float y) {
        return (screen[to] - screen[from]) * (y - screen[from + 1]) - (screen[to + 1] - screen[from + 1]) * (x - screen[from]);
    }

    /** Bones: left blue, right red. */
    FigurePainter skeleton(BodySequence motion, int frame) {
        Graphics2D graphics = graphics();
        graphics.setStroke(new BasicStroke(2.5f * OVERSAMPLING, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int j = 1; j < BodySkeleton.JOINTS; j++) {
            String name = SmplJoint.all().get(j).name();
            graphics.setColor(new Color(name.startsWith("LEFT") ? 0x0284c7 : name.startsWith("RIGHT") ? 0xe11d48 : 0x475569));
            line(graphics, motion.jointInWorld(frame, BodySkeleton.parent(j)), motion.jointInWorld(frame, j));
        }
        graphics.setColor(new Color(0x475569));
        line(graphics, motion.jointInWorld(frame, SmplJoint.HEAD.ordinal()), motion.eyesInWorld(frame));
        graphics.dispose();
        return this;
    }

    /** A point, such as a wrist that was seen. */
    FigurePainter dot(Vec3 point, int rgb) {
        Graphics2D graphics = graphics();
        graphics.setColor(new Color(rgb));
        int radius = 4 * OVERSAMPLING;
        graphics.fillOval((int) x(point) - radius, (int) y(point) - radius, 2 * radius, 2 * radius);
        graphics.dispose();
        return this;
    }

    /** Draws the picture into another one, at its size. */
    void copyTo(BufferedImage target, int left, int top) {
        int count = OVERSAMPLING * OVERSAMPLING;
        for (int y = 0; y < height / OVERSAMPLING; y++) {
            for (int x = 0; x < width / OVERSAMPLING; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int s = 0; s < count; s++) {
                    int rgb = pixels[(y * OVERSAMPLING + s / OVERSAMPLING) * width + x * OVERSAMPLING + s % OVERSAMPLING];
                    red += rgb >> 16 & 255;
                    green += rgb >> 8 & 255;
                    blue += rgb & 255;
                }
                target.setRGB(left + x, top + y, red / count << 16 | green / count << 8 | blue / count);
            }
        }
    }
}
