package org.egoscope.scenegraph.internal.frame;

import java.util.List;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * One frame made ready for reasoning.
 *
 * @param moment when
 * @param observation what perception saw
 * @param body the wearer's body, null where it is not placed
 * @param left the wearer's left hand, null where it is not seen
 * @param right the wearer's right hand, null where it is not seen
 * @param things everything seen but the wearer, by rising track id
 * @param arms masks of the wearer's own arms and hands
 */
public record SceneFrame(
        Moment moment,
        Observation observation,
        @Nullable BodyPose body,
        @Nullable HandView left,
        @Nullable HandView right,
        List<Thing> things,
        List<MaskShape> arms) {
    public @Nullable HandView hand(HandSide side) {
        return side == HandSide.LEFT ? left : right;
    }

    /** The thing of that track, null if it is not seen in this frame. */
    public @Nullable Thing thing(long trackId) {
        for (Thing thing : things) {
            if (thing.id() == trackId) {
                return thing;
            }
        }
        return null;
    }
}
