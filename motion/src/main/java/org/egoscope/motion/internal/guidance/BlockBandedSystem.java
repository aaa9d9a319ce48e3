package org.egoscope.motion.internal.guidance;

import java.util.Arrays;
import org.egoscope.core.PipelineException;

/**
 * A symmetric positive definite system whose unknowns come in blocks (one per frame) that are coupled to at most {@code bandwidth}
 * blocks before and after: solved directly by block Cholesky, in time and memory linear in the number of blocks.
 *
 * <p>Only blocks {@code A[i][i - k]}, {@code 0 <= k <= bandwidth}, are kept (row-major), of those on the diagonal only the lower
 * triangle. The factor overwrites them.
 */
final class BlockBandedSystem {
    private final int size;
    private final int bandwidth;
    private int blocks;
    private double[] values = new double[0];
    private double[] rightSide = new double[0];
    private long multiplications;

    /**
     * @param size unknowns per block
     * @param bandwidth how many blocks back one is coupled to
     */
    BlockBandedSystem(int size, int bandwidth) {
        this.size = size;
        this.bandwidth = bandwidth;
    }

    /** Makes the system zero, with this many blocks; memory is kept from one use to the next. */
    void clear(int blockCount) {
        blocks = blockCount;
        int needed = blockCount * (bandwidth + 1) * size * size;
        if (values.length < needed) {
            values = new double[needed];
            rightSide = new double[blockCount * size];
        }
        Arrays.fill(values, 0, needed, 0);
        Arrays.fill(rightSide, 0, blockCount * size, 0);
        multiplications = 0;
    }

    /** The matrix, to add to at {@link #at}. */
    double[] values() {
        return values;
    }

    /** Where block {@code A[block][block - back]} starts. */
    int at(int block, int back) {
        return (block * (bandwidth + 1) + back) * size * size;
    }

    /** {@code [blocks, size]}: to add to; after {@link #solve} the solution. */
    double[] rightSide() {
        return rightSide;
    }

    int size() {
        return size;
    }

    int bandwidth() {
        return bandwidth;
    }

    /** Multiplications of the last {@link #solve}: the work, independent of the machine. */
    long multiplications() {
        return multiplications;
    }

    /** Adds to every diagonal element of block {@code i} the amount {@code i}. */
    void damp(double[] amounts) {
        for (int i = 0; i < blocks; i++) {
            for (int k = 0; k < size; k++) {
                values[at(i, 0) + k * size + k] += amounts[i];
            }
        }
    }

    /** Factorises and replaces the right side by the solution. */
    void solve() {
        for (int i = 0; i < blocks; i++) {
            eliminate(i);
        }
        for (int i = 0; i < blocks; i++) {
            forward(i);
        }
        for (int i = blocks - 1; i >= 0; i--) {
            backward(i);
        }
    }

    private void eliminate(int i) {
        for (int back = Math.min(bandwidth, i); back >= 1; back--) {
            int j = i - back;
            for (int m = Math.max(0, Math.max(i, j) - bandwidth); m < j; m++) {
                subtractProduct(at(i, i - m), at(j, j - m), at(i, back));
            }
            divideByTriangle(at(j, 0), at(i, back));
        }
        for (int back = 1; back <= Math.min(bandwidth, i); back++) {
            subtractSquare(at(i, back), at(i, 0));
        }
        factor(at(i, 0), i);
    }

    /** {@code C -= A transpose(B)}. */
    private void subtractProduct(int a, int b, int c) {
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                values[c + row * size + column] -= dot(a + row * size, b + column * size, size);
            }
        }
    }

    /** {@code C -= A transpose(A)}, lower triangle. */
    private void subtractSquare(int a, int c) {
        for (int row = 0; row < size; row++) {
            for (int column = 0; column <= row; column++) {
                values[c + row * size + column] -= dot(a + row * size, a + column * size, size);
            }
        }
    }

    /** {@code A = A inverse(transpose(L))}. */
    private void divideByTriangle(int triangle, int a) {
        for (int row = 0; row < size; row++) {
            int r = a + row * size;
            for (int column = 0; column < size; column++) {
                int l = triangle + column * size;
                values[r + column] = (values[r + column] - dot(r, l, column)) / values[l + column];
            }
        }
    }

    private void factor(int a, int block) {
        for (int row = 0; row < size; row++) {
            int r = a + row * size;
            for (int column = 0; column < row; column++) {
                int c = a + column * size;
                values[r + column] = (values[r + column] - dot(r, c, column)) / values[c + column];
            }
            double pivot = values[r + row] - dot(r, r, row);
            if (!(pivot > 0)) {
                throw PipelineException.badInput(
                        "guidance, block " + block + ": expected a positive definite system, got the pivot " + pivot);
            }
            values[r + row] = Math.sqrt(pivot);
        }
    }

    private double dot(int a, int b, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += values[a + k] * values[b + k];
        }
        multiplications += count;
        return sum;
    }

    private void forward(int i) {
        for (int row = 0; row < size; row++) {
            double value = rightSide[i * size + row];
            for (int back = 1; back <= Math.min(bandwidth, i); back++) {
                value -= product(at(i, back) + row * size, (i - back) * size, size);
            }
            int diagonal = at(i, 0) + row * size;
            value -= product(diagonal, i * size, row);
            rightSide[i * size + row] = value / values[diagonal + row];
        }
    }

    private double product(int row, int vector, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += values[row + k] * rightSide[vector + k];
        }
        multiplications += count;
        return sum;
    }

    private void backward(int i) {
        int diagonal = at(i, 0);
        for (int row = size - 1; row >= 0; row--) {
            double value = rightSide[i * size + row] / values[diagonal + row * size + row];
            rightSide[i * size + row] = value;
            for (int k = 0; k < row; k++) {
                rightSide[i * size + k] -= values[diagonal + row * size + k] * value;
            }
        }
        for (int back = 1; back <= Math.min(bandwidth, i); back++) {
            int block = at(i, back);
            for (int row = 0; row < size; row++) {
                double value = rightSide[i * size + row];
                for (int k = 0; k < size; k++) {
                    rightSide[(i - back) * size + k] -= values[block + row * size + k] * value;
                }
            }
        }
        multiplications += size * (size + 1L) / 2 + (long) Math.min(bandwidth, i) * size * size;
    }
}
