package org.egoscope.perception.internal.hands;

import java.util.Arrays;

/**
 * How the background moved since the frame before: an affine map fitted to the shifts of blocks, each weighted by how well it fits, so
 * that hands and held things count little. Integer shifts of 16-pixel blocks, good to about half a small pixel.
 */
final class BackgroundMotion {
    static final int BLOCK = 16;
    private static final int COARSE_STEP = 4;
    private static final int COARSE_REACH = 24;
    private static final int BLOCK_REACH = 5;
    private static final int SAMPLING = 2;
    private static final int REWEIGHTINGS = 5;
    /** Residual at which a block counts half, small pixels. */
    private static final double HALF_WEIGHT_RESIDUAL = 1.0;
    /** A block whose best shift is not this much better per sample than its mean shift has no texture to tell by. */
    private static final double LEAST_CONTRAST = 3;
    private static final int DIFFERENCE_CAP = 40;

    /** {@code x - beforeX = a0 + a1 x + a2 y}, the same for y in 3..5: shift of the picture's content since the frame before. */
    private final double[] affine = new double[6];
    private final double[] normal = new double[6];
    private final double[] right = new double[6];
    private double[] blocks = new double[0];
    private int blockCount;

    /** @param before luma of the frame before, of the same size, or empty: no motion */
    void measure(byte[] before, SmallPicture now) {
        Arrays.fill(affine, 0);
        blockCount = 0;
        if (before.length != now.pixels()) {
            return;
        }
        int[] shift = wholeShift(before, now);
        affine[0] = shift[0];
        affine[3] = shift[1];
        matchBlocks(before, now, shift);
        for (int i = 0; i < REWEIGHTINGS; i++) {
            fit();
        }
    }

    /** Where the background now at (x, y) was before. */
    double beforeX(double x, double y) {
        return x - affine[0] - affine[1] * x - affine[2] * y;
    }

    double beforeY(double x, double y) {
        return y - affine[3] - affine[4] * x - affine[5] * y;
    }

    private static int[] wholeShift(byte[] before, SmallPicture now) {
        int bestX = 0;
        int bestY = 0;
        double least = difference(before, now, 0, 0) * 0.98;
        for (int step = COARSE_STEP, reach = COARSE_REACH; step >= 1; reach = step, step /= 2) {
            int originX = bestX;
            int originY = bestY;
            for (int dy = originY - reach; dy <= originY + reach; dy += step) {
                for (int dx = originX - reach; dx <= originX + reach; dx += step) {
                    double difference = difference(before, now, dx, dy);
                    if (difference < least) {
                        least = difference;
                        bestX = dx;
                        bestY = dy;
                    }
                }
            }
        }
        return new int[] {bestX, bestY};
    }

    /** Mean capped difference if the content has moved by (dx, dy). */
    private static double difference(byte[] before, SmallPicture now, int dx, int dy) {
        long sum = 0;
        int count = 0;
        for (int y = Math.max(0, dy); y < now.height + Math.min(0, dy); y += 6) {
            for (int x = Math.max(0, dx); x < now.width + Math.min(0, dx); x += 6) {
                int difference = now.luma[y * now.width + x] - (before[(y - dy) * now.width + x - dx] & 0xff);
                sum += Math.min(DIFFERENCE_CAP, Math.abs(difference));
                count++;
            }
        }
        return count == 0 ? DIFFERENCE_CAP : (double) sum / count;
    }

    private void matchBlocks(byte[] before, SmallPicture now, int[] around) {
        int columns = now.width / BLOCK;
        int rows = now.height / BLOCK;
        if (blocks.length != columns * rows * 4) {
            blocks = new double[columns * rows * 4];
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matchBlock(before, now, around, column * BLOCK, row * BLOCK);
            }
        }
    }

    private void matchBlock(byte[] before, SmallPicture now, int[] around, int x, int y) {
        int least = Integer.MAX_VALUE;
        long sum = 0;
        int count = 0;
        int bestX = 0;
        int bestY = 0;
        for (int dy = around[1] - BLOCK_REACH; dy <= around[1] + BLOCK_REACH; dy++) {
            for (int dx = around[0] - BLOCK_REACH; dx <= around[0] + BLOCK_REACH; dx++) {
                boolean inside = x - dx >= 0 && y - dy >= 0 && x - dx + BLOCK <= now.width && y - dy + BLOCK <= now.height;
                if (inside) {
                    int difference = blockDifference(before, now, y * now.width + x, (y - dy) * now.width + x - dx);
                    sum += difference;
                    count++;
                    if (difference < least) {
                        least = difference;
                        bestX = dx;
                        bestY = dy;
                    }
                }
            }
        }
        int samples = (BLOCK / SAMPLING) * (BLOCK / SAMPLING);
        if (count > 0 && (double) sum / count - least > LEAST_CONTRAST * samples) {
            int at = blockCount++ * 4;
            blocks[at] = x + BLOCK / 2.0;
            blocks[at + 1] = y + BLOCK / 2.0;
            blocks[at + 2] = bestX;
            blocks[at + 3] = bestY;
        }
    }

    private static int blockDifference(byte[] before, SmallPicture now, int at, int from) {
        int sum = 0;
        for (int v = 0; v < BLOCK; v += SAMPLING) {
            for (int u = 0; u < BLOCK; u += SAMPLING) {
                sum += Math.abs(now.luma[at + v * now.width + u] - (before[from + v * now.width + u] & 0xff));
            }
        }
        return sum;
    }

    /** One step of iteratively reweighted least squares with Cauchy weights. */
    private void fit() {
        Arrays.fill(normal, 0);
        Arrays.fill(right, 0);
        // A few blocks cannot tell a turn from noise: a weak pull towards a pure shift, at the scale of the picture.
        normal[3] = 1e4;
        normal[5] = 1e4;
        for (int i = 0; i < blockCount; i++) {
            double x = blocks[i * 4];
            double y = blocks[i * 4 + 1];
            double residual = Math.hypot(
                    blocks[i * 4 + 2] - x + beforeX(x, y), blocks[i * 4 + 3] - y + beforeY(x, y));
            double weight = 1 / (1 + Math.pow(residual / HALF_WEIGHT_RESIDUAL, 2));
            add(weight, x, y, i * 4 + 2);
        }
        if (blockCount >= 6) {
            solve(0);
            solve(3);
        }
    }

    /** Normal matrix (11, 1x, 1y, xx, xy, yy) and right sides of both fits. */
    private void add(double weight, double x, double y, int shiftAt) {
        normal[0] += weight;
        normal[1] += weight * x;
        normal[2] += weight * y;
        normal[3] += weight * x * x;
        normal[4] += weight * x * y;
        normal[5] += weight * y * y;
        for (int axis = 0; axis < 2; axis++) {
            double shift = weight * blocks[shiftAt + axis];
            right[axis * 3] += shift;
            right[axis * 3 + 1] += shift * x;
            right[axis * 3 + 2] += shift * y;
        }
    }

    /** Cramer's rule on the symmetric 3 x 3 system; keeps the map if it is singular. */
    private void solve(int from) {
        double[] n = normal;
        double c00 = n[3] * n[5] - n[4] * n[4];
        double c01 = n[2] * n[4] - n[1] * n[5];
        double c02 = n[1] * n[4] - n[2] * n[3];
        double determinant = n[0] * c00 + n[1] * c01 + n[2] * c02;
        if (determinant > 1e-9 * n[0] * n[3] * n[5]) {
            double c11 = n[0] * n[5] - n[2] * n[2];
            double c12 = n[1] * n[2] - n[0] * n[4];
            double c22 = n[0] * n[3] - n[1] * n[1];
            double r0 = right[from];
            double r1 = right[from + 1];
            double r2 = right[from + 2];
            affine[from] = (c00 * r0 + c01 * r1 + c02 * r2) / determinant;
            affine[from + 1] = (c01 * r0 + c11 * r1 + c12 * r2) / determinant;
            affine[from + 2] = (c02 * r0 + c12 * r1 + c22 * r2) / determinant;
        }
    }
}
