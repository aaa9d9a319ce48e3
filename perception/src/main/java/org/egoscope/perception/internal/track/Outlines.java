package org.egoscope.perception.internal.track;

import java.util.Arrays;
import org.egoscope.core.Shape;

/**
 * What can be measured of masks and of pairs of them: borders in common, how strong the edges along their outlines are, and how convex
 * they are. A border is counted in pairs of neighbouring pixels; the picture's own border is none.
 */
final class Outlines {
    private final int width;
    private final int count;
    private final int[] area;
    private final int[] length;
    private final float[] strength;
    private final int[] cut;
    private final int[] border;
    private final float[] borderStrength;
    /** First and last row of each mask in each column. */
    private final short[] top;
    private final short[] bottom;

    /**
     * @param planes masks 0..count-1
     * @param edges strengths 0..1
     */
    Outlines(@Shape("H W") long[] planes, @Shape("H W") float[] edges, int width, int count) {
        this.width = width;
        this.count = count;
        area = new int[count];
        length = new int[count];
        strength = new float[count];
        cut = new int[count];
        border = new int[count * count];
        borderStrength = new float[count * count];
        top = new short[count * width];
        bottom = new short[count * width];
        Arrays.fill(top, Short.MAX_VALUE);
        Arrays.fill(bottom, (short) -1);
        int height = planes.length / width;
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p++) {
                if (planes[p] != 0) {
                    extend(planes[p], x, y, x == 0 || y == 0 || x == width - 1 || y == height - 1);
                }
                if (x + 1 < width && planes[p] != planes[p + 1]) {
                    addPair(planes[p], planes[p + 1], Math.max(edges[p], edges[p + 1]));
                }
                if (y + 1 < height && planes[p] != planes[p + width]) {
                    addPair(planes[p], planes[p + width], Math.max(edges[p], edges[p + width]));
                }
            }
        }
    }

    private void extend(long bits, int x, int y, boolean atBorder) {
        for (long b = bits; b != 0; b &= b - 1) {
            int plane = Long.numberOfTrailingZeros(b);
            int at = plane * width + x;
            area[plane]++;
            cut[plane] += atBorder ? 1 : 0;
            top[at] = (short) Math.min(top[at], y);
            bottom[at] = (short) Math.max(bottom[at], y);
        }
    }

    private void addPair(long here, long there, float edge) {
        long left = here & ~there;
        long right = there & ~here;
        for (long b = left | right; b != 0; b &= b - 1) {
            int plane = Long.numberOfTrailingZeros(b);
            length[plane]++;
            strength[plane] += edge;
        }
        for (long a = left; a != 0; a &= a - 1) {
            for (long b = right; b != 0; b &= b - 1) {
                int one = Long.numberOfTrailingZeros(a) * count + Long.numberOfTrailingZeros(b);
                int other = Long.numberOfTrailingZeros(b) * count + Long.numberOfTrailingZeros(a);
                border[one]++;
                border[other]++;
                borderStrength[one] += edge;
                borderStrength[other] += edge;
            }
        }
    }

    int area(int a) {
        return area[a];
    }

    /** Pixel pairs along its outline. */
    int length(int a) {
        return length[a];
    }

    /** Pixels of it along the picture's border. */
    int cut(int a) {
        return cut[a];
    }

    /** Pixel pairs of one in the first and the other in the second mask only. */
    int border(int a, int b) {
        return border[a * count + b];
    }

    /** Share of the shorter outline that is a border of the two. */
    float sharedOutline(int a, int b) {
        return (float) border(a, b) / Math.max(1, Math.min(length[a], length[b]));
    }

    /** Mean strength of the edges along its outline. */
    float strength(int a) {
        return strength[a] / Math.max(1, length[a]);
    }

    /** Mean strength of the edges between the two. */
    float borderStrength(int a, int b) {
        return borderStrength[a * count + b] / Math.max(1, border(a, b));
    }

    /** Mean strength of the edges around the two together; they must be disjoint. */
    float outlineStrength(int a, int b) {
        float sum = strength[a] + strength[b] - 2 * borderStrength[a * count + b];
        return sum / Math.max(1, length[a] + length[b] - 2 * border(a, b));
    }

    /** Area over that of the convex hull. */
    float solidity(int a) {
        return area[a] / hullArea(a, a);
    }

    /** The same of the two together; they must be disjoint. */
    float solidity(int a, int b) {
        return (area[a] + area[b]) / hullArea(a, b);
    }

    /** Area of the convex hull of both over that of the larger hull of one. */
    float hullGrowth(int a, int b) {
        return hullArea(a, b) / Math.max(hullArea(a, a), hullArea(b, b));
    }

    /**
     * Share of one that lies in the convex hull of the other, at most that which a hull of both leaves for it: 0 for faces of a box, 1 for
     * what lies wholly on a thing. The larger of both ways; they must be disjoint.
     */
    float inset(int a, int b) {
        float both = hullArea(a, b);
        float ofFirst = 1 - (both - hullArea(b, b)) / Math.max(1, area[a]);
        float ofSecond = 1 - (both - hullArea(a, a)) / Math.max(1, area[b]);
        return Math.max(0, Math.max(ofFirst, ofSecond));
    }

    /** Area of the convex hull of the pixels as unit squares, at least 1: upper and lower chain over the columns (Andrew 1979). */
    private float hullArea(int a, int b) {
        int[] chainX = new int[width + 1];
        int[] chainY = new int[width + 1];
        double doubled = 0;
        for (int side = 0; side < 2; side++) {
            int n = 0;
            for (int x = 0; x <= width; x++) {
                int y = side == 0 ? topAt(a, b, x) : -bottomAt(a, b, x);
                if (y == Integer.MAX_VALUE) {
                    continue;
                }
                while (n >= 2 && turn(chainX, chainY, n, x, y) <= 0) {
                    n--;
                }
                chainX[n] = x;
                chainY[n++] = y;
            }
            for (int i = 1; i < n; i++) {
                doubled -= (double) (chainX[i] - chainX[i - 1]) * (chainY[i] + chainY[i - 1]);
            }
        }
        return (float) Math.max(1, doubled / 2);
    }

    private static long turn(int[] chainX, int[] chainY, int n, int x, int y) {
        long ax = chainX[n - 1] - chainX[n - 2];
        long ay = chainY[n - 1] - chainY[n - 2];
        return ax * (y - chainY[n - 2]) - ay * (x - chainX[n - 2]);
    }

    /** Upper end at a corner between two columns; the largest integer where there is nothing. */
    private int topAt(int a, int b, int x) {
        int best = Short.MAX_VALUE;
        for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x); column++) {
            best = Math.min(best, Math.min(top[a * width + column], top[b * width + column]));
        }
        return best == Short.MAX_VALUE ? Integer.MAX_VALUE : best;
    }

    /** Lower end at a corner between two columns, exclusive; negative for nothing, so that its negation is the largest integer. */
    private int bottomAt(int a, int b, int x) {
        int best = -1;
        for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x); column++) {
            best = Math.max(best, Math.max(bottom[a * width + column], bottom[b * width + column]));
        }
        return best < 0 ? -Integer.MAX_VALUE : best + 1;
    }
}
