package org.egoscope.perception.internal.sam;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.egoscope.core.Shape;

/**
 * Reduces or enlarges a picture with a filter over the whole footprint of each result, as the references do with Pillow: first along the
 * rows, then down the columns, with weights of 22 bits and rounding to bytes after each. Rows are scaled when they are first
 * needed and only as many are held as a result reaches over.
 */
public final class PictureScaler {
    private static final int WEIGHT_BITS = 22;
    private static final int HALF = 1 << WEIGHT_BITS - 1;

    private final int targetWidth;
    private final Footprints across;
    private final Footprints down;
    private final byte[] source;
    private final byte[][] scaledRows;
    private final int[] sums;

    /** What a pixel counts for by its distance from the centre of a result. */
    public enum Kernel {
        /** Pillow's BILINEAR. */
        TRIANGLE(1) {
            @Override
            double at(double distance) {
                return Math.max(0, 1 - distance);
            }
        },
        /** Pillow's BICUBIC: Keys 1981 with a = -1/2. */
        CUBIC(2) {
            @Override
            double at(double distance) {
                if (distance < 1) {
                    return (1.5 * distance - 2.5) * distance * distance + 1;
                }
                return distance < 2 ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : 0;
            }
        };

        private final double support;

        Kernel(double support) {
            this.support = support;
        }

        abstract double at(double distance);
    }

    /** Takes the results, top to bottom. */
    public interface RowSink {
        /** The row is used again for the next one. */
        void row(int y, @Shape("W 3") byte[] rgb);
    }

    /** For each result the first of the values that it is made of, and their weights. */
    private static final class Footprints {
        private final int[] first;
        private final int[][] weights;
        private final int longest;

        Footprints(Kernel kernel, int from, int to) {
            double scale = (double) from / to;
            double unit = Math.max(scale, 1);
            double reach = kernel.support * unit;
            first = new int[to];
            weights = new int[to][];
            int most = 0;
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int begin = Math.max(0, (int) (centre - reach + 0.5));
                int end = Math.min(from, (int) (centre + reach + 0.5));
                first[i] = begin;
                weights[i] = weights(kernel, begin, end, centre, unit);
                most = Math.max(most, end - begin);
            }
            longest = most;
        }

        private static int[] weights(Kernel kernel, int begin, int end, double centre, double unit) {
            double[] exact = new double[end - begin];
            double total = 0;
            for (int i = 0; i < exact.length; i++) {
                exact[i] = kernel.at(Math.abs((begin + i - centre + 0.5) / unit));
                total += exact[i];
            }
            int[] fixed = new int[exact.length];
            for (int i = 0; i < fixed.length; i++) {
                double weight = exact[i] / total * (1 << WEIGHT_BITS);
                fixed[i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
            return fixed;
        }
    }

    PictureScaler(int width, int height, int targetWidth, int targetHeight) {
        this(Kernel.TRIANGLE, width, height, targetWidth, targetHeight);
    }

    public PictureScaler(Kernel kernel, int width, int height, int targetWidth, int targetHeight) {
        this.targetWidth = targetWidth;
        this.across = new Footprints(kernel, width, targetWidth);
        this.down = new Footprints(kernel, height, targetHeight);
        this.source = new byte[width * 3];
        this.scaledRows = new byte[down.longest][targetWidth * 3];
        this.sums = new int[targetWidth * 3];
    }

    /**
     * @param rgb bytes of a picture, row-major
     * @param start byte at which the part to scale begins
     * @param stride bytes from row to row
     */
    public void scale(ByteBuffer rgb, int start, int stride, RowSink sink) {
        byte[] result = new byte[targetWidth * 3];
        int ready = 0;
        for (int y = 0; y < down.first.length; y++) {
            int[] weights = down.weights[y];
            for (int end = down.first[y] + weights.length; ready < end; ready++) {
                rgb.get(start + ready * stride, source);
                scaleRow(scaledRows[ready % scaledRows.length]);
            }
            mixRows(down.first[y], weights, result);
            sink.row(y, result);
        }
    }

    private void scaleRow(byte[] target) {
        for (int x = 0; x < targetWidth; x++) {
            int[] weights = across.weights[x];
            int at = across.first[x] * 3;
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int weight : weights) {
                red += (source[at] & 0xff) * weight;
                green += (source[at + 1] & 0xff) * weight;
                blue += (source[at + 2] & 0xff) * weight;
                at += 3;
            }
            target[3 * x] = clipped(red);
            target[3 * x + 1] = clipped(green);
            target[3 * x + 2] = clipped(blue);
        }
    }

    private void mixRows(int first, int[] weights, byte[] target) {
        Arrays.fill(sums, HALF);
        for (int i = 0; i < weights.length; i++) {
            byte[] row = scaledRows[(first + i) % scaledRows.length];
            int weight = weights[i];
            for (int x = 0; x < sums.length; x++) {
                sums[x] += (row[x] & 0xff) * weight;
            }
        }
        for (int x = 0; x < sums.length; x++) {
            target[x] = clipped(sums[x]);
        }
    }

    private static byte clipped(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> WEIGHT_BITS));
    }
}
