package org.egoscope.perception.internal.hands;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.HandWork;

/**
 * The two networks as their makers chain them on one picture: palms in the whole picture, the crop that follows from each palm, keypoints
 * from that crop. No memory, no second look, no space. What the tracker is measured against.
 */
public final class SingleFrameHands implements HandTracker {
    /** Thresholds of the model cards. */
    private static final float PALM_THRESHOLD = 0.5f;
    private static final float PRESENCE_THRESHOLD = 0.5f;

    private final PalmDetector detector;
    private final LandmarkNetwork landmarks;
    private final String method;

    public SingleFrameHands(HandNetworks networks) {
        this.detector = new PalmDetector(networks.palm(), PALM_THRESHOLD);
        this.landmarks = new LandmarkNetwork(networks.landmarks(), networks.withWorld());
        this.method = networks.landmarks().name();
    }

    @Override
    public List<Hand> track(VideoFrame frame) {
        List<Hand> hands = new ArrayList<>();
        for (PalmDetection palm : detector.detect(frame, PalmDetector.whole(frame.size()))) {
            HandReading reading = landmarks.read(frame, RotatedSquare.aroundPalm(palm));
            if (reading.presence() >= PRESENCE_THRESHOLD) {
                boolean right = reading.rightProbability() >= 0.5f;
                hands.add(new Hand(
                        hands.size() + 1, right ? HandSide.RIGHT : HandSide.LEFT,
                        right ? reading.rightProbability() : 1 - reading.rightProbability(), true,
                        new HandKeypoints(reading.xyInImage(), new float[0]), reading.presence(), method, false, Optional.empty()));
            }
        }
        return hands;
    }

    @Override
    public HandWork work() {
        return new HandWork(detector.runs(), detector.nanos(), landmarks.runs(), landmarks.nanos());
    }

    @Override
    public byte[] snapshot() {
        return new byte[0];
    }

    @Override
    public void restore(byte[] state) {}
}
