package org.egoscope.motion.internal.guidance;

/**
 * Rotation matrices (row-major, nine doubles) and rotation vectors (three doubles) at offsets of flat arrays, so that loops over frames
 * allocate nothing.
 *
 * <p>Exponential, logarithm and right Jacobian of SO(3) after Sola, Deray, Atchuthan, "A micro Lie theory for state estimation in
 * robotics" (2018), equations 132 to 144.
 */
final class Rotations {
    /** Below this angle (radians, squared) series replace the quotients of sines. */
    private static final double SMALL_SQUARED = 1e-8;

    private Rotations() {}

    /** Matrix of the quaternion {@code w, x, y, z} at {@code from}, which is normalised on the way. */
    static void fromQuaternion(float[] quaternion, int from, double[] matrix, int to) {
        double w = quaternion[from];
        double x = quaternion[from + 1];
        double y = quaternion[from + 2];
        double z = quaternion[from + 3];
        double s = 2 / (w * w + x * x + y * y + z * z);
        matrix[to] = 1 - s * (y * y + z * z);
        matrix[to + 1] = s * (x * y - w * z);
        matrix[to + 2] = s * (x * z + w * y);
        matrix[to + 3] = s * (x * y + w * z);
        matrix[to + 4] = 1 - s * (x * x + z * z);
        matrix[to + 5] = s * (y * z - w * x);
        matrix[to + 6] = s * (x * z - w * y);
        matrix[to + 7] = s * (y * z + w * x);
        matrix[to + 8] = 1 - s * (x * x + y * y);
    }

    /** Unit quaternion {@code w, x, y, z} of a matrix, by the largest of its four components (Shepperd 1978). */
    static void toQuaternion(double[] m, int at, double[] quaternion) {
        double xx = m[at];
        double yy = m[at + 4];
        double zz = m[at + 8];
        double trace = xx + yy + zz;
        if (trace >= xx && trace >= yy && trace >= zz) {
            set(quaternion, 1 + trace, m[at + 7] - m[at + 5], m[at + 2] - m[at + 6], m[at + 3] - m[at + 1]);
        } else if (xx >= yy && xx >= zz) {
            set(quaternion, m[at + 7] - m[at + 5], 1 + xx - yy - zz, m[at + 1] + m[at + 3], m[at + 2] + m[at + 6]);
        } else if (yy >= zz) {
            set(quaternion, m[at + 2] - m[at + 6], m[at + 1] + m[at + 3], 1 - xx + yy - zz, m[at + 5] + m[at + 7]);
        } else {
            set(quaternion, m[at + 3] - m[at + 1], m[at + 2] + m[at + 6], m[at + 5] + m[at + 7], 1 - xx - yy + zz);
        }
    }

    private static void set(double[] quaternion, double w, double x, double y, double z) {
        double scale = 1 / Math.sqrt(w * w + x * x + y * y + z * z);
        quaternion[0] = w * scale;
        quaternion[1] = x * scale;
        quaternion[2] = y * scale;
        quaternion[3] = z * scale;
    }

    /** Matrix of a rotation vector. */
    static void exponential(double[] vector, int from, double[] matrix, int to) {
        double squared = squaredNorm(vector, from);
        double angle = Math.sqrt(squared);
        double a = squared < SMALL_SQUARED ? 1 - squared / 6 : Math.sin(angle) / angle;
        double b = squared < SMALL_SQUARED ? 0.5 - squared / 24 : (1 - Math.cos(angle)) / squared;
        polynomial(vector, from, a, b, matrix, to);
    }

    /** Right Jacobian {@code J}: {@code exp(v + dv) = exp(v) exp(J dv)} to first order. */
    static void rightJacobian(double[] vector, int from, double[] matrix, int to) {
        double squared = squaredNorm(vector, from);
        double angle = Math.sqrt(squared);
        double a = squared < SMALL_SQUARED ? -0.5 + squared / 24 : -(1 - Math.cos(angle)) / squared;
        double b = squared < SMALL_SQUARED ? 1 / 6.0 - squared / 120 : (angle - Math.sin(angle)) / (squared * angle);
        polynomial(vector, from, a, b, matrix, to);
    }

    /** Inverse of {@link #rightJacobian}: {@code log(R exp(d)) = log(R) + J d} to first order; up to angles below 2 pi. */
    static void inverseRightJacobian(double[] vector, int from, double[] matrix, int to) {
        double squared = squaredNorm(vector, from);
        double angle = Math.sqrt(squared);
        double b = squared < SMALL_SQUARED ? 1 / 12.0 + squared / 720 : 1 / squared - 1 / (2 * angle * Math.tan(angle / 2));
        polynomial(vector, from, 0.5, b, matrix, to);
    }

    private static double squaredNorm(double[] v, int at) {
        return v[at] * v[at] + v[at + 1] * v[at + 1] + v[at + 2] * v[at + 2];
    }

    /** {@code I + a [v] + b [v]^2} with the skew matrix {@code [v]}. */
    private static void polynomial(double[] v, int from, double a, double b, double[] matrix, int to) {
        double x = v[from];
        double y = v[from + 1];
        double z = v[from + 2];
        matrix[to] = 1 - b * (y * y + z * z);
        matrix[to + 1] = b * x * y - a * z;
        matrix[to + 2] = b * x * z + a * y;
        matrix[to + 3] = b * x * y + a * z;
        matrix[to + 4] = 1 - b * (x * x + z * z);
        matrix[to + 5] = b * y * z - a * x;
        matrix[to + 6] = b * x * z - a * y;
        matrix[to + 7] = b * y * z + a * x;
        matrix[to + 8] = 1 - b * (x * x + y * y);
    }

    /** Rotation vector of a matrix, angle in [0, pi]; {@code quaternion} is scratch of four. */
    static void logarithm(double[] matrix, int from, double[] quaternion, double[] vector, int to) {
        toQuaternion(matrix, from, quaternion);
        double sign = quaternion[0] < 0 ? -1 : 1;
        double sine = Math.sqrt(quaternion[1] * quaternion[1] + quaternion[2] * quaternion[2] + quaternion[3] * quaternion[3]);
        double scale = sine < 1e-9 ? 2 * sign : sign * 2 * Math.atan2(sine, sign * quaternion[0]) / sine;
        vector[to] = scale * quaternion[1];
        vector[to + 1] = scale * quaternion[2];
        vector[to + 2] = scale * quaternion[3];
    }

    /** {@code product = left right}; the product may not overlap its factors. */
    static void multiply(double[] left, int l, double[] right, int r, double[] product, int to) {
        for (int row = 0; row < 3; row++) {
            double a = left[l + row * 3];
            double b = left[l + row * 3 + 1];
            double c = left[l + row * 3 + 2];
            product[to + row * 3] = a * right[r] + b * right[r + 3] + c * right[r + 6];
            product[to + row * 3 + 1] = a * right[r + 1] + b * right[r + 4] + c * right[r + 7];
            product[to + row * 3 + 2] = a * right[r + 2] + b * right[r + 5] + c * right[r + 8];
        }
    }

    /** {@code product = transpose(left) right}; the product may not overlap its factors. */
    static void multiplyTransposed(double[] left, int l, double[] right, int r, double[] product, int to) {
        for (int row = 0; row < 3; row++) {
            double a = left[l + row];
            double b = left[l + row + 3];
            double c = left[l + row + 6];
            product[to + row * 3] = a * right[r] + b * right[r + 3] + c * right[r + 6];
            product[to + row * 3 + 1] = a * right[r + 1] + b * right[r + 4] + c * right[r + 7];
            product[to + row * 3 + 2] = a * right[r + 2] + b * right[r + 5] + c * right[r + 8];
        }
    }
}
