package org.egoscope.scenegraph.internal.relation;

import java.util.Comparator;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.scenegraph.Predicate;

/** Which relation between which nodes. Ordered, so that open edges are always visited in the same order. */
public record EdgeKey(Predicate predicate, long subject, long object) implements Comparable<EdgeKey> {
    private static final Comparator<EdgeKey> ORDER = Comparator.comparing(EdgeKey::predicate)
            .thenComparingLong(EdgeKey::subject)
            .thenComparingLong(EdgeKey::object);

    /** Nodes 1 to 3 are the wearer and the hands, some are kept free; the node of track t is t + 9. */
    private static final long NODE_OF_TRACK_ZERO = 9;

    /** As the object: whatever most frames vote for. No node has this id. */
    static final long BY_VOTE = 0;

    public static long nodeOfTrack(long trackId) {
        return trackId + NODE_OF_TRACK_ZERO;
    }

    /** 0 for the wearer and the hands. */
    public static long trackOfNode(long nodeId) {
        return nodeId <= GraphNode.RIGHT_HAND ? 0 : nodeId - NODE_OF_TRACK_ZERO;
    }

    @Override
    public int compareTo(EdgeKey other) {
        return ORDER.compare(this, other);
    }
}
