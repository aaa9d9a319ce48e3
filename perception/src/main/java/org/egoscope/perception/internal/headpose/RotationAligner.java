package org.egoscope.perception.internal.headpose;

/**
 * The rotation that best takes one bundle of rays to another, robustly: iteratively reweighted Gauss-Newton on SO(3) with a Cauchy
 * weight whose width shrinks from step to step, so that points with own motion (hands) or parallax lose their say.
 */
final class RotationAligner {
    private static final double[] WIDTHS_PIXELS = {128, 64, 32, 16, 8, 4, 3, 2, 1.5, 1.5};

    private final double[] normal = new double[9];
    private final double[] right = new double[3];
    private final double[] solution = new double[3];
    private final double[] turned = new double[3];
    private int inliers;
    private double medianPixels;
    private double[] residuals = new double[256];

    /** Points that the last rotation explains within the given tolerance. */
    int inliers() {
        return inliers;
    }

    /** Median distance of the last alignment, pixels: what rotation alone does not explain. */
    double medianPixels() {
        return medianPixels;
    }

    /**
     * Refines {@code pose}'s rotation (its translation must be zero) so that it takes {@code from} to {@code to}.
     *
     * @param from {@code [count, 2]} normalised coordinates
     * @param to {@code [count, 2]}
     */
    void align(double[] from, double[] to, int count, double focalPixels, CameraPose pose) {
        for (double width : WIDTHS_PIXELS) {
            accumulate(from, to, count, focalPixels / width, pose);
            if (!SmallSolver.solve(normal, right, 3, solution)) {
                break;
            }
            pose.rotateLeft(solution[0], solution[1], solution[2]);
        }
        measure(from, to, count, focalPixels, pose);
    }

    private void accumulate(double[] from, double[] to, int count, double perWidth, CameraPose pose) {
        java.util.Arrays.fill(normal, 0);
        java.util.Arrays.fill(right, 0);
        for (int i = 0; i < count; i++) {
            pose.apply(from[i * 2], from[i * 2 + 1], 1, turned);
            double scale = 1 / Math.sqrt(turned[0] * turned[0] + turned[1] * turned[1] + turned[2] * turned[2]);
            double ax = turned[0] * scale;
            double ay = turned[1] * scale;
            double az = turned[2] * scale;
            double unit = 1 / Math.sqrt(to[i * 2] * to[i * 2] + to[i * 2 + 1] * to[i * 2 + 1] + 1);
            double bx = to[i * 2] * unit;
            double by = to[i * 2 + 1] * unit;
            double bz = unit;
            double ex = bx - ax;
            double ey = by - ay;
            double ez = bz - az;
            double normalized = (ex * ex + ey * ey + ez * ez) * perWidth * perWidth;
            double weight = 1 / ((1 + normalized) * (1 + normalized));
            // d(exp(w) a) = w x a, so J = -[a]x and J'J = I - a a' for a unit vector; J'e = a x e.
            addOuter(weight, ax, ay, az);
            right[0] += weight * (ay * ez - az * ey);
            right[1] += weight * (az * ex - ax * ez);
            right[2] += weight * (ax * ey - ay * ex);
        }
    }

    private void addOuter(double weight, double x, double y, double z) {
        normal[0] += weight * (1 - x * x);
        normal[1] -= weight * x * y;
        normal[2] -= weight * x * z;
        normal[4] += weight * (1 - y * y);
        normal[5] -= weight * y * z;
        normal[8] += weight * (1 - z * z);
        normal[3] = normal[1];
        normal[6] = normal[2];
        normal[7] = normal[5];
    }

    private void measure(double[] from, double[] to, int count, double focalPixels, CameraPose pose) {
        if (residuals.length < count) {
            residuals = new double[count * 2];
        }
        inliers = 0;
        for (int i = 0; i < count; i++) {
            pose.apply(from[i * 2], from[i * 2 + 1], 1, turned);
            double distance = turned[2] < 1e-3
                    ? Double.MAX_VALUE
                    : focalPixels * Math.hypot(turned[0] / turned[2] - to[i * 2], turned[1] / turned[2] - to[i * 2 + 1]);
            residuals[i] = distance;
            if (distance < 2) {
                inliers++;
            }
        }
        java.util.Arrays.sort(residuals, 0, count);
        medianPixels = count == 0 ? Double.NaN : residuals[count / 2];
    }
}
