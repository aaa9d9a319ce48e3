package org.egoscope.perception.internal.track;

import org.jspecify.annotations.Nullable;

/** A displacement that is an affine function of the place in the picture: x' = a + b (x - cx) + c (y - cy), y' likewise. Pixels. */
record AffineField(double centerX, double centerY, double[] ofX, double[] ofY) {
    double x(double x, double y) {
        return ofX[0] + ofX[1] * (x - centerX) + ofX[2] * (y - centerY);
    }

    double y(double x, double y) {
        return ofY[0] + ofY[1] * (x - centerX) + ofY[2] * (y - centerY);
    }

    /** Least squares over samples. */
    static final class Fit {
        private final double centerX;
        private final double centerY;
        /** Sums of 1, u, v, uu, uv, vv, then of dx, u dx, v dx, and of dy, u dy, v dy. */
        private final double[] sums = new double[12];

        Fit(double centerX, double centerY) {
            this.centerX = centerX;
            this.centerY = centerY;
        }

        void add(double x, double y, double dx, double dy) {
            double u = x - centerX;
            double v = y - centerY;
            double[] terms = {1, u, v, u * u, u * v, v * v, dx, u * dx, v * dx, dy, u * dy, v * dy};
            for (int i = 0; i < terms.length; i++) {
                sums[i] += terms[i];
            }
        }

        int count() {
            return (int) sums[0];
        }

        /** Null where the samples lie on one line. */
        @Nullable AffineField solve() {
            double n = sums[0];
            double su = sums[1];
            double sv = sums[2];
            double uu = sums[3];
            double uv = sums[4];
            double vv = sums[5];
            double c00 = uu * vv - uv * uv;
            double c01 = sv * uv - su * vv;
            double c02 = su * uv - sv * uu;
            double determinant = n * c00 + su * c01 + sv * c02;
            if (!(Math.abs(determinant) > 1e-6 * n * uu * vv)) {
                return null;
            }
            double c11 = n * vv - sv * sv;
            double c12 = su * sv - n * uv;
            double c22 = n * uu - su * su;
            double[][] solved = new double[2][];
            for (int axis = 0; axis < 2; axis++) {
                double r0 = sums[6 + 3 * axis];
                double r1 = sums[7 + 3 * axis];
                double r2 = sums[8 + 3 * axis];
                solved[axis] = new double[] {
                    (c00 * r0 + c01 * r1 + c02 * r2) / determinant,
                    (c01 * r0 + c11 * r1 + c12 * r2) / determinant,
                    (c02 * r0 + c12 * r1 + c22 * r2) / determinant
                };
            }
            return new AffineField(centerX, centerY, solved[0], solved[1]);
        }
    }
}
