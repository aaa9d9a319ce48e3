package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;

/**
 * Places in a picture that differ from what lies around them: small things on larger ones, which a tree of regions has joined. A square is
 * compared with its eight neighbours of the same size; it stands out as far as both neighbours in each of two directions at least do: a spot
 * does in all four, a line in three, an edge in none and a corner in one.
 */
final class Spots {
    /** Sides of the squares, pixels of a picture with a longer side of 512; odd. */
    private static final int[] SIDES = {5, 9, 15};

    private static final int REFERENCE = 512;

    /** Pixels between two places that are looked at. */
    private static final int STEP = 2;

    /** Least distance in CIE Lab bytes: more than grain and weave of a table. */
    private static final double LEAST = 12;

    /** How much the neighbours' differences among each other count. */
    private static final double UNREST = 1;

    private static final int[] ACROSS = {1, 1, 0, -1};
    private static final int[] DOWN = {0, 1, 1, 1};

    private final ImageSize size;
    private final int[][] sums;

    /**
     * A place that stands out.
     *
     * @param x column of the middle
     * @param y row of the middle
     * @param side of the square
     * @param contrast to what lies around, CIE Lab bytes
     */
    record Spot(int x, int y, int side, double contrast) {
        /** The square and half as much on each side: left, top, right, bottom, the last two exclusive. */
        int[] extent(ImageSize size) {
            return new int[] {
                Math.max(0, x - side), Math.max(0, y - side), Math.min(size.width(), x + side + 1), Math.min(size.height(), y + side + 1)
            };
        }
    }

    Spots(ImageSize size, @Shape("H W 3") byte[] lab) {
        this.size = size;
        sums = new int[3][(size.width() + 1) * (size.height() + 1)];
        int row = size.width() + 1;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < size.height(); y++) {
                int sum = 0;
                for (int x = 0; x < size.width(); x++) {
                    sum += lab[3 * (y * size.width() + x) + c] & 255;
                    sums[c][(y + 1) * row + x + 1] = sums[c][y * row + x + 1] + sum;
                }
            }
        }
    }

    /** Those that stand out most first, none within the square of an earlier one. */
    List<Spot> find() {
        List<Spot> all = new ArrayList<>();
        for (int side : SIDES) {
            int scaled = side * Math.max(size.width(), size.height()) / REFERENCE | 1;
            addAll(scaled, all);
        }
        all.sort(Comparator.comparing((Spot s) -> -s.contrast()).thenComparing(Spot::y).thenComparing(Spot::x).thenComparing(Spot::side));
        List<Spot> kept = new ArrayList<>();
        boolean[] taken = new boolean[size.pixels()];
        for (Spot spot : all) {
            if (!taken[spot.y() * size.width() + spot.x()]) {
                kept.add(spot);
                int half = spot.side() / 2 + STEP;
                for (int y = Math.max(0, spot.y() - half); y <= Math.min(size.height() - 1, spot.y() + half); y++) {
                    int start = y * size.width();
                    Arrays.fill(taken, start + Math.max(0, spot.x() - half), start + Math.min(size.width(), spot.x() + half + 1), true);
                }
            }
        }
        return kept;
    }

    private void addAll(int side, List<Spot> all) {
        int reach = side + side / 2;
        for (int y = reach; y < size.height() - reach; y += STEP) {
            for (int x = reach; x < size.width() - reach; x += STEP) {
                double contrast = contrast(x, y, side);
                if (contrast >= LEAST) {
                    all.add(new Spot(x, y, side, contrast));
                }
            }
        }
    }

    /** The second largest of what the four directions say, less what the neighbours differ among each other: on the plain it counts more. */
    private double contrast(int x, int y, int side) {
        double most = 0;
        double second = 0;
        for (int d = 0; d < ACROSS.length; d++) {
            double here = distance(x, y, x + ACROSS[d] * side, y + DOWN[d] * side, side);
            if (here > second) {
                here = Math.min(here, distance(x, y, x - ACROSS[d] * side, y - DOWN[d] * side, side));
            }
            if (here > most) {
                second = most;
                most = here;
            } else {
                second = Math.max(second, here);
            }
        }
        return second < LEAST ? 0 : second - UNREST * unrest(x, y, side);
    }

    /** Root mean square of the neighbours' distances from their mean. */
    private double unrest(int x, int y, int side) {
        double squares = 0;
        for (int[] channel : sums) {
            double sum = 0;
            double sumOfSquares = 0;
            for (int d = 0; d < 2 * ACROSS.length; d++) {
                int sign = d < ACROSS.length ? side : -side;
                double value = mean(channel, x + sign * ACROSS[d % ACROSS.length], y + sign * DOWN[d % ACROSS.length], side);
                sum += value;
                sumOfSquares += value * value;
            }
            squares += (sumOfSquares - sum * sum / 8) / 8;
        }
        return Math.sqrt(squares);
    }

    private double distance(int x, int y, int otherX, int otherY, int side) {
        double squares = 0;
        for (int[] channel : sums) {
            double difference = mean(channel, x, y, side) - mean(channel, otherX, otherY, side);
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    private double mean(int[] channel, int x, int y, int side) {
        int row = size.width() + 1;
        int top = (y - side / 2) * row;
        int bottom = top + side * row;
        int left = x - side / 2;
        int right = left + side;
        return (double) (channel[bottom + right] - channel[bottom + left] - channel[top + right] + channel[top + left]) / (side * side);
    }
}
