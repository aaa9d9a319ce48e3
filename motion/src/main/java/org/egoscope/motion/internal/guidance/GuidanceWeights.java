package org.egoscope.motion.internal.guidance;

import org.egoscope.core.PipelineException;

/**
 * Weights of the residuals, each multiplying its residual before it is squared; radians and metres, for 30 frames per second (other rates
 * are converted so that a second of motion costs the same).
 *
 * @param prior angle of a joint's correction
 * @param torso distance of pelvis, hips and collars from their predicted places
 * @param leg distance of knees, ankles and toes from their predicted places
 * @param velocity second difference in time of a correction: its change of velocity
 * @param delta first difference in time of a correction
 * @param skate way of a toe or ankle from one frame to the next (near rest its square); its square times how likely the joint stands
 * @param floor distance of a toe or ankle in contact from its standing height, times the contact probability
 * @param penetration depth of a joint in the floor; driven to zero over the iterations, unlike the other residuals
 * @param limits angle beyond a joint's range
 * @param wristPosition distance of a wrist from where it was seen, times the confidence
 * @param wristOrientation angle of a wrist to how it was seen, times the confidence
 * @param beyond what comes behind a window
 */
public record GuidanceWeights(
        double prior,
        double torso,
        double leg,
        double velocity,
        double delta,
        double skate,
        double floor,
        double penetration,
        double limits,
        double wristPosition,
        double wristOrientation,
        Beyond beyond) {
    public GuidanceWeights {
        if (!(prior > 0)) {
            throw PipelineException.badConfig("guidance weight prior: expected above 0, got " + prior);
        }
        double[] others = {torso, leg, velocity, delta, skate, floor, penetration, limits, wristPosition, wristOrientation};
        for (double weight : others) {
            if (!(weight >= 0 && weight < 1e4)) {
                throw PipelineException.badConfig("guidance weight: expected 0..10000, got " + weight);
            }
        }
    }

    /**
     * EgoAllo's (Yi et al. 2024: prior 1, torso and velocity 5, delta 10, skate 30, wrists 50 and 10; floor and penetration 20, limits 5)
     * changed for least sliding of standing feet at the same joint error, with the contacts of both shipped networks on recorded clips.
     */
    public static GuidanceWeights defaults() {
        return new GuidanceWeights(1.5, 15, 10, 28, 3, 1950, 35, 40, 5, 50, 10, Beyond.END);
    }

    GuidanceWeights before(Beyond other) {
        return new GuidanceWeights(
                prior, torso, leg, velocity, delta, skate, floor, penetration, limits, wristPosition, wristOrientation, other);
    }

    /**
     * For frames that are given out one by one before much of what follows is known: a stronger prior, since a foot that is held where it
     * first stood cannot be moved back to where the rest of the contact shows that it stands. Not for strides of many frames: the end of a
     * window leans on the prediction, so that seams would be rough (third differences 1.6 times those inside, at a stride of ten).
     */
    public static GuidanceWeights reactive() {
        return new GuidanceWeights(6, 15, 10, 28, 5, 1400, 35, 30, 5, 50, 10, Beyond.SINGLE_FRAMES);
    }
}
