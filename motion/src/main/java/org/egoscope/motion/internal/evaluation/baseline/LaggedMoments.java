package org.egoscope.motion.internal.evaluation.baseline;

import org.egoscope.core.Shape;

/**
 * Sums of products for a linear map from the features of the frames t - 15 .. t + 15 (edge frames repeated) and a constant to the targets
 * of frame t.
 *
 * <p>The block of products of the frames at lags a and b is that of a - 1 and b - 1, shifted by one frame: it differs only by the products
 * at the two ends of each clip. So only the blocks of the first lag are summed over all frames, which is 16 times less work.
 */
final class LaggedMoments {
    static final int REACH = 15;

    private static final int LAGS = 2 * REACH + 1;
    private static final int F = HeadFeatures.SIZE;

    /** Features of all lags and the constant, which is last. */
    static final int SIZE = LAGS * F + 1;

    private static final int Y = HeadFeatures.TARGETS;

    private final double[] firstLag = new double[LAGS * F * F];
    private final double[] ends = new double[LAGS * LAGS * F * F];
    private final double[] sums = new double[LAGS * F];
    private final double[] withTargets = new double[SIZE * Y];
    private long frames;

    /**
     * @param features {@code [T, 23]}
     * @param targets {@code [T, 66]}
     */
    void add(@Shape("T 23") float[] features, @Shape("T 66") double[] targets) {
        int length = features.length / F;
        frames += length;
        for (int t = 0; t < length; t++) {
            int first = row(length, t - REACH);
            for (int b = 0; b < LAGS; b++) {
                int at = row(length, t + b - REACH);
                outer(firstLag, b * F * F, features, first, at, 1);
                addFeatures(features, at, b, targets, t);
            }
            for (int y = 0; y < Y; y++) {
                withTargets[(SIZE - 1) * Y + y] += targets[t * Y + y];
            }
        }
        addEnds(features, length);
    }

    private static int row(int length, int frame) {
        return Math.max(0, Math.min(length - 1, frame)) * F;
    }

    private void addFeatures(float[] features, int at, int lag, double[] targets, int t) {
        for (int f = 0; f < F; f++) {
            double value = features[at + f];
            int row = lag * F + f;
            sums[row] += value;
            for (int y = 0; y < Y; y++) {
                withTargets[row * Y + y] += value * targets[t * Y + y];
            }
        }
    }

    /** What the block of lags (a + 1, b + 1) has more than that of (a, b). */
    private void addEnds(float[] features, int length) {
        for (int a = 0; a < LAGS - 1; a++) {
            for (int b = a; b < LAGS - 1; b++) {
                int block = (a * LAGS + b) * F * F;
                outer(ends, block, features, row(length, a - REACH), row(length, b - REACH), -1);
                outer(ends, block, features, row(length, length + a - REACH), row(length, length + b - REACH), 1);
            }
        }
    }

    private static void outer(double[] sum, int at, float[] features, int first, int second, double sign) {
        for (int i = 0; i < F; i++) {
            double value = sign * features[first + i];
            for (int j = 0; j < F; j++) {
                sum[at + i * F + j] += value * features[second + j];
            }
        }
    }

    /** Adds {@code weight} times the mean products over the frames to a {@code [714, 714]} matrix. */
    void addMeanProducts(@Shape("714 714") double[] matrix, double weight) {
        double share = weight / frames;
        double[] block = new double[F * F];
        for (int difference = 0; difference < LAGS; difference++) {
            System.arraycopy(firstLag, difference * F * F, block, 0, F * F);
            for (int a = 0; a + difference < LAGS; a++) {
                addBlock(matrix, block, a, a + difference, share);
                for (int i = 0; i < F * F; i++) {
                    block[i] += ends[(a * LAGS + a + difference) * F * F + i];
                }
            }
        }
        for (int i = 0; i < SIZE - 1; i++) {
            matrix[i * SIZE + SIZE - 1] += share * sums[i];
            matrix[(SIZE - 1) * SIZE + i] += share * sums[i];
        }
        matrix[SIZE * SIZE - 1] += weight;
    }

    private static void addBlock(double[] matrix, double[] block, int a, int b, double share) {
        for (int i = 0; i < F; i++) {
            for (int j = 0; j < F; j++) {
                double value = share * block[i * F + j];
                matrix[(a * F + i) * SIZE + b * F + j] += value;
                if (a != b) {
                    matrix[(b * F + j) * SIZE + a * F + i] += value;
                }
            }
        }
    }

    /** Adds {@code weight} times the mean products with the targets to a {@code [714, 66]} matrix. */
    void addMeanTargets(@Shape("714 66") double[] matrix, double weight) {
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] += weight / frames * withTargets[i];
        }
    }
}
