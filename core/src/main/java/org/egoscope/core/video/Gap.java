package org.egoscope.core.video;

import java.util.Objects;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.TimeRange;

/**
 * A run of input frames that has no result at a stage, and why. Later stages pass it on unchanged, since what has no frame has
 * no observation, motion or graph either.
 *
 * @param stage name of the stage that could not: ingest, perception, motion, scenegraph
 * @param firstFrameIndex first frame without a result
 * @param frameCount how many; at least 1
 * @param span media time covered
 * @param reason class of the cause
 * @param detail what, expected, got; for people
 */
public record Gap(String stage, long firstFrameIndex, long frameCount, TimeRange span, Reason reason, String detail)
        implements FrameEvent, ObservationEvent, MotionEvent, GraphEvent {
    /** Why frames have no result. */
    public enum Reason {
        /** The bytes are damaged and the decoder gave no picture. */
        DECODE_ERROR,
        /** The container announced frames that are not in the file. */
        TRUNCATED,
        /** No key frame before them. */
        MISSING_KEY_FRAME,
        /** The head is not tracked, so the body cannot be placed. */
        HEAD_LOST,
        /** A live session lagged and its policy says to drop. */
        DROPPED_LATE,
        /** A stage failed repeatedly; the input is in the dead-letter topic. */
        STAGE_FAILED
    }

    public Gap {
        Objects.requireNonNull(stage, "stage is null");
        if (frameCount < 1) {
            throw new IllegalArgumentException("gap: expected at least 1 frame, got " + frameCount);
        }
    }
}
