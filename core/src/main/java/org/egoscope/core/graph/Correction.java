package org.egoscope.core.graph;

import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;

/**
 * A node emitted earlier has a better label now.
 *
 * @param nodeId which node
 * @param label the new label
 * @param labelScore 0..1
 * @param time when it was found out
 */
public record Correction(long nodeId, String label, float labelScore, MediaTime time) implements GraphEvent {
    @Override
    public long firstFrameIndex() {
        return 0;
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
