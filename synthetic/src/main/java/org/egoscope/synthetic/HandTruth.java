package org.egoscope.synthetic;

import java.util.List;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;

/**
 * One of the wearer's hands in one frame.
 *
 * @param side which
 * @param keypoints 21 in the image (may lie outside it) and in camera space
 * @param visibleFraction share of the keypoints that are inside the picture and show this hand, 0..1
 * @param pixels pixels of the hand in the id map
 * @param visible enough of it is seen: at least {@link #VISIBLE_FRACTION} and {@link #VISIBLE_PIXEL_SHARE}
 * @param touches what the skin touches, by instance id
 * @param heldObject instance id of what moves with the hand; 0 if nothing
 */
public record HandTruth(
        HandSide side, HandKeypoints keypoints, double visibleFraction, int pixels, boolean visible, List<Integer> touches, int heldObject) {
    /** A hand counts as visible from here on, if it also has enough pixels; less is a few fingertips. */
    public static final double VISIBLE_FRACTION = 0.25;

    /** Least share of the picture's pixels for a visible hand: 177 of 512 x 288. */
    public static final double VISIBLE_PIXEL_SHARE = 0.0012;

    public HandTruth {
        touches = List.copyOf(touches);
    }
}
