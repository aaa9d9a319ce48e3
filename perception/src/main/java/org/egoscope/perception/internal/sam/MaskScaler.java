package org.egoscope.perception.internal.sam;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;

/**
 * Small maps of logits to masks at picture size. Both steps of the reference, enlarging to the square that the network saw and from its
 * used part to the picture, are bilinear and separable, so each axis is one set of at most three weights per pixel. Works column by
 * column and gives run lengths; the picture-sized logits never exist. Not thread safe.
 */
public final class MaskScaler {
    private static final int TAPS = 3;
    /** Rows of a column that are looked at together. */
    private static final int STRIPE = 64;

    private final int side;
    private final ImageSize size;
    private final Axis across;
    private final Axis down;
    /** By column of the small map: its values enlarged to all rows of the picture. */
    private final float[] columns;
    /** By stripe of rows and column of the small map: least of its enlarged values. */
    private final float[] least;
    private final float[] most;
    private final float[] column;
    private final RunBuilder runs = new RunBuilder();
    private int above;
    private int around;

    /**
     * A mask with what its logits tell.
     *
     * @param stability IoU of the masks at {@code +offset} and {@code -offset}; NaN where both are empty
     */
    public record Scaled(Mask mask, float stability) {}

    /** For each pixel the first of three neighbours in the small map, and their weights. */
    private static final class Axis {
        private final int[] first;
        private final float[] weights;
        private final int used;

        /** From {@code small} values enlarged to {@code square}, of which the first {@code inUse} become {@code target}. */
        Axis(int small, int square, int inUse, int target) {
            first = new int[target];
            weights = new float[target * TAPS];
            int end = 0;
            for (int i = 0; i < target; i++) {
                Linear outer = Linear.at(i, inUse, target);
                Linear low = Linear.at(outer.index, small, square);
                Linear high = Linear.at(outer.next, small, square);
                int start = Math.min(low.index, small - TAPS);
                first[i] = start;
                add(i, low.index - start, (1 - outer.share) * (1 - low.share));
                add(i, low.next - start, (1 - outer.share) * low.share);
                add(i, high.index - start, outer.share * (1 - high.share));
                add(i, high.next - start, outer.share * high.share);
                end = Math.max(end, start + TAPS);
            }
            used = end;
        }

        private void add(int pixel, int tap, float weight) {
            if (weight != 0) {
                weights[pixel * TAPS + tap] += weight;
            }
        }
    }

    /** Between two values, pixel centres aligned, edges repeated; in float32 as libtorch does. */
    private record Linear(int index, int next, float share) {
        static Linear at(int pixel, int from, int to) {
            float place = Math.max(0, (float) from / to * (pixel + 0.5f) - 0.5f);
            int index = Math.min((int) place, from - 1);
            return new Linear(index, Math.min(index + 1, from - 1), Math.min(Math.max(place - index, 0), 1));
        }
    }

    /**
     * @param side of the small map
     * @param square side of what it is enlarged to; that of the small map itself where it is enlarged to the picture at once
     * @param usedWidth part of the square that is the picture
     * @param usedHeight part of the square that is the picture
     * @param size of the result
     */
    public MaskScaler(int side, int square, int usedWidth, int usedHeight, ImageSize size) {
        if (side < TAPS || square != side && square < 2 * side) {
            throw new IllegalArgumentException("mask scaler: expected an enlargement by 2 or more or none, got " + side + " to " + square);
        }
        this.side = side;
        this.size = size;
        this.across = new Axis(side, square, usedWidth, size.width());
        this.down = new Axis(side, square, usedHeight, size.height());
        this.columns = new float[side * size.height()];
        int stripes = (size.height() + STRIPE - 1) / STRIPE;
        this.least = new float[stripes * side];
        this.most = new float[stripes * side];
        this.column = new float[size.height()];
    }

    /** Of the masks. */
    public ImageSize size() {
        return size;
    }

    /** Values of a small map. */
    public int logitCount() {
        return side * side;
    }

    /** The mask of positive logits. */
    public Scaled scale(@Shape("S S") float[] logits, float offset) {
        enlargeRows(logits);
        above = 0;
        around = 0;
        for (int x = 0; x < size.width(); x++) {
            for (int top = 0; top < size.height(); top += STRIPE) {
                addPiece(x, top, Math.min(STRIPE, size.height() - top), offset);
            }
        }
        return new Scaled(runs.build(size), (float) above / around);
    }

    /** Rows {@code top..top+length} of a column. Most are on one side of all thresholds, which three values at its ends tell. */
    private void addPiece(int x, int top, int length, float offset) {
        int c = across.first[x];
        int stripe = top / STRIPE * side;
        float low = Math.min(least[stripe + c], Math.min(least[stripe + c + 1], least[stripe + c + 2]));
        float high = Math.max(most[stripe + c], Math.max(most[stripe + c + 1], most[stripe + c + 2]));
        // Weights are not negative and sum to one, so a mixture stays within, but for rounding.
        float slack = 1e-6f * Math.max(Math.abs(low), Math.abs(high));
        if (low - slack > offset) {
            runs.add(true, length);
            above += length;
            around += length;
        } else if (high + slack <= -offset) {
            runs.add(false, length);
        } else {
            fillColumn(x, top, length);
            countColumn(top, length, offset);
        }
    }

    private void countColumn(int top, int length, float offset) {
        int begin = top;
        boolean inside = column[top] > 0;
        for (int y = top; y < top + length; y++) {
            float value = column[y];
            above += value > offset ? 1 : 0;
            around += value > -offset ? 1 : 0;
            if (value > 0 != inside) {
                runs.add(inside, y - begin);
                begin = y;
                inside = !inside;
            }
        }
        runs.add(inside, top + length - begin);
    }

    /** Logits at picture size, row-major. */
    @Shape("H W")
    public float[] logits(@Shape("S S") float[] small) {
        enlargeRows(small);
        float[] result = new float[size.pixels()];
        for (int x = 0; x < size.width(); x++) {
            fillColumn(x, 0, size.height());
            for (int y = 0; y < size.height(); y++) {
                result[y * size.width() + x] = column[y];
            }
        }
        return result;
    }

    /** Each column of the small map to the rows of the picture. */
    private void enlargeRows(float[] logits) {
        int height = size.height();
        float[] narrow = new float[side];
        for (int c = 0; c < across.used; c++) {
            for (int r = 0; r < side; r++) {
                narrow[r] = logits[r * side + c];
            }
            for (int y = 0; y < height; y++) {
                int first = down.first[y];
                int at = y * TAPS;
                columns[c * height + y] = narrow[first] * down.weights[at] + narrow[first + 1] * down.weights[at + 1]
                        + narrow[first + 2] * down.weights[at + 2];
            }
            findBounds(c);
        }
    }

    private void findBounds(int c) {
        int height = size.height();
        for (int top = 0; top < height; top += STRIPE) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int y = top; y < Math.min(height, top + STRIPE); y++) {
                low = Math.min(low, columns[c * height + y]);
                high = Math.max(high, columns[c * height + y]);
            }
            least[top / STRIPE * side + c] = low;
            most[top / STRIPE * side + c] = high;
        }
    }

    private void fillColumn(int x, int top, int length) {
        int height = size.height();
        int a = across.first[x] * height;
        int b = a + height;
        int c = b + height;
        float first = across.weights[x * TAPS];
        float second = across.weights[x * TAPS + 1];
        float third = across.weights[x * TAPS + 2];
        for (int y = top; y < top + length; y++) {
            column[y] = columns[a + y] * first + columns[b + y] * second + columns[c + y] * third;
        }
    }
}
