package org.egoscope.motion.internal.guidance;

/**
 * Squared weights at one frame rate: a residual stands for an integral over time, so that per second the cost of a pose, of a velocity and
 * of an acceleration is the same at every rate. Equal to the squares of {@link GuidanceWeights} at 30 frames per second.
 */
record FrameWeights(GuidanceWeights weights, double rate) {
    private static final double NOMINAL_RATE = 30;

    static FrameWeights at(GuidanceWeights weights, double framesPerSecond) {
        return new FrameWeights(weights, framesPerSecond / NOMINAL_RATE);
    }

    /** For residuals of a pose. */
    double pose(double weight) {
        return weight * weight / rate;
    }

    /** For differences between neighbouring frames. */
    double difference(double weight) {
        return weight * weight * rate;
    }

    /** For second differences. */
    double secondDifference(double weight) {
        return weight * weight * rate * rate * rate;
    }
}
