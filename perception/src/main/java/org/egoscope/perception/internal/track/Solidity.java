package org.egoscope.perception.internal.track;

import java.util.Arrays;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;

/** How convex a mask is: its area over that of its convex hull. */
final class Solidity {
    private Solidity() {}

    /** 0..1; 0 of an empty mask. */
    static double of(Mask mask) {
        if (mask.area() == 0) {
            return 0;
        }
        BoundingBox box = mask.boundingBox();
        int left = (int) box.x();
        int[] top = new int[(int) box.width() + 1];
        int[] bottom = new int[top.length];
        Arrays.fill(top, Integer.MAX_VALUE);
        Arrays.fill(bottom, Integer.MIN_VALUE);
        int height = mask.size().height();
        int[] runs = mask.toRuns();
        int position = 0;
        for (int i = 0; i < runs.length; i++) {
            int end = position + runs[i];
            for (int at = position; (i & 1) == 1 && at < end; ) {
                int x = at / height;
                int stop = Math.min(end, (x + 1) * height);
                widen(top, bottom, x - left, at - x * height, stop - x * height);
                at = stop;
            }
            position = end;
        }
        return mask.area() / hullArea(top, bottom);
    }

    /** A column of pixels has corners on both its sides. */
    private static void widen(int[] top, int[] bottom, int column, int first, int end) {
        for (int corner = column; corner <= column + 1; corner++) {
            top[corner] = Math.min(top[corner], first);
            bottom[corner] = Math.max(bottom[corner], end);
        }
    }

    /** Between upper and lower chain of the corners (Andrew 1979). */
    private static double hullArea(int[] top, int[] bottom) {
        double doubled = 0;
        for (int side = 1; side >= -1; side -= 2) {
            int[] chain = new int[top.length];
            int n = 0;
            for (int x = 0; x < top.length; x++) {
                int[] rows = side > 0 ? bottom : top;
                if (rows[x] == Integer.MAX_VALUE || rows[x] == Integer.MIN_VALUE) {
                    continue;
                }
                while (n >= 2 && side * turn(rows, chain[n - 2], chain[n - 1], x) >= 0) {
                    n--;
                }
                chain[n++] = x;
            }
            int[] rows = side > 0 ? bottom : top;
            for (int i = 1; i < n; i++) {
                doubled += side * (double) (chain[i] - chain[i - 1]) * (rows[chain[i]] + rows[chain[i - 1]]);
            }
        }
        return doubled / 2;
    }

    /** Positive where the chain turns down, rows counted downwards. */
    private static long turn(int[] rows, int a, int b, int c) {
        return (long) (b - a) * (rows[c] - rows[a]) - (long) (c - a) * (rows[b] - rows[a]);
    }
}
