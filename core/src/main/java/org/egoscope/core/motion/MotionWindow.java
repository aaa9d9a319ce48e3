package org.egoscope.core.motion;

import java.util.List;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.time.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * A run of consecutive frames whose body motion is decided, together with the observations it was made from, so that the stages behind
 * need no second input (see docs/decisions). Frames in which the head is lost have no body; a {@link org.egoscope.core.video.Gap} of
 * stage motion accounts for them and the observation still travels on.
 */
public record MotionWindow(List<PosedFrame> frames) implements MotionEvent {
    public MotionWindow {
        frames = List.copyOf(frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("motion window: expected at least 1 frame, got none");
        }
    }

    /** One frame: what was seen, and the body where it could be placed. */
    public record PosedFrame(Observation observation, @Nullable BodyPose body) {}

    @Override
    public long firstFrameIndex() {
        return frames.get(0).observation().frameIndex();
    }

    @Override
    public long frameCount() {
        return frames.size();
    }

    @Override
    public TimeRange span() {
        return new TimeRange(
                frames.get(0).observation().span().start(),
                frames.get(frames.size() - 1).observation().span().end());
    }
}
