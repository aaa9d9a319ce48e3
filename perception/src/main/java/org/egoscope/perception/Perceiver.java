package org.egoscope.perception;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Sink;
import org.egoscope.core.StateBytes;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.observation.BoundingBox;
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
    private final FrameCopies copies = new FrameCopies();
    private final List<Held> held = new ArrayList<>();

    /** What waits for others, in its order. */
    private sealed interface Held permits Covered, Missing {}

    /** A frame whose faces are blurred, with the people in it and the places that were blurred. */
    private record Covered(VideoFrame frame, List<Person> others, List<BoundingBox> places) implements Held {}

    private record Missing(Gap gap) implements Held {}

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
            out.emit(observe(cover(frame)));
        } else if (event instanceof Gap gap) {
            out.emit(gap);
        }
    }

    /**
     * Takes an event to be worked on together with others, which a network may do in less time; {@link #release} gives the results. They
     * are those of {@link #accept} but for rounding in that network.
     */
    public void hold(FrameEvent event) {
        if (event instanceof VideoFrame frame) {
            Covered covered = cover(frame);
            held.add(new Covered(copies.copy(covered.frame()), covered.others(), covered.places()));
        } else if (event instanceof Gap gap) {
            held.add(new Missing(gap));
        }
    }

    /** Events that are held. */
    public int heldCount() {
        return held.size();
    }

    /** Emits the results of all that is held. To be called before a snapshot is taken. */
    public void release(Sink<? super ObservationEvent> out) {
        instances.expect(held.stream().filter(Covered.class::isInstance).map(one -> ((Covered) one).frame()).toList());
        for (Held one : held) {
            if (one instanceof Covered covered) {
                out.emit(observe(covered));
            } else if (one instanceof Missing missing) {
                out.emit(missing.gap());
            }
        }
        forgetHeld();
    }

    @Override
    public void finish(Sink<? super ObservationEvent> out) {
        release(out);
    }

    private void forgetHeld() {
        held.clear();
        copies.forget();
    }

    private Covered cover(VideoFrame taken) {
        probe.begins(Part.PEOPLE);
        List<Person> others = people.track(taken, faces.find(taken));
        VideoFrame frame = faces.blur(taken, others);
        probe.ended(Part.PEOPLE);
        return new Covered(frame, others, faces.covered());
    }

    private Observation observe(Covered covered) {
        VideoFrame frame = covered.frame();
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
                handMasks.fill(found, segmented, frame), covered.others(), covered.places());
        probe.observed(frame, observation);
        return observation;
    }

    @Override
    public byte[] snapshot() {
        if (!held.isEmpty()) {
            throw new IllegalStateException("snapshot: expected all frames to be released, got " + held.size() + " held");
        }
        return StateBytes.of(out -> {
            for (byte[] part : List.of(
                    headPose.snapshot(), hands.snapshot(), instances.snapshot(), people.snapshot(), faces.snapshot())) {
                StateBytes.writePart(out, part);
            }
        });
    }

    @Override
    public void restore(byte[] state) {
        forgetHeld();
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
