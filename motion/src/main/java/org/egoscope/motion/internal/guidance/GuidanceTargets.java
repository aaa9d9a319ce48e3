package org.egoscope.motion.internal.guidance;

import org.egoscope.motion.BodySequence;
import org.jspecify.annotations.Nullable;

/**
 * What is known beside the predicted body.
 *
 * @param floorHeightMeters z of the floor; NaN if unknown, then neither contact nor penetration looks at heights
 * @param wrists for the frames of the prediction; null if none was seen
 * @param committed the first frames of the prediction as they were given out before: they stay as they are, bit for bit, and the rest
 *     joins them; null if there are none
 * @param committedPrediction the committed frames as they were predicted when they were given out, on the same head; null if the
 *     prediction has not changed since
 */
public record GuidanceTargets(
        double floorHeightMeters,
        @Nullable WristTargets wrists,
        @Nullable BodySequence committed,
        @Nullable BodySequence committedPrediction) {
    /** The floor at z = 0, nothing else. */
    public static GuidanceTargets floorAtZero() {
        return new GuidanceTargets(0, null, null, null);
    }

    public GuidanceTargets withUnknownFloor() {
        return new GuidanceTargets(Double.NaN, wrists, committed, committedPrediction);
    }

    public GuidanceTargets withWrists(WristTargets seen) {
        return new GuidanceTargets(floorHeightMeters, seen, committed, committedPrediction);
    }

    /** Committed to this same prediction. */
    public GuidanceTargets withCommitted(BodySequence firstFrames) {
        return new GuidanceTargets(floorHeightMeters, wrists, firstFrames, null);
    }

    /** Committed to another prediction, from which the new one takes over smoothly. */
    public GuidanceTargets withCommitted(BodySequence firstFrames, BodySequence predictedThen) {
        return new GuidanceTargets(floorHeightMeters, wrists, firstFrames, predictedThen);
    }
}
