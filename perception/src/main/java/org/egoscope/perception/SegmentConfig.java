package org.egoscope.perception;

import org.egoscope.core.PipelineException;

/**
 * How masks are chosen and followed. The first five names are those of SAM's automatic mask generator.
 *
 * @param predIouThresh least predicted IoU of a mask, 0..1. SAM's default of 0.88 suits its optimistic head; here it is a calibrated
 *     expectation, and masks of 0.12 are small things as often as parts
 * @param stabilityScoreThresh least stability score of a mask, 0..1
 * @param stabilityScoreOffset half the distance between the two thresholds of the stability score, in units of merge height (0..1), where
 *     SAM's is in logits
 * @param boxNmsThresh of two masks with a larger IoU the worse one is dropped. Nodes of a tree are nested or disjoint, so the masks
 *     themselves are compared, not their boxes
 * @param minMaskRegionArea least mask area in pixels of the working image
 * @param maxInstances most masks per frame, 1..63
 * @param keyFrameIntervalNanos media time between full segmentations while nothing moves; frames between carry the masks by optical flow
 * @param earliestKeyFrameNanos media time before which even large motion does not bring a key frame forward
 * @param keyFrameMotion mean motion since the last key frame that brings the next one forward to the earliest time, as a fraction of the
 *     longer side; less motion brings it forward in proportion
 * @param keyFramesPerSecond full segmentations per second of footage that motion may ask for at most, in the mean over seconds: the time
 *     budget. Each costs about eight times what a frame between costs
 * @param lostTrackNanos media time for which a track that is not seen can be found again near where it was in the picture
 * @param absentTrackNanos media time for which it can be found again by its place in the world, where the head pose is known
 * @param detectionThresh least score of a detection to count as evidence for a label
 */
public record SegmentConfig(
        float predIouThresh,
        float stabilityScoreThresh,
        float stabilityScoreOffset,
        float boxNmsThresh,
        int minMaskRegionArea,
        int maxInstances,
        long keyFrameIntervalNanos,
        long earliestKeyFrameNanos,
        float keyFrameMotion,
        float keyFramesPerSecond,
        long lostTrackNanos,
        long absentTrackNanos,
        float detectionThresh) {
    private static final long MILLISECOND = 1_000_000L;

    public SegmentConfig {
        requireFraction("predIouThresh", predIouThresh);
        requireFraction("stabilityScoreThresh", stabilityScoreThresh);
        requireFraction("stabilityScoreOffset", stabilityScoreOffset);
        requireFraction("boxNmsThresh", boxNmsThresh);
        requireFraction("keyFrameMotion", keyFrameMotion);
        if (!(keyFramesPerSecond > 0)) {
            throw PipelineException.badConfig("keyFramesPerSecond: expected > 0, got " + keyFramesPerSecond);
        }
        requireFraction("detectionThresh", detectionThresh);
        require("minMaskRegionArea", minMaskRegionArea, 1, Integer.MAX_VALUE);
        require("maxInstances", maxInstances, 1, 63);
        require("keyFrameIntervalNanos", keyFrameIntervalNanos, 0, Long.MAX_VALUE);
        require("earliestKeyFrameNanos", earliestKeyFrameNanos, 0, Long.MAX_VALUE);
        require("lostTrackNanos", lostTrackNanos, 0, Long.MAX_VALUE);
        require("absentTrackNanos", absentTrackNanos, lostTrackNanos, Long.MAX_VALUE);
    }

    public static SegmentConfig defaults() {
        return new SegmentConfig(
                0.12f, 0.9f, 0.04f, 0.7f, 120, 56, 300 * MILLISECOND, 90 * MILLISECOND, 0.06f, 6f, 3000 * MILLISECOND,
                120_000 * MILLISECOND, 0.3f);
    }

    /** The same with other limits on masks. */
    public SegmentConfig withLimits(float predIou, int minArea) {
        return new SegmentConfig(
                predIou, stabilityScoreThresh, stabilityScoreOffset, boxNmsThresh, minArea, maxInstances, keyFrameIntervalNanos,
                earliestKeyFrameNanos, keyFrameMotion, keyFramesPerSecond, lostTrackNanos, absentTrackNanos, detectionThresh);
    }

    private static void requireFraction(String name, float value) {
        if (!(value >= 0) || value > 1) {
            throw PipelineException.badConfig(name + ": expected 0..1, got " + value);
        }
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw PipelineException.badConfig(name + ": expected " + least + ".." + most + ", got " + value);
        }
    }
}
