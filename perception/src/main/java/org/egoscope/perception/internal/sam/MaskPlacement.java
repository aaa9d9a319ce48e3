package org.egoscope.perception.internal.sam;

import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;

/** Masks of parts of a picture in the picture. */
public final class MaskPlacement {
    private MaskPlacement() {}

    /** The mask with its left top corner at a place of a larger picture. */
    public static Mask place(Mask part, int x, int y, ImageSize size) {
        RunBuilder runs = new RunBuilder();
        runs.add(false, x * size.height());
        int[] lengths = part.toRuns();
        int height = part.size().height();
        int row = 0;
        for (int i = 0; i < lengths.length; i++) {
            int left = lengths[i];
            while (left > 0) {
                if (row == 0) {
                    runs.add(false, y);
                }
                int here = Math.min(left, height - row);
                runs.add((i & 1) == 1, here);
                row += here;
                left -= here;
                if (row == height) {
                    runs.add(false, size.height() - y - height);
                    row = 0;
                }
            }
        }
        runs.add(false, (size.width() - x - part.size().width()) * size.height());
        return runs.build(size);
    }
}
