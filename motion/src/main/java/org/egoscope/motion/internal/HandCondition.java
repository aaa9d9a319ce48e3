package org.egoscope.motion.internal;

import org.egoscope.core.geometry.Vec3;

/**
 * One of the wearer's hands as seen in one frame.
 *
 * @param wristInWorld metres; NaN coordinates where only the direction is known
 * @param eyeInWorld camera centre, metres
 * @param rayInWorld unit direction from the camera to the wrist
 * @param apparentMeters distance from the camera by the hand's size in the picture, for when its depth is not known; NaN if too small
 * @param middleInWorld knuckle of the middle finger, metres; NaN where unknown: with the wrist, the direction of the hand
 * @param confidence 0..1
 */
public record HandCondition(
        Vec3 wristInWorld,
        Vec3 eyeInWorld,
        Vec3 rayInWorld,
        double apparentMeters,
        Vec3 middleInWorld,
        double confidence) {
    public boolean hasDepth() {
        return wristInWorld.isFinite();
    }
}
