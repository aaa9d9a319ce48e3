package org.egoscope.perception;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.Shape;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.torch.FloatTensor;

/**
 * What says which thing is meant: at least one of points, box, mask.
 *
 * @param points clicks, may be empty
 * @param box around the thing, pixels of the picture
 * @param maskPrior {@code lowResLogits} of an earlier {@link PromptMask} of the same segmenter and picture
 */
public record SegmentPrompt(List<PromptPoint> points, Optional<BoundingBox> box, @Shape("S S") Optional<FloatTensor> maskPrior) {
    public SegmentPrompt {
        points = List.copyOf(points);
        if (points.isEmpty() && box.isEmpty() && maskPrior.isEmpty()) {
            throw new IllegalArgumentException("prompt: expected a point, a box or a mask, got none");
        }
    }

    /** One click on the thing. */
    public static SegmentPrompt ofPoint(float x, float y) {
        return ofPoints(List.of(new PromptPoint(x, y, true)));
    }

    public static SegmentPrompt ofPoints(List<PromptPoint> points) {
        return new SegmentPrompt(points, Optional.empty(), Optional.empty());
    }

    public static SegmentPrompt ofBox(BoundingBox box) {
        return new SegmentPrompt(List.of(), Optional.of(box), Optional.empty());
    }

    /** The same with a mask to start from. */
    public SegmentPrompt withMaskPrior(@Shape("S S") FloatTensor logits) {
        return new SegmentPrompt(points, box, Optional.of(logits));
    }
}
