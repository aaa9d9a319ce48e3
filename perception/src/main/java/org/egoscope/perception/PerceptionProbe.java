package org.egoscope.perception;

import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.VideoFrame;

/** Looks on while a {@link Perceiver} works: for benchmarks, evaluation and pictures. It must not change what it is shown. */
public interface PerceptionProbe {
    /** The parts of the stage, in the order in which they work. */
    enum Part {
        PEOPLE,
        HANDS,
        HEAD_POSE,
        INSTANCES
    }

    /** Sees nothing. */
    PerceptionProbe NONE = new PerceptionProbe() {};

    /** A part begins with a frame. */
    default void begins(Part part) {}

    /** The part that began last is done. */
    default void ended(Part part) {}

    /** The frame, with pixels that are valid during this call, and all that was found in it. */
    default void observed(VideoFrame frame, Observation observation) {}
}
