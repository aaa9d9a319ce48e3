package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * The rotation, translation and scale that bring one set of points closest to another in the sense of least squares: Horn's unit
 * quaternion method (JOSA A 4, 1987), which cannot give a reflection. The scale is the one that minimises the error in the target
 * (Umeyama 1991), as in the published evaluations.
 */
public record Similarity(double scale, Quaternion rotation, Vec3 translation) {
    /**
     * @param from points to be moved
     * @param to where they should be
     * @param start first float of the points in both arrays
     * @param count of points
     */
    public static Similarity fit(@Shape("N 3") float[] from, @Shape("N 3") float[] to, int start, int count, boolean withScale) {
        Vec3 fromCentre = centre(from, start, count);
        Vec3 toCentre = centre(to, start, count);
        double[] products = new double[9];
        double spread = 0;
        for (int i = start; i < start + count * 3; i += 3) {
            double px = from[i] - fromCentre.x();
            double py = from[i + 1] - fromCentre.y();
            double pz = from[i + 2] - fromCentre.z();
            double qx = to[i] - toCentre.x();
            double qy = to[i + 1] - toCentre.y();
            double qz = to[i + 2] - toCentre.z();
            spread += px * px + py * py + pz * pz;
            products[0] += px * qx;
            products[1] += px * qy;
            products[2] += px * qz;
            products[3] += py * qx;
            products[4] += py * qy;
            products[5] += py * qz;
            products[6] += pz * qx;
            products[7] += pz * qy;
            products[8] += pz * qz;
        }
        SymmetricEigen eigen = SymmetricEigen.of(4, hornMatrix(products));
        int k = eigen.largest();
        Quaternion rotation = new Quaternion(eigen.vector(k, 0), eigen.vector(k, 1), eigen.vector(k, 2), eigen.vector(k, 3)).normalized();
        double scale = withScale && spread > 0 ? Math.max(0, eigen.value(k)) / spread : 1;
        return new Similarity(scale, rotation, toCentre.minus(rotation.rotate(fromCentre).times(scale)));
    }

    private static double[] hornMatrix(double[] s) {
        double[] n = new double[16];
        n[0] = s[0] + s[4] + s[8];
        n[1] = s[5] - s[7];
        n[2] = s[6] - s[2];
        n[3] = s[1] - s[3];
        n[5] = s[0] - s[4] - s[8];
        n[6] = s[1] + s[3];
        n[7] = s[6] + s[2];
        n[10] = -s[0] + s[4] - s[8];
        n[11] = s[5] + s[7];
        n[15] = -s[0] - s[4] + s[8];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < i; j++) {
                n[i * 4 + j] = n[j * 4 + i];
            }
        }
        return n;
    }

    private static Vec3 centre(float[] points, int start, int count) {
        double x = 0;
        double y = 0;
        double z = 0;
        for (int i = start; i < start + count * 3; i += 3) {
            x += points[i];
            y += points[i + 1];
            z += points[i + 2];
        }
        return new Vec3(x / count, y / count, z / count);
    }

    public Vec3 apply(Vec3 point) {
        return rotation.rotate(point).times(scale).plus(translation);
    }

    /** Mean distance of the moved points from where they should be. */
    public double meanError(@Shape("N 3") float[] from, @Shape("N 3") float[] to, int start, int count) {
        double sum = 0;
        for (int i = start; i < start + count * 3; i += 3) {
            Vec3 moved = apply(new Vec3(from[i], from[i + 1], from[i + 2]));
            sum += moved.distanceTo(new Vec3(to[i], to[i + 1], to[i + 2]));
        }
        return sum / count;
    }
}
