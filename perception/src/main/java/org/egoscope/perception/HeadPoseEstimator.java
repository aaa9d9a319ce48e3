package org.egoscope.perception;

import org.egoscope.core.Snapshotting;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.video.VideoFrame;

/** Says where the headset is at each frame. One instance per session; frames come in order. */
public interface HeadPoseEstimator extends Snapshotting, AutoCloseable {
    /** The pose measured by a sensor where the frame carries one, else an estimate from the pictures. */
    HeadPose estimate(VideoFrame frame);

    @Override
    default void close() {}
}
