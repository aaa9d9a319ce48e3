package org.egoscope.synthetic;

import java.util.List;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;

/**
 * One of the wearer's hands in one frame.
 *
 * @param side which
 * @param keypoints 21 in the image (may lie outside it) and in camera space
 * @param visibleFraction share of the keypoints that are inside the picture and not hidden behind something else, 0..1
 * @param pixels pixels of the hand in the id map
 * @param touches what the skin touches, by instance id
 * @param heldObject instance id of what moves with the hand; 0 if nothing
 */
public record HandTruth(
        HandSide side, HandKeypoints keypoints, double visibleFraction, int pixels, List<Integer> touches, int heldObject) {
    /** A hand counts as visible from here on; less is a few fingertips at the border. */
    public static final double VISIBLE_FRACTION = 0.35;

    public HandTruth {
        touches = List.copyOf(touches);
    }

    public boolean visible() {
        return visibleFraction >= VISIBLE_FRACTION;
    }
}
