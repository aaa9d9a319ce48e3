package org.egoscope.motion.internal;

import java.util.Optional;
import org.egoscope.core.geometry.RigidTransform;

/**
 * What is known of the body in one frame: all a generator gets to see.
 *
 * @param seconds media time
 * @param worldFromEyes midpoint between the pupils, in the axes of the head joint (x forward, y left, z up)
 * @param heights what z = 0 means
 * @param quality of the head pose, 0..1
 * @param leftHand where seen
 * @param rightHand where seen
 */
public record MotionCondition(
        double seconds,
        RigidTransform worldFromEyes,
        Heights heights,
        double quality,
        Optional<HandCondition> leftHand,
        Optional<HandCondition> rightHand) {
    /** Where heights come from. */
    public enum Heights {
        /** The floor is at z = 0, somebody said so. */
        ABOVE_FLOOR,
        /** From pictures: the floor was assumed at z = 0, and heights may drift by centimetres in seconds. */
        ESTIMATED,
        /** A sensor's own world: exact, but its origin is anywhere unless it is at a plausible height. */
        SENSED
    }

    public Optional<HandCondition> hand(Side side) {
        return side == Side.LEFT ? leftHand : rightHand;
    }
}
