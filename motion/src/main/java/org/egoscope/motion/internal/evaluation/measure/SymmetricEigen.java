package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;

/** Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, section 8.5). */
public final class SymmetricEigen {
    private static final int MOST_SWEEPS = 60;

    private final int size;
    private final double[] matrix;
    private final double[] vectors;

    private SymmetricEigen(int size, double[] matrix) {
        this.size = size;
        this.matrix = matrix;
        this.vectors = new double[size * size];
        for (int i = 0; i < size; i++) {
            vectors[i * size + i] = 1;
        }
    }

    /** @param symmetric {@code [n, n]}, left as it is */
    public static SymmetricEigen of(int size, @Shape("n n") double[] symmetric) {
        SymmetricEigen eigen = new SymmetricEigen(size, symmetric.clone());
        eigen.solve();
        return eigen;
    }

    private void solve() {
        double scale = 0;
        for (double value : matrix) {
            scale += value * value;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal() > scale * 1e-30; sweep++) {
            for (int p = 0; p < size - 1; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(p, q);
                }
            }
        }
    }

    private double offDiagonal() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                sum += 2 * matrix[i * size + j] * matrix[i * size + j];
            }
        }
        return sum;
    }

    private void rotate(int p, int q) {
        double apq = matrix[p * size + q];
        if (apq == 0) {
            return;
        }
        double theta = (matrix[q * size + q] - matrix[p * size + p]) / (2 * apq);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < size; k++) {
            turn(matrix, k * size + p, k * size + q, c, s);
        }
        for (int k = 0; k < size; k++) {
            turn(matrix, p * size + k, q * size + k, c, s);
        }
        for (int k = 0; k < size; k++) {
            turn(vectors, k * size + p, k * size + q, c, s);
        }
    }

    private static void turn(double[] values, int first, int second, double c, double s) {
        double a = values[first];
        double b = values[second];
        values[first] = c * a - s * b;
        values[second] = s * a + c * b;
    }

    public double value(int index) {
        return matrix[index * size + index];
    }

    /** Component of the eigenvector that belongs to {@link #value}. */
    public double vector(int index, int component) {
        return vectors[component * size + index];
    }

    public int largest() {
        int best = 0;
        for (int i = 1; i < size; i++) {
            best = value(i) > value(best) ? i : best;
        }
        return best;
    }

    /** The symmetric square root; eigenvalues below zero, which only rounding can make, count as zero. */
    public @Shape("n n") double[] squareRoot() {
        double[] root = new double[size * size];
        for (int k = 0; k < size; k++) {
            double weight = Math.sqrt(Math.max(0, value(k)));
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    root[i * size + j] += weight * vector(k, i) * vector(k, j);
                }
            }
        }
        return root;
    }
}
