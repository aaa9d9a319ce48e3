package org.egoscope.motion.internal.guidance;

/** What comes behind the last frame of a window, which decides how much feet pay there that were left behind. */
public enum Beyond {
    /** Nothing, or nobody knows: feet pay for two seconds, as somebody who walks on would move them. */
    END,

    /** A stream goes on, several frames at a time: where the head rests feet pay for longer, since they would stand so for long. */
    BUNCHES,

    /**
     * A stream goes on, frame by frame: feet pay also in windows that are too short to tell those that were left behind from noise of the
     * prediction. Then every window's end pulls a little at its first frames, which is smooth where each gives out one frame.
     */
    SINGLE_FRAMES
}
