package org.egoscope.perception.internal.track;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;
import org.jspecify.annotations.Nullable;

/**
 * What a network is asked for.
 *
 * @param extent left, top, right, bottom of where the thing is expected to be, the last two exclusive; null if that is not known
 */
record Question(SegmentPrompt prompt, int @Nullable [] extent) {
    /** A click on something. */
    static Question click(ImagePoint point, int @Nullable [] extent) {
        return new Question(SegmentPrompt.ofPoint((float) point.x(), (float) point.y()), extent);
    }

    /** A click on the thing in a box. */
    static Question boxed(ImagePoint point, int[] box) {
        BoundingBox around = new BoundingBox(box[0], box[1], box[2] - box[0], box[3] - box[1]);
        PromptPoint inside = new PromptPoint((float) point.x(), (float) point.y(), true);
        return new Question(new SegmentPrompt(List.of(inside), Optional.of(around), Optional.empty()), box);
    }
}
