package org.egoscope.perception;

import java.util.List;
import org.egoscope.core.Snapshotting;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.video.VideoFrame;

/** Finds hands and follows them from frame to frame. One instance per session; frames come in order. */
public interface HandTracker extends Snapshotting, AutoCloseable {
    List<Hand> track(VideoFrame frame);

    /** What its networks have done so far. */
    default HandWork work() {
        return HandWork.NONE;
    }

    @Override
    default void close() {}
}
