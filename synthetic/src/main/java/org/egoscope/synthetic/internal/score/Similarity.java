package org.egoscope.synthetic.internal.score;

import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * Scale, rotation and translation that bring one run of points nearest to another in the least-squares sense: Horn, "Closed-form
 * solution of absolute orientation using unit quaternions" (1987), with the asymmetric scale of Umeyama (1991).
 */
public record Similarity(double scale, Quaternion rotation, Vec3 translation) {
    private static final int JACOBI_STEPS = 120;

    public Vec3 apply(Vec3 point) {
        return rotation.rotate(point).times(scale).plus(translation);
    }

    /** The best map from {@code from[i]} to {@code to[i]}; at least one point, scale 1 where the points do not spread. */
    public static Similarity fit(List<Vec3> from, List<Vec3> to) {
        Vec3 fromMean = mean(from);
        Vec3 toMean = mean(to);
        double[] s = new double[9];
        double spread = 0;
        for (int i = 0; i < from.size(); i++) {
            Vec3 a = from.get(i).minus(fromMean);
            Vec3 b = to.get(i).minus(toMean);
            accumulate(s, a, b);
            spread += a.dot(a);
        }
        Quaternion rotation = largestEigenvector(s);
        double projected = 0;
        for (int i = 0; i < from.size(); i++) {
            projected += to.get(i).minus(toMean).dot(rotation.rotate(from.get(i).minus(fromMean)));
        }
        double scale = spread > 1e-12 ? projected / spread : 1;
        return new Similarity(scale, rotation, toMean.minus(rotation.rotate(fromMean).times(scale)));
    }

    private static Vec3 mean(List<Vec3> points) {
        Vec3 sum = Vec3.ZERO;
        for (Vec3 point : points) {
            sum = sum.plus(point);
        }
        return sum.times(1.0 / points.size());
    }

    private static void accumulate(double[] s, Vec3 a, Vec3 b) {
        s[0] += a.x() * b.x();
        s[1] += a.x() * b.y();
        s[2] += a.x() * b.z();
        s[3] += a.y() * b.x();
        s[4] += a.y() * b.y();
        s[5] += a.y() * b.z();
        s[6] += a.z() * b.x();
        s[7] += a.z() * b.y();
        s[8] += a.z() * b.z();
    }

    /** Eigenvector of Horn's 4 x 4 matrix to its largest eigenvalue, by Jacobi rotations. */
    private static Quaternion largestEigenvector(double[] s) {
        double[][] n = {
            {s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3]},
            {s[5] - s[7], s[0] - s[4] - s[8], s[1] + s[3], s[6] + s[2]},
            {s[6] - s[2], s[1] + s[3], -s[0] + s[4] - s[8], s[5] + s[7]},
            {s[1] - s[3], s[6] + s[2], s[5] + s[7], -s[0] - s[4] + s[8]}
        };
        double[][] v = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        for (int step = 0; step < JACOBI_STEPS; step++) {
            int p = step % 6 < 3 ? 0 : step % 6 < 5 ? 1 : 2;
            int q = step % 6 < 3 ? step % 6 + 1 : step % 6 < 5 ? step % 6 - 1 : 3;
            rotate(n, v, p, q);
        }
        int best = 0;
        for (int i = 1; i < 4; i++) {
            best = n[i][i] > n[best][best] ? i : best;
        }
        return new Quaternion(v[0][best], v[1][best], v[2][best], v[3][best]).normalized();
    }

    private static void rotate(double[][] n, double[][] v, int p, int q) {
        if (Math.abs(n[p][q]) < 1e-300) {
            return;
        }
        double theta = (n[q][q] - n[p][p]) / (2 * n[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < 4; k++) {
            double a = n[k][p];
            double b = n[k][q];
            n[k][p] = c * a - s * b;
            n[k][q] = s * a + c * b;
        }
        for (int k = 0; k < 4; k++) {
            double a = n[p][k];
            double b = n[q][k];
            n[p][k] = c * a - s * b;
            n[q][k] = s * a + c * b;
            double e = v[k][p];
            double f = v[k][q];
            v[k][p] = c * e - s * f;
            v[k][q] = s * e + c * f;
        }
    }
}
