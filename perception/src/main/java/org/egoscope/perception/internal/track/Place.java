package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.Vec3;
import org.jspecify.annotations.Nullable;

/**
 * Where in the world a thing was seen: the point nearest to all rays towards it, by least squares, where old rays fade.
 *
 * <p>Minimises the sum of |(I - d d')(X - c)|² over rays from c along d, and {@link #PRIOR} (d . (X - c) - r)² with r =
 * {@link #REACH_METERS}: with no parallax X lies at arm's reach on the ray, which keeps the direction right; with parallax the rays
 * decide. A ray that misses the place by much means that the thing was moved, and begins the place anew.
 */
final class Place {
    /** Distance of things that are handled, of which the place is most needed; metres where the pose is metric. */
    private static final double REACH_METERS = 0.8;

    /** Weight of the distance against a ray: without parallax it decides, with 10 cm of it at reach the rays do. */
    private static final double PRIOR = 0.002;

    /** Old rays count half after about 14 key frames. */
    private static final double MEMORY = 0.95;

    /** A ray that passes the place at a larger angle shows that it was moved: 10 degrees. */
    private static final double MOVED_SINE = Math.sin(Math.toRadians(10));

    /** Upper triangle of the normal matrix, rows first, and the right-hand side. */
    private final double[] normal = new double[6];

    private final double[] right = new double[3];
    private Vec3 lastDirection = Vec3.ZERO;
    private int rays;

    /** Takes one more sight of it into account. */
    void see(Vec3 eye, Vec3 direction) {
        Vec3 known = point();
        if (known != null && known.minus(eye).normalized().cross(direction).norm() > MOVED_SINE) {
            forget();
        }
        for (int i = 0; i < normal.length; i++) {
            normal[i] *= MEMORY;
        }
        for (int i = 0; i < right.length; i++) {
            right[i] *= MEMORY;
        }
        add(eye, direction);
        lastDirection = direction;
        rays++;
    }

    private void forget() {
        java.util.Arrays.fill(normal, 0);
        java.util.Arrays.fill(right, 0);
        rays = 0;
    }

    /** With P = I - (1 - prior) d d': adds P to the matrix, and P c + prior r d to the right-hand side. */
    private void add(Vec3 c, Vec3 d) {
        double keep = 1 - PRIOR;
        double xx = 1 - keep * d.x() * d.x();
        double xy = -keep * d.x() * d.y();
        double xz = -keep * d.x() * d.z();
        double yy = 1 - keep * d.y() * d.y();
        double yz = -keep * d.y() * d.z();
        double zz = 1 - keep * d.z() * d.z();
        double[] row = {xx, xy, xz, yy, yz, zz};
        for (int i = 0; i < row.length; i++) {
            normal[i] += row[i];
        }
        right[0] += xx * c.x() + xy * c.y() + xz * c.z() + PRIOR * REACH_METERS * d.x();
        right[1] += xy * c.x() + yy * c.y() + yz * c.z() + PRIOR * REACH_METERS * d.y();
        right[2] += xz * c.x() + yz * c.y() + zz * c.z() + PRIOR * REACH_METERS * d.z();
    }

    /** Unit vector towards it when it was last seen; of use for far things, whose distance no parallax tells. */
    Vec3 lastDirection() {
        return lastDirection;
    }

    /** Null if it was never seen from a known pose. */
    @Nullable Vec3 point() {
        if (rays == 0) {
            return null;
        }
        double a = normal[0];
        double b = normal[1];
        double c = normal[2];
        double d = normal[3];
        double e = normal[4];
        double f = normal[5];
        double ca = d * f - e * e;
        double cb = c * e - b * f;
        double cc = b * e - c * d;
        double determinant = a * ca + b * cb + c * cc;
        double cd = a * f - c * c;
        double ce = b * c - a * e;
        double cf = a * d - b * b;
        return new Vec3(
                (ca * right[0] + cb * right[1] + cc * right[2]) / determinant,
                (cb * right[0] + cd * right[1] + ce * right[2]) / determinant,
                (cc * right[0] + ce * right[1] + cf * right[2]) / determinant);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(rays);
        if (rays > 0) {
            for (double v : normal) {
                out.writeDouble(v);
            }
            for (double v : right) {
                out.writeDouble(v);
            }
            out.writeDouble(lastDirection.x());
            out.writeDouble(lastDirection.y());
            out.writeDouble(lastDirection.z());
        }
    }

    void read(DataInputStream in) throws IOException {
        rays = in.readInt();
        if (rays > 0) {
            for (int i = 0; i < normal.length; i++) {
                normal[i] = in.readDouble();
            }
            for (int i = 0; i < right.length; i++) {
                right[i] = in.readDouble();
            }
            lastDirection = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
        }
    }
}
