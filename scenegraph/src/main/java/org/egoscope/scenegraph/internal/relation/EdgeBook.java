package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.egoscope.core.Sink;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.scenegraph.Predicate;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;

/**
 * All open interval edges. An edge begins as a candidate with its first strong support, opens (gets an id, emits its nodes and the
 * evidence held back) after its shortest duration if at least half of the frames supported it, and closes at its last support.
 */
public final class EdgeBook {
    /**
     * How the edges of one predicate open and close.
     *
     * @param minNanos candidate time; an edge whose owner decides is opened by {@link #confirm}
     * @param leaveNanos closes after so long without support while its things are seen
     * @param unseenNanos closes after so long without support while one of its things is not seen
     * @param owned true if only {@link #confirm} and {@link #close} open and close it
     */
    public record Timing(long minNanos, long leaveNanos, long unseenNanos, boolean owned) {}

    /** What one frame says for an edge; weak support keeps an edge but does not begin one. */
    record Support(Moment moment, boolean strong, float confidence, Measure measure) {}

    private final NodeBook nodes;
    private final int evidenceStride;
    private final EnumMap<Predicate, Timing> timings;
    private final TreeMap<EdgeKey, OpenEdge> open = new TreeMap<>();
    private LongUnaryOperator identities = LongUnaryOperator.identity();
    private long nextEdgeId = 1;

    public EdgeBook(NodeBook nodes, Map<Predicate, Timing> timings, int evidenceStride) {
        this.nodes = nodes;
        this.timings = new EnumMap<>(timings);
        this.evidenceStride = evidenceStride;
    }

    /** Several nodes may be pieces of one thing: which of them stands for it. */
    void resolveBy(LongUnaryOperator identityOfNode) {
        identities = identityOfNode;
    }

    private Timing timing(Predicate predicate) {
        Timing timing = timings.get(predicate);
        if (timing == null) {
            throw new IllegalStateException("timing of " + predicate + ": expected one, got none");
        }
        return timing;
    }

    /**
     * The relation was measured to hold in this frame. Weak support (between the leave and the enter threshold) keeps an edge but does
     * not begin one.
     */
    public void support(EdgeKey key, Moment moment, boolean strong, float confidence, Measure measure, Sink<? super GraphEvent> out) {
        propose(key, moment, strong, confidence, measure, out);
        OpenEdge edge = open.get(key);
        if (edge != null && edge.edgeId == 0 && isSure(key, edge)) {
            confirm(key, out);
        }
    }

    /**
     * As {@link #support}, but of things not known to be worth telling of: the edge stays a candidate, to be told from its true beginning
     * on if it turns out later that they are.
     */
    void propose(EdgeKey key, Moment moment, boolean strong, float confidence, Measure measure, Sink<? super GraphEvent> out) {
        OpenEdge edge = open.get(key);
        if (edge == null) {
            if (!strong) {
                return;
            }
            edge = new OpenEdge(moment);
            open.put(key, edge);
        }
        boolean kept = edge.supports % evidenceStride == 0;
        edge.support(moment, confidence);
        if (kept) {
            EdgeEvidence evidence =
                    new EdgeEvidence(edge.edgeId, moment.frameIndex(), moment.start(), confidence, measure.toString());
            if (edge.edgeId == 0) {
                edge.hold(evidence);
            } else {
                out.emit(evidence);
            }
        }
    }

    /** {@link #support} if the things are known to be worth telling of, else {@link #propose}. */
    void take(EdgeKey key, boolean shown, Support said, Sink<? super GraphEvent> out) {
        if (shown) {
            support(key, said.moment(), said.strong(), said.confidence(), said.measure(), out);
        } else {
            propose(key, said.moment(), said.strong(), said.confidence(), said.measure(), out);
        }
    }

    /** Opens a candidate that was measured for so long, in most of its frames. */
    void confirmAfter(EdgeKey key, long leastNanos, Sink<? super GraphEvent> out) {
        OpenEdge edge = open.get(key);
        if (edge != null && edge.isMeasured(leastNanos)) {
            confirm(key, out);
        }
    }

    /**
     * Of an edge whose object is {@link EdgeKey#BY_VOTE}: one more frame for a node.
     *
     * @param leastVotes that make a node one of those that the edge is about; each pair of such nodes is told once
     */
    void vote(EdgeKey key, long node, int leastVotes, ObjectPair pair) {
        OpenEdge edge = open.get(key);
        if (edge != null && edge.vote(node) == leastVotes) {
            edge.objectsWith(leastVotes).filter(other -> other != node).forEach(other -> pair.found(other, node));
        }
    }

    /** Two objects of one edge. */
    interface ObjectPair {
        void found(long objectA, long objectB);
    }

    private long objectOf(EdgeKey key, OpenEdge edge) {
        return key.object() == EdgeKey.BY_VOTE ? edge.mostVoted(identities) : key.object();
    }

    /** Ends all edges of one predicate from a subject, and tells those of them that were sure and not told. */
    void settle(Predicate predicate, long subject, Sink<? super GraphEvent> out) {
        EdgeKey first = new EdgeKey(predicate, subject, Long.MIN_VALUE);
        EdgeKey last = new EdgeKey(predicate, subject, Long.MAX_VALUE);
        for (Map.Entry<EdgeKey, OpenEdge> entry : List.copyOf(open.subMap(first, last).entrySet())) {
            if (isSure(entry.getKey(), entry.getValue())) {
                confirm(entry.getKey(), out);
            }
            close(entry.getKey(), out);
        }
    }

    /** Starts a candidate at a moment known only now, unless there is one; its evidence begins with its first support. */
    public void begin(EdgeKey key, Moment start) {
        open.computeIfAbsent(key, ignored -> new OpenEdge(start));
    }

    /** The relation could not be measured in this frame (what would show it is hidden): silence says nothing. */
    public void doubt(Predicate predicate, long subject, Moment moment) {
        for (Map.Entry<EdgeKey, OpenEdge> entry : open.entrySet()) {
            if (entry.getKey().predicate() == predicate && entry.getKey().subject() == subject) {
                entry.getValue().lastDoubt = moment.frameIndex();
            }
        }
    }

    private boolean isSure(EdgeKey key, OpenEdge edge) {
        Timing timing = timing(key.predicate());
        return !timing.owned() && edge.isMeasured(timing.minNanos());
    }

    /** Opens a candidate: it has an id and its nodes are emitted. No effect where there is none or it is open. */
    public void confirm(EdgeKey key, Sink<? super GraphEvent> out) {
        OpenEdge edge = open.get(key);
        if (edge == null || edge.edgeId != 0) {
            return;
        }
        nodes.ensure(key.subject(), edge.start, edge.lastSupport, out);
        nodes.ensure(objectOf(key, edge), edge.start, edge.lastSupport, out);
        edge.edgeId = nextEdgeId++;
        edge.takePending().forEach(out::emit);
    }

    /** Ends it at its last support; a candidate vanishes. */
    public void close(EdgeKey key, Sink<? super GraphEvent> out) {
        OpenEdge edge = open.remove(key);
        if (edge != null && edge.edgeId != 0) {
            long object = objectOf(key, edge);
            nodes.ensure(object, edge.start, edge.lastSupport, out);
            out.emit(new GraphEdge(
                    edge.edgeId,
                    key.predicate().wireName(),
                    nodes.endpoint(key.subject()),
                    nodes.endpoint(object),
                    edge.start.through(edge.lastSupport),
                    edge.start.frameIndex(),
                    edge.frameCount(),
                    edge.meanConfidence(),
                    edge.minConfidence()));
        }
    }

    /** True if it is open and no candidate any more. */
    boolean isTold(EdgeKey key) {
        OpenEdge edge = open.get(key);
        return edge != null && edge.edgeId != 0;
    }

    public boolean isOpen(EdgeKey key) {
        return open.containsKey(key);
    }

    /** Closes what was not supported for long enough. Call once per frame, after all support. */
    public void endFrame(SceneFrame frame, Sink<? super GraphEvent> out) {
        List<EdgeKey> ended = new ArrayList<>();
        for (Map.Entry<EdgeKey, OpenEdge> entry : open.entrySet()) {
            Timing timing = timing(entry.getKey().predicate());
            long silence = frame.moment().endNanos() - entry.getValue().lastSupport.endNanos();
            boolean measured = bothSeen(entry.getKey(), frame) && entry.getValue().lastDoubt != frame.moment().frameIndex();
            long allowed = measured ? timing.leaveNanos() : timing.unseenNanos();
            if (!timing.owned() && silence > allowed) {
                ended.add(entry.getKey());
            }
        }
        ended.forEach(key -> close(key, out));
    }

    private static boolean bothSeen(EdgeKey key, SceneFrame frame) {
        return isSeen(EdgeKey.trackOfNode(key.subject()), frame) && isSeen(EdgeKey.trackOfNode(key.object()), frame);
    }

    private static boolean isSeen(long trackId, SceneFrame frame) {
        return trackId == 0 || frame.thing(trackId) != null;
    }

    /** Ends everything: a long gap, or the end. */
    public void closeAll(Sink<? super GraphEvent> out) {
        List.copyOf(open.keySet()).forEach(key -> close(key, out));
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(nextEdgeId);
        out.writeInt(open.size());
        for (Map.Entry<EdgeKey, OpenEdge> entry : open.entrySet()) {
            out.writeUTF(entry.getKey().predicate().name());
            out.writeLong(entry.getKey().subject());
            out.writeLong(entry.getKey().object());
            entry.getValue().write(out);
        }
    }

    public void read(DataInput in) throws IOException {
        open.clear();
        nextEdgeId = in.readLong();
        for (int i = in.readInt(); i > 0; i--) {
            EdgeKey key = new EdgeKey(Predicate.valueOf(in.readUTF()), in.readLong(), in.readLong());
            open.put(key, OpenEdge.read(in));
        }
    }
}
