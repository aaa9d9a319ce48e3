package org.egoscope.motion.internal.guidance;

import org.egoscope.core.PipelineException;

/**
 * Settings of {@link BodyGuidance}.
 *
 * @param legs correct hips, knees and ankles
 * @param spine also correct pelvis, spine and neck, below the head that never moves
 * @param arms correct collar, shoulder, elbow and wrist of a side whose wrist was seen
 * @param iterations most Gauss-Newton steps; fewer are made when the steps become small
 */
public record GuidanceConfig(boolean legs, boolean spine, boolean arms, int iterations, GuidanceWeights weights) {
    public GuidanceConfig {
        if (iterations < 1 || iterations > 1000) {
            throw PipelineException.badConfig("guidance iterations: expected 1..1000, got " + iterations);
        }
    }

    /** For whole recordings. */
    public static GuidanceConfig defaults() {
        return new GuidanceConfig(true, false, true, 8, GuidanceWeights.defaults());
    }

    /** For streams that give out about ten frames at a time with 0.2 s of look-ahead or more. */
    public static GuidanceConfig streaming() {
        return defaults().withWeights(GuidanceWeights.defaults().before(Beyond.BUNCHES));
    }

    /** For streams that give out one to three frames at a time with at most 0.2 s of look-ahead. */
    public static GuidanceConfig reactive() {
        return new GuidanceConfig(true, false, true, 4, GuidanceWeights.reactive());
    }

    /** Nothing is corrected. */
    public static GuidanceConfig off() {
        return new GuidanceConfig(false, false, false, 1, GuidanceWeights.defaults());
    }

    public GuidanceConfig withWeights(GuidanceWeights other) {
        return new GuidanceConfig(legs, spine, arms, iterations, other);
    }

    public GuidanceConfig withParts(boolean correctLegs, boolean correctSpine, boolean correctArms) {
        return new GuidanceConfig(correctLegs, correctSpine, correctArms, iterations, weights);
    }

    public GuidanceConfig withIterations(int most) {
        return new GuidanceConfig(legs, spine, arms, most, weights);
    }

    boolean isOff() {
        return !legs && !spine && !arms;
    }
}
