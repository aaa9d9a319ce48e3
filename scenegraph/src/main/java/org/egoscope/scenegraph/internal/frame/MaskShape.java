package org.egoscope.scenegraph.internal.frame;

import java.util.Arrays;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;

/**
 * A mask opened for geometry: its pixels as vertical segments sorted by column, with the first segment of each column known, so that
 * asking for a pixel, a column or a distance costs a few comparisons. Coordinates in pixels, pixel centres at .5.
 */
public final class MaskShape {
    private final int firstColumn;
    /** Index of the first segment of column {@code firstColumn + i}; one more entry closes the last column. */
    private final int[] columnStarts;
    /** Top row of each segment, inside. */
    private final int[] tops;
    /** Row below each segment, outside. */
    private final int[] bottoms;

    private final int area;
    private final BoundingBox box;
    private final double centroidX;
    private final double centroidY;

    public MaskShape(Mask mask) {
        box = mask.boundingBox();
        area = mask.area();
        firstColumn = (int) box.x();
        Segments segments = new Segments(mask.runCount() / 2 + (int) box.width() + 1, (int) box.width());
        segments.addAll(mask.toRuns(), mask.size().height(), firstColumn);
        columnStarts = segments.columnStarts;
        tops = Arrays.copyOf(segments.tops, segments.count);
        bottoms = Arrays.copyOf(segments.bottoms, segments.count);
        centroidX = segments.sumX / area;
        centroidY = segments.sumY / area;
    }

    /** The runs cut at the column ends. */
    private static final class Segments {
        private final int[] columnStarts;
        private final int[] tops;
        private final int[] bottoms;
        private int count;
        private int closedColumns;
        private double sumX;
        private double sumY;

        Segments(int capacity, int columns) {
            columnStarts = new int[columns + 1];
            tops = new int[capacity];
            bottoms = new int[capacity];
        }

        void addAll(int[] runs, int height, int firstColumn) {
            int position = 0;
            for (int i = 0; i < runs.length; i++) {
                int end = position + runs[i];
                while ((i & 1) == 1 && position < end) {
                    int x = position / height;
                    int stop = Math.min(end, (x + 1) * height);
                    add(x, firstColumn, position % height, stop - position);
                    position = stop;
                }
                position = end;
            }
            Arrays.fill(columnStarts, Math.min(closedColumns + 1, columnStarts.length - 1), columnStarts.length, count);
        }

        private void add(int x, int firstColumn, int top, int length) {
            for (; closedColumns < x - firstColumn; closedColumns++) {
                columnStarts[closedColumns + 1] = count;
            }
            tops[count] = top;
            bottoms[count] = top + length;
            sumX += length * (x + 0.5);
            sumY += length * (top + length / 2.0);
            count++;
        }
    }

    /**
     * All pixels of the picture whose centres are at most {@code radiusPixels} from the centre of a pixel inside: each column is the union
     * of its neighbours' segments, lengthened as far as the circle goes at that distance.
     */
    MaskShape grown(double radiusPixels, ImageSize size) {
        int reach = (int) Math.floor(radiusPixels);
        int left = Math.max(0, firstColumn - reach);
        int right = Math.min(size.width(), firstColumn + columnStarts.length - 1 + reach);
        byte[] column = new byte[size.height()];
        int[] runs = new int[2 * (right - left) + 2 * tops.length * (2 * reach + 1) + 3];
        int count = 0;
        int length = left * size.height();
        byte inside = 0;
        for (int x = left; x < right; x++) {
            paintColumn(column, x, radiusPixels);
            for (byte pixel : column) {
                if (pixel != inside) {
                    runs[count++] = length;
                    length = 0;
                    inside = pixel;
                }
                length++;
            }
        }
        runs[count++] = length;
        int rest = (size.width() - right) * size.height();
        if (inside == 0) {
            runs[count - 1] += rest;
        } else {
            runs[count++] = rest;
        }
        return new MaskShape(Mask.ofRuns(size, Arrays.copyOf(runs, count)));
    }

    private void paintColumn(byte[] column, int x, double radiusPixels) {
        Arrays.fill(column, (byte) 0);
        int reach = (int) Math.floor(radiusPixels);
        int from = Math.max(0, x - reach - firstColumn);
        int to = Math.min(columnStarts.length - 1, x + reach - firstColumn + 1);
        for (int i = from; i < to; i++) {
            int aside = firstColumn + i - x;
            int lengthening = (int) Math.floor(Math.sqrt(radiusPixels * radiusPixels - aside * aside));
            for (int k = columnStarts[i]; k < columnStarts[i + 1]; k++) {
                Arrays.fill(column, Math.max(0, tops[k] - lengthening), Math.min(column.length, bottoms[k] + lengthening), (byte) 1);
            }
        }
    }

    /** True if it reaches the edge of the picture. */
    boolean isCutBy(ImageSize size) {
        return box.x() < 1 || box.y() < 1 || box.right() > size.width() - 1 || box.bottom() > size.height() - 1;
    }

    /** Pixels inside. */
    public int area() {
        return area;
    }

    public BoundingBox box() {
        return box;
    }

    /** Mean x of the pixel centres; NaN if empty. */
    public double centroidX() {
        return centroidX;
    }

    /** Mean y of the pixel centres; NaN if empty. */
    public double centroidY() {
        return centroidY;
    }

    public boolean contains(int x, int y) {
        int column = x - firstColumn;
        if (column < 0 || column >= columnStarts.length - 1) {
            return false;
        }
        for (int i = columnStarts[column]; i < columnStarts[column + 1]; i++) {
            if (y >= tops[i] && y < bottoms[i]) {
                return true;
            }
        }
        return false;
    }

    /** Row of the lowest pixel in a column, or -1 where the column is empty. */
    public int lowestRow(int x) {
        int column = x - firstColumn;
        if (column < 0 || column >= columnStarts.length - 1 || columnStarts[column] == columnStarts[column + 1]) {
            return -1;
        }
        return bottoms[columnStarts[column + 1] - 1] - 1;
    }

    /** Row of the highest pixel in a column, or -1 where the column is empty. */
    public int highestRow(int x) {
        int column = x - firstColumn;
        if (column < 0 || column >= columnStarts.length - 1 || columnStarts[column] == columnStarts[column + 1]) {
            return -1;
        }
        return tops[columnStarts[column]];
    }

    /** Sets the pixels inside to a value in a column-major picture of the given height. */
    public void paint(int[] picture, int height, int value) {
        for (int column = 0; column < columnStarts.length - 1; column++) {
            int top = (firstColumn + column) * height;
            for (int i = columnStarts[column]; i < columnStarts[column + 1]; i++) {
                Arrays.fill(picture, top + tops[i], top + bottoms[i], value);
            }
        }
    }

    /** Pixels whose centres lie in the region. */
    public int overlap(ConvexRegion region) {
        double[] range = new double[2];
        int from = Math.max(0, (int) Math.floor(region.minX()) - firstColumn);
        int to = Math.min(columnStarts.length - 1, (int) Math.ceil(region.maxX()) - firstColumn + 1);
        int common = 0;
        for (int column = from; column < to; column++) {
            if (!region.columnRange(firstColumn + column + 0.5, range)) {
                continue;
            }
            int top = (int) Math.ceil(range[0] - 0.5);
            int bottom = (int) Math.floor(range[1] - 0.5) + 1;
            for (int i = columnStarts[column]; i < columnStarts[column + 1]; i++) {
                common += Math.max(0, Math.min(bottom, bottoms[i]) - Math.max(top, tops[i]));
            }
        }
        return common;
    }

    /** Pixels in common with another mask of the same picture. */
    public int overlap(MaskShape other) {
        int from = Math.max(firstColumn, other.firstColumn);
        int to = Math.min(firstColumn + columnStarts.length, other.firstColumn + other.columnStarts.length) - 1;
        int common = 0;
        for (int x = from; x < to; x++) {
            int i = columnStarts[x - firstColumn];
            int j = other.columnStarts[x - other.firstColumn];
            int iEnd = columnStarts[x - firstColumn + 1];
            int jEnd = other.columnStarts[x - other.firstColumn + 1];
            while (i < iEnd && j < jEnd) {
                common += Math.max(0, Math.min(bottoms[i], other.bottoms[j]) - Math.max(tops[i], other.tops[j]));
                boolean mineEndsFirst = bottoms[i] < other.bottoms[j];
                i += mineEndsFirst ? 1 : 0;
                j += mineEndsFirst ? 0 : 1;
            }
        }
        return common;
    }

    /**
     * The end of the mask in a direction: the middle of all pixels that are not further than {@code depth} behind the foremost one.
     *
     * @return x and y, pixels
     */
    double[] tip(double directionX, double directionY, double depth) {
        double foremost = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < columnStarts.length - 1; column++) {
            double across = (firstColumn + column + 0.5) * directionX;
            for (int i = columnStarts[column]; i < columnStarts[column + 1]; i++) {
                int row = directionY > 0 ? bottoms[i] - 1 : tops[i];
                foremost = Math.max(foremost, across + (row + 0.5) * directionY);
            }
        }
        double sumX = 0;
        double sumY = 0;
        int count = 0;
        for (int column = 0; column < columnStarts.length - 1; column++) {
            double x = firstColumn + column + 0.5;
            for (int i = columnStarts[column]; i < columnStarts[column + 1]; i++) {
                for (int y = tops[i]; y < bottoms[i]; y++) {
                    if (x * directionX + (y + 0.5) * directionY >= foremost - depth) {
                        sumX += x;
                        sumY += y + 0.5;
                        count++;
                    }
                }
            }
        }
        return new double[] {sumX / count, sumY / count};
    }

    /** Pixels from a point to the nearest edge of a pixel inside; 0 inside; exact up to {@code limit}, else {@code limit}. */
    public double distance(double x, double y, double limit) {
        double best = limit;
        int columns = columnStarts.length - 1;
        int at = (int) Math.floor(x) - firstColumn;
        for (int step = 0; ; step++) {
            double gap = Math.max(0, step - 1);
            boolean leftDone = at - step < 0;
            boolean rightDone = at + step >= columns;
            if (gap >= best || leftDone && rightDone) {
                return best;
            }
            if (!leftDone && at - step < columns) {
                best = Math.min(best, columnDistance(at - step, x, y, best));
            }
            if (!rightDone && at + step >= 0) {
                best = Math.min(best, columnDistance(at + step, x, y, best));
            }
        }
    }

    private double columnDistance(int column, double x, double y, double limit) {
        double left = firstColumn + column;
        double dx = Math.max(0, Math.max(left - x, x - left - 1));
        if (dx >= limit) {
            return limit;
        }
        double nearestDy = limit;
        for (int i = columnStarts[column]; i < columnStarts[column + 1]; i++) {
            nearestDy = Math.min(nearestDy, Math.max(0, Math.max(tops[i] - y, y - bottoms[i])));
        }
        return Math.hypot(dx, nearestDy);
    }
}
