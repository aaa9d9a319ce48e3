package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockBandedSystemTest {
    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,1,3,2", "7,1,3,3", "7,2,3,4", "12,2,5,5", "3,2,9,6", "20,3,2,7"})
    void solutionEqualsThatOfDenseElimination(int blocks, int bandwidth, int size, long seed) {
        Random random = new Random(seed);
        BlockBandedSystem system = new BlockBandedSystem(size, bandwidth);
        double[][] dense = fill(system, blocks, random);
        double[] right = new double[blocks * size];
        for (int i = 0; i < right.length; i++) {
            right[i] = random.nextGaussian();
            system.rightSide()[i] = right[i];
        }
        system.solve();
        double[] expected = gauss(dense, right);
        for (int i = 0; i < right.length; i++) {
            assertThat(system.rightSide()[i]).as("seed %d, unknown %d", seed, i).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Test
    void isUsedAgainWithoutTracesOfTheLastSystem() {
        BlockBandedSystem system = new BlockBandedSystem(3, 2);
        fill(system, 9, new Random(1));
        system.solve();
        double[][] dense = fill(system, 5, new Random(2));
        double[] right = new double[15];
        for (int i = 0; i < right.length; i++) {
            right[i] = i;
            system.rightSide()[i] = i;
        }
        system.solve();
        double[] expected = gauss(dense, right);
        for (int i = 0; i < right.length; i++) {
            assertThat(system.rightSide()[i]).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Test
    void workGrowsByTheSameAmountWithEachFurtherBlock() {
        long[] work = new long[5];
        for (int i = 0; i < work.length; i++) {
            BlockBandedSystem system = new BlockBandedSystem(9, 2);
            system.clear(100 * (i + 1));
            double[] ones = new double[100 * (i + 1)];
            Arrays.fill(ones, 1);
            system.damp(ones);
            system.solve();
            work[i] = system.multiplications();
        }
        for (int i = 2; i < work.length; i++) {
            assertThat(work[i] - work[i - 1]).isEqualTo(work[1] - work[0]);
        }
        // Per block: two triangular divisions and one product of 9 x 9 blocks, two squares, one factor, four products with the right side.
        assertThat((work[1] - work[0]) / 100).isEqualTo(2 * 9 * 36 + 9 * 81 + 2 * 45 * 9 + 165 - 45 + (36 + 45) + 4 * 81);
    }

    @Test
    void systemThatIsNotPositiveDefiniteIsNamed() {
        BlockBandedSystem system = new BlockBandedSystem(2, 1);
        system.clear(3);
        system.damp(new double[] {1, 1, -1});
        assertThatThrownBy(system::solve).isInstanceOf(PipelineException.class).hasMessageContaining("block 2").hasMessageContaining("-1");
    }

    /** A = L transpose(L) + I with random banded L, so positive definite; also returned dense. */
    private static double[][] fill(BlockBandedSystem system, int blocks, Random random) {
        int size = system.size();
        int bandwidth = system.bandwidth();
        int n = blocks * size;
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = Math.max(0, (i / size - bandwidth) * size); j <= i; j++) {
                factor[i][j] = random.nextGaussian();
            }
        }
        double[][] dense = new double[n][n];
        system.clear(blocks);
        for (int i = 0; i < n; i++) {
            for (int j = Math.max(0, (i / size - bandwidth) * size); j < Math.min(n, (i / size + bandwidth + 1) * size); j++) {
                double sum = i == j ? 1 : 0;
                for (int k = Math.max(0, (i / size - bandwidth) * size); k <= Math.min(i, j); k++) {
                    sum += factor[i][k] * factor[j][k];
                }
                dense[i][j] = sum;
                if (j / size <= i / size && (j / size < i / size || j <= i)) {
                    system.values()[system.at(i / size, i / size - j / size) + (i % size) * size + j % size] = sum;
                }
            }
        }
        return dense;
    }

    private static double[] gauss(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = matrix[i].clone();
        }
        double[] b = right.clone();
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                b[i] -= a[i][j] * b[j];
            }
            b[i] /= a[i][i];
        }
        return b;
    }
}
