package org.egoscope.perception;

import java.util.List;
import org.egoscope.core.Snapshotting;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.video.VideoFrame;

/** Says where the headset is at each frame. One instance per session; frames come in order. */
public interface HeadPoseEstimator extends Snapshotting, AutoCloseable {
    /**
     * The pose measured by a sensor where the frame carries one, else an estimate from the pictures.
     *
     * @param hands all hands found in the frame: they move by themselves, and the wearer's own tell which way is down
     */
    HeadPose estimate(VideoFrame frame, List<Hand> hands);

    @Override
    default void close() {}
}
