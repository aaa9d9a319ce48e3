package org.egoscope.core.observation;

import java.util.Objects;
import java.util.Optional;

/**
 * One hand in one frame.
 *
 * @param handId identity over time within the session; positive
 * @param side left or right
 * @param sideConfidence how sure the side is, 0.5..1
 * @param wearer true if it is the wearer's own hand
 * @param keypoints where it is
 * @param confidence that there is a hand, 0..1
 * @param method what found it, such as {@code hand_landmark_lite} or {@code skin-motion}
 * @param tracked true if it was followed from the frame before and not found anew
 * @param mask its pixels, without the forearm; empty where no segment shows them
 */
public record Hand(
        long handId,
        HandSide side,
        float sideConfidence,
        boolean wearer,
        HandKeypoints keypoints,
        float confidence,
        String method,
        boolean tracked,
        Optional<Mask> mask) {
    public Hand {
        Objects.requireNonNull(side, "side is null");
        Objects.requireNonNull(keypoints, "keypoints is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(mask, "mask is null");
        if (handId < 1) {
            throw new IllegalArgumentException("hand id: expected >= 1, got " + handId);
        }
    }

    /** The same hand with these pixels. */
    public Hand withMask(Optional<Mask> pixels) {
        return new Hand(handId, side, sideConfidence, wearer, keypoints, confidence, method, tracked, pixels);
    }
}
