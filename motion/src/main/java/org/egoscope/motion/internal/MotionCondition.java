package org.egoscope.motion.internal;

import java.util.Optional;
import org.egoscope.core.geometry.RigidTransform;

/**
 * What is known of the body in one frame: all a generator gets to see.
 *
 * @param seconds media time
 * @param worldFromEyes midpoint between the pupils, in the axes of the head joint (x forward, y left, z up)
 * @param floorAtZero true if the world was made with its floor at z = 0 (head pose from pictures), false if a sensor made it
 * @param quality of the head pose, 0..1
 * @param leftHand where seen
 * @param rightHand where seen
 */
public record MotionCondition(
        double seconds,
        RigidTransform worldFromEyes,
        boolean floorAtZero,
        double quality,
        Optional<HandCondition> leftHand,
        Optional<HandCondition> rightHand) {
    public Optional<HandCondition> hand(Side side) {
        return side == Side.LEFT ? leftHand : rightHand;
    }
}
