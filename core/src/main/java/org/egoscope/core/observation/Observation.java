package org.egoscope.core.observation;

import java.util.List;
import java.util.Objects;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;

/**
 * Everything perception saw in one frame. Image coordinates are pixels of {@code camera}'s working image.
 *
 * @param covered places that were made unrecognisable before the rest was seen: faces; empty also where nobody asked for it
 */
public record Observation(
        SessionId session,
        long frameIndex,
        TimeRange span,
        Camera camera,
        HeadPose headPose,
        List<Instance> instances,
        List<Hand> hands,
        List<Person> people,
        List<BoundingBox> covered)
        implements ObservationEvent {
    public Observation {
        Objects.requireNonNull(session, "session is null");
        Objects.requireNonNull(headPose, "headPose is null");
        instances = List.copyOf(instances);
        hands = List.copyOf(hands);
        people = List.copyOf(people);
        covered = List.copyOf(covered);
    }

    public MediaTime time() {
        return span.start();
    }

    @Override
    public long firstFrameIndex() {
        return frameIndex;
    }

    @Override
    public long frameCount() {
        return 1;
    }
}
