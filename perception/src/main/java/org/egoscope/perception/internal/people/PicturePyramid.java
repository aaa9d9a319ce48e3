package org.egoscope.perception.internal.people;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.internal.hands.CropSampler.Letterbox;
import org.egoscope.perception.internal.hands.CropSampler.Region;

/**
 * A frame and its halvings, from which views of any size are read: bilinearly from the level that is at most twice as fine as the view, so
 * that every pixel counts when a view shrinks and none is seen as a block when it grows. One instance per session; its buffers are used
 * again.
 */
final class PicturePyramid {
    /** Halving ends where the shorter side would fall below this. */
    private static final int LEAST_SIDE = 32;
    private static final float TO_UNIT = 2f / 255;

    private final List<Level> levels = new ArrayList<>();
    private int count;
    private ImageSize size = new ImageSize(1, 1);
    private int[] at = {};
    private float[] share = {};

    private record Level(int width, int height, byte[] rgb) {}

    /** Copies the pixels and halves them. */
    void take(VideoFrame frame) {
        size = frame.size();
        count = 0;
        ByteBuffer pixels = frame.rgb();
        pixels.get(level(size.width(), size.height()).rgb);
        Level finer = levels.get(0);
        while (Math.min(finer.width, finer.height) / 2 >= LEAST_SIDE) {
            Level coarser = level(finer.width / 2, finer.height / 2);
            halve(finer, coarser);
            finer = coarser;
        }
    }

    ImageSize size() {
        return size;
    }

    private Level level(int width, int height) {
        if (count == levels.size()) {
            levels.add(new Level(width, height, new byte[width * height * 3]));
        } else if (levels.get(count).width != width || levels.get(count).height != height) {
            levels.set(count, new Level(width, height, new byte[width * height * 3]));
        }
        return levels.get(count++);
    }

    /** Means of four; an odd last row or column is left out. */
    private static void halve(Level finer, Level coarser) {
        int stride = finer.width * 3;
        int to = 0;
        for (int y = 0; y < coarser.height; y++) {
            int from = 2 * y * stride;
            for (int x = 0; x < coarser.width; x++, from += 6) {
                for (int c = 0; c < 3; c++, to++) {
                    int sum = (finer.rgb[from + c] & 0xff) + (finer.rgb[from + 3 + c] & 0xff)
                            + (finer.rgb[from + stride + c] & 0xff) + (finer.rgb[from + stride + 3 + c] & 0xff);
                    coarser.rgb[to] = (byte) ((sum + 2) >> 2);
                }
            }
        }
    }

    /**
     * Reads a view: the region with its shape kept, in the middle of a square of black.
     *
     * @param region within the picture
     * @param view gets every value, -1..1, interleaved or in planes
     * @param mirrored left and right exchanged within the square
     * @return where the region lies in the square, mirrored or not
     */
    Letterbox read(Region region, View view, @Shape("side side 3") float[] target, boolean mirrored) {
        Letterbox box = Letterbox.of(region, view.side());
        int level = 0;
        while (level + 1 < count && box.scale() * (2 << level) <= 1) {
            level++;
        }
        Level from = levels.get(level);
        double step = 1 / (box.scale() * (1 << level));
        int side = view.side();
        place(from.width, side, -box.offsetX() * step, step);
        java.util.Arrays.fill(target, -1);
        int left = first(box.offsetX() + region.x() * box.scale(), side);
        int right = first(box.offsetX() + (region.x() + region.width()) * box.scale(), side);
        int top = first(box.offsetY() + region.y() * box.scale(), side);
        int bottom = first(box.offsetY() + (region.y() + region.height()) * box.scale(), side);
        for (int j = top; j < bottom; j++) {
            double y = Math.max(0, Math.min(from.height - 1, (j + 0.5) * step - box.offsetY() * step - 0.5));
            int y0 = (int) y;
            int above = y0 * from.width * 3;
            int below = Math.min(from.height - 1, y0 + 1) * from.width * 3;
            row(from, new Row(above, below, (float) (y - y0), left, right), view, j, target, mirrored);
        }
        return box;
    }

    /** The view's first pixel whose middle is not before the border. */
    private static int first(double border, int side) {
        return Math.max(0, Math.min(side, (int) Math.ceil(border - 0.5)));
    }

    /** A row of the view: the two rows of the level it lies between, how far below the first, and its columns. */
    private record Row(int above, int below, float share, int left, int right) {}

    private void place(int width, int side, double origin, double step) {
        if (at.length != side) {
            at = new int[side];
            share = new float[side];
        }
        for (int i = 0; i < side; i++) {
            double x = Math.max(0, Math.min(width - 1.000_1, origin + (i + 0.5) * step - 0.5));
            at[i] = (int) x * 3;
            share[i] = (float) (x - (int) x);
        }
    }

    private void row(Level from, Row row, View view, int j, float[] target, boolean mirrored) {
        byte[] rgb = from.rgb;
        int side = view.side();
        int next = from.width > 1 ? 3 : 0;
        int pixelStep = view.planar() ? 1 : 3;
        int channelStep = view.planar() ? side * side : 1;
        for (int i = row.left; i < row.right; i++) {
            int a = row.above + at[i];
            int b = row.below + at[i];
            float u = share[i];
            int to = (j * side + (mirrored ? side - 1 - i : i)) * pixelStep;
            for (int c = 0; c < 3; c++) {
                float upper = rgb[a + c] & 0xff;
                float lower = rgb[b + c] & 0xff;
                upper += ((rgb[a + next + c] & 0xff) - upper) * u;
                lower += ((rgb[b + next + c] & 0xff) - lower) * u;
                target[to + c * channelStep] = (upper + (lower - upper) * row.share) * TO_UNIT - 1;
            }
        }
    }

    /** How a network wants its input: pixels on a side, channels in planes or interleaved. */
    record View(int side, boolean planar) {}
}
