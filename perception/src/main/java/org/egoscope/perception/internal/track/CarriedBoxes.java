package org.egoscope.perception.internal.track;

import java.util.Arrays;
import org.egoscope.core.Shape;

/**
 * Boxes around carried masks. A few pixels that the flow has taken astray do not make a box larger; where the picture shows what was out of
 * view at the last key frame, a box reaches on to the picture's border, since the thing may go on there.
 */
final class CarriedBoxes {
    /** Share of a mask's pixels beyond each side of its box. */
    private static final float ASTRAY = 0.01f;

    /** Rows or columns between a mask and what was out of view. */
    private static final int NEAR = 4;

    /** Least share of a side of the box beyond which something was out of view. */
    private static final float MUCH = 0.5f;

    private final int width;
    private final int height;
    private final long[] planes;

    CarriedBoxes(@Shape("H W") long[] planes, int width) {
        this.planes = planes;
        this.width = width;
        height = planes.length / width;
    }

    /** Left, top, right, bottom of each plane, the last two exclusive; all 0 for an empty plane. */
    int[][] of(int count) {
        int[][] columns = new int[count][width];
        int[][] rows = new int[count][height];
        for (int y = 0, p = 0; y < height; y++) {
            for (int x = 0; x < width; x++, p++) {
                for (long bits = planes[p] & ~MaskPlanes.UNSEEN; bits != 0; bits &= bits - 1) {
                    int plane = Long.numberOfTrailingZeros(bits);
                    columns[plane][x]++;
                    rows[plane][y]++;
                }
            }
        }
        int[][] boxes = new int[count][];
        for (int plane = 0; plane < count; plane++) {
            int astray = (int) (ASTRAY * Arrays.stream(columns[plane]).sum());
            int[] across = range(columns[plane], astray);
            int[] down = range(rows[plane], astray);
            boxes[plane] = reachingOn(new int[] {across[0], down[0], across[1], down[1]});
        }
        return boxes;
    }

    /** First and end of the counts without so many at either side. */
    private static int[] range(int[] counts, int astray) {
        int first = 0;
        for (int sum = 0; first < counts.length && (sum += counts[first]) <= astray; first++) {
            // Looks for the first that counts.
        }
        int end = counts.length;
        for (int sum = 0; end > first && (sum += counts[end - 1]) <= astray; end--) {
            // And the last.
        }
        return end > first ? new int[] {first, end} : new int[2];
    }

    private int[] reachingOn(int[] box) {
        if (box[2] <= box[0]) {
            return box;
        }
        int left = Math.max(0, box[0] - NEAR);
        int top = Math.max(0, box[1] - NEAR);
        int right = Math.min(width, box[2] + NEAR) - 1;
        int bottom = Math.min(height, box[3] + NEAR) - 1;
        return new int[] {
            unseen(left, left + 1, box[1], box[3]) ? 0 : box[0],
            unseen(box[0], box[2], top, top + 1) ? 0 : box[1],
            unseen(right, right + 1, box[1], box[3]) ? width : box[2],
            unseen(box[0], box[2], bottom, bottom + 1) ? height : box[3]
        };
    }

    private boolean unseen(int left, int right, int top, int bottom) {
        int unseen = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                unseen += planes[y * width + x] == MaskPlanes.UNSEEN ? 1 : 0;
            }
        }
        return unseen >= MUCH * (right - left) * (bottom - top);
    }
}
