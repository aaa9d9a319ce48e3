package org.egoscope.perception.internal.sam;

import java.util.Arrays;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;

/** Run lengths of a mask, written down column by column. */
final class RunBuilder {
    private int[] runs = new int[256];
    private int count;
    private boolean inside;
    private int open;

    void clear() {
        count = 0;
        inside = false;
        open = 0;
    }

    /** The next {@code length} pixels. */
    void add(boolean in, int length) {
        if (in != inside && length > 0) {
            close();
            inside = in;
        }
        open += length;
    }

    private void close() {
        runs = count < runs.length ? runs : Arrays.copyOf(runs, 2 * runs.length);
        runs[count++] = open;
        open = 0;
    }

    /** After this the builder is empty. */
    Mask build(ImageSize size) {
        close();
        Mask mask = Mask.ofRuns(size, Arrays.copyOf(runs, count));
        clear();
        return mask;
    }
}
