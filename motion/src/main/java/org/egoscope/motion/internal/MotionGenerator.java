package org.egoscope.motion.internal;

import java.util.List;
import org.egoscope.core.Snapshotting;
import org.egoscope.core.motion.BodyPose;

/**
 * Makes body poses from conditions, forward in time. A track is a run of frames without interruption of the head pose.
 *
 * <p>What it needs of the past it keeps itself (and in its snapshot); what it may see of the future is the rest of the window. So a
 * generator that denoises a window fits as well as one that goes frame by frame.
 */
public interface MotionGenerator extends Snapshotting {
    /** Name for {@link BodyPose.Body#method()}. */
    String method();

    /** The most future it can make use of, seconds; a window reaches at most so far beyond the frames to decide. */
    double lookAheadSeconds();

    /** True if it costs about the same to decide one frame or several: then some wait, so that fewer calls are made. */
    default boolean decidesInBunches() {
        return false;
    }

    /** A new track: the past no longer holds, the body's proportions do. */
    void begin();

    /**
     * Decides the first frames of the window.
     *
     * @param window consecutive frames of one track, oldest first, starting right after the last decided one
     * @param decide how many to decide, 1 to the window's size
     * @return {@code decide} poses
     */
    List<BodyPose> generate(List<MotionCondition> window, int decide);
}
