package org.egoscope.perception;

import java.util.List;
import org.egoscope.core.Sink;
import org.egoscope.core.StateBytes;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.FrameEvent;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.internal.hands.HandMasks;
import org.egoscope.perception.PerceptionProbe.Part;

/**
 * The perception stage of one session: other people, hands, head pose, then masks with tracks and labels, in that order. Where faces are
 * blurred, only the search for faces and people sees the pixels as they were taken: everything after it, what is remembered in snapshots and what a
 * probe is shown come from the blurred picture.
 */
public final class Perceiver implements StatefulStage<FrameEvent, ObservationEvent> {
    private final HeadPoseEstimator headPose;
    private final HandTracker hands;
    private final InstanceTracker instances;
    private final PersonTracker people;
    private final FaceBlur faces;
    private final HandMasks handMasks = new HandMasks();
    private final PerceptionProbe probe;

    /** Takes ownership of the parts; the probe looks on. */
    public Perceiver(
            HeadPoseEstimator headPose, HandTracker hands, InstanceTracker instances, PersonTracker people, FaceBlur faces,
            PerceptionProbe probe) {
        this.headPose = headPose;
        this.hands = hands;
        this.instances = instances;
        this.people = people;
        this.faces = faces;
        this.probe = probe;
    }

    @Override
    public void accept(FrameEvent event, Sink<? super ObservationEvent> out) {
        if (event instanceof VideoFrame frame) {
            out.emit(observe(frame));
        } else if (event instanceof Gap gap) {
            out.emit(gap);
        }
    }

    private Observation observe(VideoFrame taken) {
        probe.begins(Part.PEOPLE);
        List<Person> others = people.track(taken, faces.find(taken));
        VideoFrame frame = faces.blur(taken, others);
        probe.ended(Part.PEOPLE);
        probe.begins(Part.HANDS);
        List<Hand> found = hands.track(frame);
        probe.ended(Part.HANDS);
        probe.begins(Part.HEAD_POSE);
        HeadPose pose = headPose.estimate(frame, found);
        probe.ended(Part.HEAD_POSE);
        probe.begins(Part.INSTANCES);
        List<Instance> segmented = instances.track(frame, found, pose);
        probe.ended(Part.INSTANCES);
        Observation observation = new Observation(
                frame.session(), frame.frameIndex(), frame.span(), frame.camera(), pose, segmented,
                handMasks.fill(found, segmented, frame), others, faces.covered());
        probe.observed(frame, observation);
        return observation;
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            for (byte[] part : List.of(
                    headPose.snapshot(), hands.snapshot(), instances.snapshot(), people.snapshot(), faces.snapshot())) {
                StateBytes.writePart(out, part);
            }
        });
    }

    @Override
    public void restore(byte[] state) {
        if (state.length == 0) {
            headPose.restore(state);
            hands.restore(state);
            instances.restore(state);
            people.restore(state);
            faces.restore(state);
            return;
        }
        StateBytes.read("perception state", state, in -> {
            headPose.restore(StateBytes.readPart(in));
            hands.restore(StateBytes.readPart(in));
            instances.restore(StateBytes.readPart(in));
            people.restore(StateBytes.readPart(in));
            faces.restore(StateBytes.readPart(in));
        });
    }

    @Override
    public void close() {
        headPose.close();
        hands.close();
        instances.close();
    }
}
