package org.egoscope.perception;

import java.util.List;
import org.egoscope.core.Snapshotting;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.video.VideoFrame;

/** Segments everything, names it and keeps its identity over time. One instance per session; frames come in order. */
public interface InstanceTracker extends Snapshotting, AutoCloseable {
    /**
     * @param hands hands already found in this frame, so that the wearer's own arms are not called a person
     * @param headPose where the headset is, so that a thing that left the view is known again by its place; of no use while lost
     */
    List<Instance> track(VideoFrame frame, List<Hand> hands, HeadPose headPose);

    /** Frames that will be tracked next, in this order, so that a network can look at them together; they need not be said. */
    default void expect(List<VideoFrame> coming) {}

    @Override
    default void close() {}
}
