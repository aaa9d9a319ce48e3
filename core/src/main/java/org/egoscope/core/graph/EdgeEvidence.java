package org.egoscope.core.graph;

import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;

/**
 * The fact of one frame behind an edge.
 *
 * @param edgeId the edge
 * @param frameIndex the frame
 * @param time its time
 * @param confidence 0..1 in this frame
 * @param measure name and value of what was measured, such as {@code mask_overlap=0.31 keypoint_distance_pixels=4.2}
 */
public record EdgeEvidence(long edgeId, long frameIndex, MediaTime time, float confidence, String measure)
        implements GraphEvent {
    @Override
    public long firstFrameIndex() {
        return frameIndex;
    }

    @Override
    public long frameCount() {
        return 0;
    }

    @Override
    public TimeRange span() {
        return new TimeRange(time, time);
    }
}
