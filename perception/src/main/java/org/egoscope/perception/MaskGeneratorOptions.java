package org.egoscope.perception;

import org.egoscope.core.PipelineException;

/**
 * How masks of everything are made. Names and defaults are those of SAM's automatic mask generator.
 *
 * @param pointsPerSide the grid of clicks has this many along each side
 * @param pointsPerBatch clicks answered at once; memory grows with it, results do not depend on it
 * @param predIouThresh masks with a predicted IoU of at most this are dropped
 * @param stabilityScoreThresh masks with a lower stability are dropped, 0..1
 * @param stabilityScoreOffset half the distance between the two thresholds of the stability, in logits
 * @param boxNmsThresh of two masks of a crop whose boxes have a larger IoU the one with the lower predicted IoU is dropped
 * @param cropNLayers layer i from 1 looks at the picture again in 2^i by 2^i overlapping crops; 0 for none
 * @param cropNmsThresh as {@code boxNmsThresh}, between crops; the smaller crop wins
 * @param cropOverlapRatio of the picture's shorter side in the first layer of crops
 * @param cropNPointsDownscaleFactor layer i has a grid this many to the power of i times coarser
 * @param minMaskRegionArea holes and islands of fewer pixels are removed; 0 leaves all
 */
public record MaskGeneratorOptions(
        int pointsPerSide,
        int pointsPerBatch,
        float predIouThresh,
        float stabilityScoreThresh,
        float stabilityScoreOffset,
        float boxNmsThresh,
        int cropNLayers,
        float cropNmsThresh,
        float cropOverlapRatio,
        int cropNPointsDownscaleFactor,
        int minMaskRegionArea) {
    /** Beyond this a layer would have more than a thousand crops. */
    private static final int MAX_CROP_LAYERS = 5;

    public MaskGeneratorOptions {
        require("pointsPerSide", pointsPerSide, 1, 1024);
        require("pointsPerBatch", pointsPerBatch, 1, 4096);
        require("cropNLayers", cropNLayers, 0, MAX_CROP_LAYERS);
        require("cropNPointsDownscaleFactor", cropNPointsDownscaleFactor, 1, 1024);
        require("minMaskRegionArea", minMaskRegionArea, 0, Integer.MAX_VALUE);
        requireFraction("stabilityScoreThresh", stabilityScoreThresh);
        requireFraction("boxNmsThresh", boxNmsThresh);
        requireFraction("cropNmsThresh", cropNmsThresh);
        requireFraction("cropOverlapRatio", cropOverlapRatio);
        if (!Float.isFinite(predIouThresh) || !(stabilityScoreOffset >= 0)) {
            throw PipelineException.badConfig("predIouThresh and stabilityScoreOffset: expected a number and >= 0, got " + predIouThresh
                    + " and " + stabilityScoreOffset);
        }
    }

    /** Of SAM. */
    public static MaskGeneratorOptions defaults() {
        return new MaskGeneratorOptions(32, 64, 0.88f, 0.95f, 1, 0.7f, 0, 0.7f, 512f / 1500, 1, 0);
    }

    /** Of SAM 2, whose estimates of the IoU are lower. */
    public static MaskGeneratorOptions sam2Defaults() {
        return new MaskGeneratorOptions(32, 64, 0.8f, 0.95f, 1, 0.7f, 0, 0.7f, 512f / 1500, 1, 0);
    }

    /**
     * Of the edge hierarchy: its stability is a ratio of areas over merge heights and counts within the predicted IoU, which is an
     * expectation and far below SAM's.
     */
    public static MaskGeneratorOptions edgeDefaults() {
        return new MaskGeneratorOptions(64, 64, 0.1f, 0, 1, 0.9f, 0, 0.7f, 512f / 1500, 1, 0);
    }

    /** Of the edge hierarchy on gradients, which expects less of everything. */
    public static MaskGeneratorOptions gradientDefaults() {
        return new MaskGeneratorOptions(64, 64, 0.06f, 0, 1, 0.9f, 0, 0.7f, 512f / 1500, 1, 0);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw PipelineException.badConfig(name + ": expected " + least + ".." + most + ", got " + value);
        }
    }

    private static void requireFraction(String name, float value) {
        if (!(value >= 0) || value > 1) {
            throw PipelineException.badConfig(name + ": expected 0..1, got " + value);
        }
    }
}
