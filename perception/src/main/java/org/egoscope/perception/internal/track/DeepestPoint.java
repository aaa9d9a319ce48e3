package org.egoscope.perception.internal.track;

import org.egoscope.core.geometry.ImagePoint;
import org.jspecify.annotations.Nullable;

/** The place within a set of pixels that is farthest from its outline, in steps to one of four neighbours; the picture's border is outline. */
final class DeepestPoint {
    private final int width;
    private final int height;
    private final int[] depth;

    DeepestPoint(int width, int height) {
        this.width = width;
        this.height = height;
        depth = new int[width * height];
    }

    /** Whether a pixel belongs to the set. */
    interface Inside {
        boolean contains(int p);
    }

    /**
     * Centre of the deepest pixel; the first row by row of equals.
     *
     * @param box left, top, right, bottom: pixels outside are not of the set; right and bottom exclusive
     * @return null if there are no pixels
     */
    @Nullable ImagePoint of(Inside set, int[] box) {
        int left = Math.max(0, box[0]);
        int top = Math.max(0, box[1]);
        int right = Math.min(width, box[2]);
        int bottom = Math.min(height, box[3]);
        for (int y = top; y < bottom; y++) {
            for (int p = y * width + left, x = left; x < right; x++, p++) {
                int before = Math.min(x > left ? depth[p - 1] : 0, y > top ? depth[p - width] : 0);
                depth[p] = set.contains(p) ? before + 1 : 0;
            }
        }
        int best = -1;
        for (int y = bottom - 1; y >= top; y--) {
            for (int p = y * width + right - 1, x = right - 1; x >= left; x--, p--) {
                int after = Math.min(x + 1 < right ? depth[p + 1] : 0, y + 1 < bottom ? depth[p + width] : 0);
                depth[p] = Math.min(depth[p], after + 1);
                best = depth[p] > 0 && (best < 0 || depth[p] >= depth[best]) ? p : best;
            }
        }
        return best < 0 ? null : new ImagePoint(best % width + 0.5, best / width + 0.5);
    }

    /** Steps from a point of the set that was last looked into to the nearest pixel outside; 1 beside it. */
    int depthAt(ImagePoint point) {
        return depth[(int) point.y() * width + (int) point.x()];
    }
}
