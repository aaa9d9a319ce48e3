package org.egoscope.motion.internal.flow;

/** How the head's motion is told to the network. The last two exist to be compared with the others. */
public enum Conditioning {
    /** Relative motion, height and orientation without heading: the same wherever, whichever way and whenever the wearer moves. */
    INVARIANT,
    /** The same, and where and whither the head is relative to its surroundings in time, see {@link Sway}. */
    SWAY,
    /** Pose relative to the first frame of the window, as EgoEgo (Li et al. 2023) has it. */
    SEQUENCE,
    /** Pose in the world. */
    ABSOLUTE;

    /** Numbers per frame. */
    int channels() {
        return HeadFeatures.POSE_CHANNELS + (this == SWAY ? Sway.CHANNELS : 0);
    }

    /** True if it does not matter where the wearer is and which way they face. */
    boolean isInvariant() {
        return this == INVARIANT || this == SWAY;
    }
}
