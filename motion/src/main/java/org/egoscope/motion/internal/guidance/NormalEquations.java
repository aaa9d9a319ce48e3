package org.egoscope.motion.internal.guidance;

/**
 * Adds weighted residuals to a {@link BlockBandedSystem}: {@code A += J^T W J}, {@code b -= J^T g}. A Jacobian has three rows of
 * {@code size} numbers, of which only the columns of some parts (three each, part indices ascending) are looked at.
 */
final class NormalEquations {
    private final BlockBandedSystem system;
    private final int size;

    NormalEquations(BlockBandedSystem system) {
        this.system = system;
        size = system.size();
    }

    /**
     * @param rows Jacobian, its first row at {@code at}
     * @param terms from {@code from} on three squared weights, then three weighted residuals {@code g}
     */
    void addSquare(int block, double[] rows, int at, int[] parts, double[] terms, int from) {
        double[] matrix = system.values();
        double[] right = system.rightSide();
        int base = system.at(block, 0);
        for (int part : parts) {
            for (int row = part * 3; row < part * 3 + 3; row++) {
                double x = rows[at + row];
                double y = rows[at + size + row];
                double z = rows[at + 2 * size + row];
                right[block * size + row] -= x * terms[from + 3] + y * terms[from + 4] + z * terms[from + 5];
                x *= terms[from];
                y *= terms[from + 1];
                z *= terms[from + 2];
                int line = base + row * size;
                for (int other : parts) {
                    if (other > part) {
                        break;
                    }
                    for (int column = other * 3; column < other * 3 + 3; column++) {
                        matrix[line + column] += x * rows[at + column] + y * rows[at + size + column] + z * rows[at + 2 * size + column];
                    }
                }
            }
        }
    }

    /** {@code A[block][block - 1] -= weight now^T before}. */
    void addLink(int block, double[] now, double[] before, int at, int[] parts, double weight) {
        double[] matrix = system.values();
        int base = system.at(block, 1);
        for (int part : parts) {
            for (int row = part * 3; row < part * 3 + 3; row++) {
                double x = weight * now[at + row];
                double y = weight * now[at + size + row];
                double z = weight * now[at + 2 * size + row];
                int line = base + row * size;
                for (int other : parts) {
                    for (int column = other * 3; column < other * 3 + 3; column++) {
                        matrix[line + column] -=
                                x * before[at + column] + y * before[at + size + column] + z * before[at + 2 * size + column];
                    }
                }
            }
        }
    }

    /** Adds to the element {@code row, column} of {@code A[block][block - back]}. */
    void addElement(int block, int back, int row, int column, double value) {
        system.values()[system.at(block, back) + row * size + column] += value;
    }

    void addRight(int block, int row, double value) {
        system.rightSide()[block * size + row] += value;
    }
}
