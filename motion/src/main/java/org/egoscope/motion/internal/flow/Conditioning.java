package org.egoscope.motion.internal.flow;

/** How the head's motion is told to the network. All but the first exist to be compared with it. */
public enum Conditioning {
    /** Relative motion, height and orientation without heading: the same wherever, whichever way and whenever the wearer moves. */
    INVARIANT,
    /** Pose relative to the first frame of the window, as EgoEgo (Li et al. 2023) has it. */
    SEQUENCE,
    /** Pose in the world. */
    ABSOLUTE
}
