package org.egoscope.core.graph;

import org.egoscope.core.time.TimeRange;

/**
 * A thing in the scene, emitted once when it is known well enough; a later change of its label is a {@link Correction}.
 *
 * @param nodeId unique within the session; positive; 1 is the wearer, 2 and 3 the wearer's left and right hand
 * @param kind what sort of thing
 * @param label class name or {@code unknown}
 * @param labelScore 0..1
 * @param trackId track behind it; 0 for the wearer and the hands
 * @param span from first to last sight so far
 */
public record GraphNode(long nodeId, Kind kind, String label, float labelScore, long trackId, TimeRange span)
        implements GraphEvent {
    public static final long WEARER = 1;
    public static final long LEFT_HAND = 2;
    public static final long RIGHT_HAND = 3;

    /** Sort of node. */
    public enum Kind {
        WEARER,
        HAND,
        OBJECT,
        SURFACE,
        PERSON
    }

    @Override
    public long firstFrameIndex() {
        return 0;
    }

    @Override
    public long frameCount() {
        return 0;
    }
}
