package org.egoscope.perception.internal.sam2;

import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.internal.sam.PromptEncoder;
import org.egoscope.perception.internal.sam2.Sam2Network.Clicks;

/** Prompts in pixels of a picture to clicks in its square. */
final class PromptClicks {
    private PromptClicks() {}

    /** A box becomes two clicks before the others. */
    static Clicks of(SegmentPrompt prompt, ImageSize size, int side) {
        if (prompt.maskPrior().isPresent()) {
            throw new IllegalArgumentException("prompt in a video: expected no mask prior, got one");
        }
        int corners = prompt.box().isPresent() ? 2 : 0;
        int count = corners + prompt.points().size();
        float[] xy = new float[2 * count];
        int[] labels = new int[count];
        if (corners > 0) {
            BoundingBox box = prompt.box().get();
            put(xy, 0, box.x(), box.y());
            put(xy, 1, box.x() + box.width(), box.y() + box.height());
            labels[0] = PromptEncoder.BOX_START;
            labels[1] = PromptEncoder.BOX_END;
        }
        for (int i = corners; i < count; i++) {
            PromptPoint point = prompt.points().get(i - corners);
            put(xy, i, point.x(), point.y());
            labels[i] = point.foreground() ? PromptEncoder.FOREGROUND : PromptEncoder.BACKGROUND;
        }
        toSquare(xy, size, side);
        return new Clicks(xy, labels);
    }

    /** From pixels of a picture to pixels of the square that it is stretched over. */
    static void toSquare(float[] xy, ImageSize size, int side) {
        for (int i = 0; i < xy.length; i += 2) {
            xy[i] = xy[i] / size.width() * side;
            xy[i + 1] = xy[i + 1] / size.height() * side;
        }
    }

    private static void put(float[] xy, int index, float x, float y) {
        xy[2 * index] = x;
        xy[2 * index + 1] = y;
    }
}
