package org.egoscope.perception.internal.headpose;

/** Cholesky for the small symmetric positive definite systems of the solvers. */
final class SmallSolver {
    private static final double SMALLEST_PIVOT = 1e-14;

    private SmallSolver() {}

    /**
     * Solves {@code A x = b}; overwrites A's lower triangle by its factor.
     *
     * @param a {@code [n, n]} row-major, symmetric
     * @return false if A is not positive definite
     */
    static boolean solve(double[] a, double[] b, int n, double[] x) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i * n + k] * a[j * n + k];
                }
                if (i == j) {
                    if (!(sum > SMALLEST_PIVOT)) {
                        return false;
                    }
                    a[i * n + i] = Math.sqrt(sum);
                } else {
                    a[i * n + j] = sum / a[j * n + j];
                }
            }
        }
        substitute(a, b, n, x);
        return true;
    }

    private static void substitute(double[] factor, double[] b, int n, double[] x) {
        for (int i = 0; i < n; i++) {
            double sum = b[i];
            for (int k = 0; k < i; k++) {
                sum -= factor[i * n + k] * x[k];
            }
            x[i] = sum / factor[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) {
                sum -= factor[k * n + i] * x[k];
            }
            x[i] = sum / factor[i * n + i];
        }
    }
}
