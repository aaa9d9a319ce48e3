package org.egoscope.synthetic.internal.render;

import java.nio.ByteBuffer;
import java.util.List;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/**
 * Makes pictures: rays against analytic shapes within each shape's window (sharp silhouettes, exact ids), a shadow map from the lamp,
 * Lambert light, patterns, softened edges and sensor noise. Not thread-safe; allocates nothing per frame.
 */
public final class Renderer {
    private static final int SHADOW_SIDE = 512;

    /** Half the shadow map per metre at 1 m below the lamp: covers 45 degrees to each side. */
    private static final double SHADOW_FOCAL = SHADOW_SIDE / 2.0;

    private static final double SHADOW_BIAS_METERS = 0.012;

    /** Half the width of the triangular sensor noise, display levels out of 255. */
    private static final int NOISE_LEVELS = 4;

    private final List<Shape3> shapes;
    private final Light light;
    private final int seed;
    private final View view;
    private final View shadow;
    private final PatternPainter painter = new PatternPainter();
    private final double[] normal = new double[3];
    private final double[] rays = new double[12];
    private final Placement world = new Placement();
    private final int[] shaded;
    private final byte[] row;

    /** Shapes are looked at anew for each picture, so moving them moves the picture. */
    public Renderer(List<Shape3> shapes, Light light, PinholeCamera camera, int seed) {
        this.shapes = shapes;
        this.light = light;
        this.seed = seed;
        int width = camera.imageSize().width();
        int height = camera.imageSize().height();
        view = new View(width, height, camera.focalX(), camera.principalX(), camera.principalY());
        shadow = new View(SHADOW_SIDE, SHADOW_SIDE, SHADOW_FOCAL, SHADOW_SIDE / 2.0, SHADOW_SIDE / 2.0);
        Quaternion down = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(-1, 0, 0), new Vec3(0, 0, -1));
        shadow.worldFromCamera.set(new RigidTransform(down, light.lampInWorld()));
        shaded = new int[width * height];
        row = new byte[width * 3];
    }

    /** Finds what each pixel sees; enough for ids and depth. */
    public void trace(RigidTransform worldFromCamera) {
        view.worldFromCamera.set(worldFromCamera);
        view.render(shapes, false);
    }

    /** Instance ids of the traced picture, row-major. */
    public void copyIds(short[] ids) {
        for (int i = 0; i < ids.length; i++) {
            int shape = view.shapeAt[i];
            ids[i] = shape < 0 ? 0 : (short) shapes.get(shape).instanceId();
        }
    }

    /** Depth along the optical axis at a pixel of the traced picture, metres. */
    public double depthAt(int x, int y) {
        return view.depth[y * view.width + x];
    }

    /** Colours the traced picture. Noise differs from frame to frame and not from run to run. */
    public void paint(long frameIndex, ByteBuffer rgb) {
        shadow.render(shapes, true);
        view.prepareRays(world, rays);
        for (int y = 0, at = 0; y < view.height; y++) {
            for (int x = 0; x < view.width; x++, at++) {
                shaded[at] = shade(x, y, at);
            }
        }
        resolve(Noise.hash(seed * 31 + (int) frameIndex), rgb);
    }

    private int shade(int x, int y, int at) {
        Shape3 shape = shapes.get(view.shapeAt[at]);
        double t = view.depth[at];
        double[] b = shape.rayBase;
        double dx = b[3] + x * b[6] + y * b[9];
        double dy = b[4] + x * b[7] + y * b[10];
        double dz = b[5] + x * b[8] + y * b[11];
        double px = b[0] + t * dx;
        double py = b[1] + t * dy;
        double pz = b[2] + t * dz;
        shape.normalAt(px, py, pz, normal);
        painter.paint(shape.finish(), px, py, pz, normal);
        if (shape.finish().emits()) {
            return pack(painter.red, painter.green, painter.blue);
        }
        double facing = normal[0] * dx + normal[1] * dy + normal[2] * dz > 0 ? -1 : 1;
        double[] r = shape.placement().rotation;
        double nx = facing * (r[0] * normal[0] + r[1] * normal[1] + r[2] * normal[2]);
        double ny = facing * (r[3] * normal[0] + r[4] * normal[1] + r[5] * normal[2]);
        double nz = facing * (r[6] * normal[0] + r[7] * normal[1] + r[8] * normal[2]);
        double wx = rays[0] + t * (rays[3] + x * rays[6] + y * rays[9]);
        double wy = rays[1] + t * (rays[4] + x * rays[7] + y * rays[10]);
        double wz = rays[2] + t * (rays[5] + x * rays[8] + y * rays[11]);
        return lit(wx, wy, wz, nx, ny, nz);
    }

    private int lit(double x, double y, double z, double nx, double ny, double nz) {
        double lx = light.lampInWorld().x() - x;
        double ly = light.lampInWorld().y() - y;
        double lz = light.lampInWorld().z() - z;
        double squared = lx * lx + ly * ly + lz * lz;
        double distance = Math.sqrt(squared);
        double cosine = (nx * lx + ny * ly + nz * lz) / distance;
        double lamp = cosine <= 0 ? 0 : cosine * 2.25 / (0.6 + squared) * litShare(lx, ly, lz);
        Vec3 sun = light.towardDaylightInWorld();
        double day = Math.max(0, nx * sun.x() + ny * sun.y() + nz * sun.z());
        double rest = 0.75 + 0.25 * nz;
        return pack(
                painter.red * root(light.lamp().red() * lamp + light.daylight().red() * day + light.ambient().red() * rest),
                painter.green * root(light.lamp().green() * lamp + light.daylight().green() * day + light.ambient().green() * rest),
                painter.blue * root(light.lamp().blue() * lamp + light.daylight().blue() * day + light.ambient().blue() * rest));
    }

    /** Display value from linear light; gamma 2 in place of 2.2 is cheap and close. */
    private static double root(double linear) {
        return Math.sqrt(linear);
    }

    /** Share of the lamp that reaches a point, from four bilinear taps of the shadow map; 1 outside the map. */
    private double litShare(double towardX, double towardY, double towardZ) {
        if (towardZ <= 0.05) {
            return 1;
        }
        // The shadow view looks down with image x along world -y and image y along world -x.
        double u = SHADOW_FOCAL * towardY / towardZ + SHADOW_SIDE / 2.0 - 0.5;
        double v = SHADOW_FOCAL * towardX / towardZ + SHADOW_SIDE / 2.0 - 0.5;
        int iu = (int) u;
        int iv = (int) v;
        if (u < 0 || v < 0 || iu >= SHADOW_SIDE - 1 || iv >= SHADOW_SIDE - 1) {
            return 1;
        }
        double fu = u - iu;
        double fv = v - iv;
        int at = iv * SHADOW_SIDE + iu;
        double limit = towardZ - SHADOW_BIAS_METERS;
        double[] depth = shadow.depth;
        double top = (depth[at] < limit ? 0 : 1 - fu) + (depth[at + 1] < limit ? 0 : fu);
        double bottom = (depth[at + SHADOW_SIDE] < limit ? 0 : 1 - fu) + (depth[at + SHADOW_SIDE + 1] < limit ? 0 : fu);
        return top * (1 - fv) + bottom * fv;
    }

    private static int pack(double red, double green, double blue) {
        return level(red) << 16 | level(green) << 8 | level(blue);
    }

    private static int level(double value) {
        int v = (int) (value * 255 + 0.5);
        return v > 255 ? 255 : v;
    }

    /** Softens silhouettes, adds noise, writes bytes. */
    private void resolve(int noiseSeed, ByteBuffer rgb) {
        int state = noiseSeed | 1;
        for (int y = 0; y < view.height; y++) {
            int at = y * view.width;
            for (int x = 0; x < view.width; x++, at++) {
                int color = isEdge(x, y, at) ? blend(at) : shaded[at];
                state ^= state << 13;
                state ^= state >>> 17;
                state ^= state << 5;
                row[x * 3] = noisy(color >> 16 & 255, state);
                row[x * 3 + 1] = noisy(color >> 8 & 255, state >>> 8);
                row[x * 3 + 2] = noisy(color & 255, state >>> 16);
            }
            rgb.put(y * row.length, row);
        }
    }

    private boolean isEdge(int x, int y, int at) {
        if (x == 0 || y == 0 || x == view.width - 1 || y == view.height - 1) {
            return false;
        }
        short[] s = view.shapeAt;
        short here = s[at];
        return s[at - 1] != here || s[at + 1] != here || s[at - view.width] != here || s[at + view.width] != here;
    }

    private int blend(int at) {
        int a = shaded[at];
        int b = shaded[at - 1];
        int c = shaded[at + 1];
        int d = shaded[at - view.width];
        int e = shaded[at + view.width];
        int redBlue = ((a & 0xFF00FF) * 4 + (b & 0xFF00FF) + (c & 0xFF00FF) + (d & 0xFF00FF) + (e & 0xFF00FF)) >> 3 & 0xFF00FF;
        int green = ((a & 0xFF00) * 4 + (b & 0xFF00) + (c & 0xFF00) + (d & 0xFF00) + (e & 0xFF00)) >> 3 & 0xFF00;
        return redBlue | green;
    }

    /** Triangular noise: the difference of two 3-bit numbers, scaled. */
    private static byte noisy(int level, int bits) {
        int noise = ((bits & 7) - (bits >> 3 & 7)) * NOISE_LEVELS / 7;
        int value = level + noise;
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }
}
