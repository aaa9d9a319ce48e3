package org.egoscope.motion.internal.process;

import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;

/** Solves {@code A X = B} for a symmetric positive definite A by {@code A = L Lᵀ}. */
public final class Cholesky {
    private final int size;
    private final double[] lower;

    /** @param matrix {@code [n, n]}; only its lower triangle is read */
    public Cholesky(int size, @Shape("n n") double[] matrix) {
        this.size = size;
        this.lower = matrix.clone();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = lower[i * size + j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i * size + k] * lower[j * size + k];
                }
                lower[i * size + j] = i == j ? pivot(sum, i) : sum / lower[j * size + j];
            }
        }
    }

    private static double pivot(double square, int row) {
        if (!(square > 0)) {
            throw new PipelineException(
                    ErrorKind.INTERNAL, "Cholesky: expected a positive definite matrix, got " + square + " at row " + row);
        }
        return Math.sqrt(square);
    }

    /** @param right {@code [n, m]}, becomes the solution */
    public void solveInPlace(@Shape("n m") double[] right) {
        int columns = right.length / size;
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                subtract(right, i, k, lower[i * size + k], columns);
            }
            divide(right, i, columns);
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                subtract(right, i, k, lower[k * size + i], columns);
            }
            divide(right, i, columns);
        }
    }

    /** Natural logarithm of the determinant of A. */
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 2 * Math.log(lower[i * size + i]);
        }
        return sum;
    }

    private static void subtract(double[] right, int row, int other, double factor, int columns) {
        for (int c = 0; c < columns; c++) {
            right[row * columns + c] -= factor * right[other * columns + c];
        }
    }

    private void divide(double[] right, int row, int columns) {
        double pivot = lower[row * size + row];
        for (int c = 0; c < columns; c++) {
            right[row * columns + c] /= pivot;
        }
    }
}
