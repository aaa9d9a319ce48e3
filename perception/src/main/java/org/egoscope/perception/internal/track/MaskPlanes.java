package org.egoscope.perception.internal.track;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;

/** Up to 63 overlapping masks as one bit plane each of a {@code long} per pixel; moving all of them costs one gather. */
final class MaskPlanes {
    static final int MOST = 63;

    /** In carried planes: the pixel was not in the picture of the key frame, so no mask of then tells anything of it. */
    static final long UNSEEN = 1L << MOST;

    private MaskPlanes() {}

    /** Masks of planes 0..count-1 in one column-major pass: work is spent on pixels once and on each change of a mask. */
    static Mask[] toMasks(ImageSize size, @Shape("H W") long[] planes, int count) {
        int[][] runs = new int[count][64];
        int[] used = new int[count];
        int[] start = new int[count];
        long known = (1L << count) - 1;
        long before = 0;
        int position = 0;
        for (int x = 0; x < size.width(); x++) {
            for (int y = 0, p = x; y < size.height(); y++, p += size.width(), position++) {
                long now = planes[p] & known;
                for (long changed = now ^ before; changed != 0; changed &= changed - 1) {
                    int plane = Long.numberOfTrailingZeros(changed);
                    if (used[plane] == runs[plane].length) {
                        runs[plane] = Arrays.copyOf(runs[plane], used[plane] * 2);
                    }
                    runs[plane][used[plane]++] = position - start[plane];
                    start[plane] = position;
                }
                before = now;
            }
        }
        Mask[] masks = new Mask[count];
        for (int plane = 0; plane < count; plane++) {
            int[] all = Arrays.copyOf(runs[plane], used[plane] + 1);
            all[used[plane]] = position - start[plane];
            masks[plane] = Mask.ofRuns(size, all);
        }
        return masks;
    }

    /** Sets one plane's bit at each pixel of a mask. */
    static void paint(Mask mask, @Shape("H W") long[] planes, int plane) {
        int width = mask.size().width();
        int height = mask.size().height();
        int[] runs = mask.toRuns();
        int position = 0;
        for (int i = 0; i < runs.length; i++) {
            int end = position + runs[i];
            if ((i & 1) == 1) {
                for (; position < end; position++) {
                    planes[position % height * width + position / height] |= 1L << plane;
                }
            }
            position = end;
        }
    }
}
