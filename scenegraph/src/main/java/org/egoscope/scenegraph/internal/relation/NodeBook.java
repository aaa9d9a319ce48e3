package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.egoscope.core.Sink;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.GraphEdge.Endpoint;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.graph.GraphNode.Kind;
import org.egoscope.core.observation.Instance;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.SceneReader;
import org.egoscope.scenegraph.internal.frame.Thing;
import org.egoscope.scenegraph.internal.frame.Track;
import org.jspecify.annotations.Nullable;

/** Nodes emitted so far and the label last told of each, so that a node is emitted once and corrected when its label changes. */
public final class NodeBook {
    /**
     * Labels remembered, by last use; a node that was out of sight while this many others were seen is emitted again if it comes back.
     * Half a megabyte, hours of new things.
     */
    private static final int MAX_REMEMBERED = 20_000;

    private final SceneReader reader;
    private final Surfaces surfaces;
    private final long nodeNanos;
    private final LinkedHashMap<Long, String> told = new LinkedHashMap<>(64, 0.75f, true);
    private @Nullable Moment firstMoment;

    public NodeBook(SceneReader reader, Surfaces surfaces, long nodeNanos) {
        this.reader = reader;
        this.surfaces = surfaces;
        this.nodeNanos = nodeNanos;
    }

    /** Emits what is new in this frame and corrects labels. */
    public void see(SceneFrame frame, Sink<? super GraphEvent> out) {
        Moment moment = frame.moment();
        if (firstMoment == null) {
            firstMoment = moment;
        }
        ensure(GraphNode.WEARER, firstMoment, moment, out);
        if (frame.left() != null) {
            ensure(GraphNode.LEFT_HAND, moment, moment, out);
        }
        if (frame.right() != null) {
            ensure(GraphNode.RIGHT_HAND, moment, moment, out);
        }
        for (Thing thing : frame.things()) {
            Track track = thing.track();
            if (track.first().through(moment).durationNanos() >= nodeNanos && track.sightings() > 1) {
                ensure(EdgeKey.nodeOfTrack(track.id()), track.first(), moment, out);
            }
            correct(track, moment, out);
        }
    }

    private void correct(Track track, Moment moment, Sink<? super GraphEvent> out) {
        long nodeId = EdgeKey.nodeOfTrack(track.id());
        String known = told.get(nodeId);
        if (known != null && !known.equals(track.votes().label())) {
            told.put(nodeId, track.votes().label());
            out.emit(new Correction(nodeId, track.votes().label(), track.votes().score(), moment.start()));
        }
    }

    /** Emits the node unless it has been. */
    void ensure(long nodeId, Moment first, Moment last, Sink<? super GraphEvent> out) {
        if (told.containsKey(nodeId)) {
            return;
        }
        GraphNode node = nodeId <= GraphNode.RIGHT_HAND ? ofWearer(nodeId, first, last) : ofTrack(nodeId, first, last);
        told.put(nodeId, node.label());
        forgetOldest();
        out.emit(node);
    }

    private static GraphNode ofWearer(long nodeId, Moment first, Moment last) {
        Kind kind = nodeId == GraphNode.WEARER ? Kind.WEARER : Kind.HAND;
        return new GraphNode(nodeId, kind, wearerLabel(nodeId), 1, 0, first.through(last));
    }

    private static String wearerLabel(long nodeId) {
        return nodeId == GraphNode.WEARER ? "wearer" : nodeId == GraphNode.LEFT_HAND ? "left_hand" : "right_hand";
    }

    private GraphNode ofTrack(long nodeId, Moment first, Moment last) {
        long trackId = EdgeKey.trackOfNode(nodeId);
        Track track = reader.track(trackId);
        if (track == null) {
            return new GraphNode(nodeId, Kind.OBJECT, Instance.UNKNOWN, 0, trackId, first.through(last));
        }
        String label = track.votes().label();
        return new GraphNode(nodeId, kindOf(track), label, track.votes().score(), trackId, track.first().through(track.last()));
    }

    private Kind kindOf(Track track) {
        if (track.votes().label().equals("person")) {
            return Kind.PERSON;
        }
        return surfaces.isSurface(track) ? Kind.SURFACE : Kind.OBJECT;
    }

    private void forgetOldest() {
        Iterator<Long> oldest = told.keySet().iterator();
        while (told.size() > MAX_REMEMBERED) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Label known now; {@code unknown} if none. */
    public String label(long nodeId) {
        if (nodeId <= GraphNode.RIGHT_HAND) {
            return wearerLabel(nodeId);
        }
        Track track = reader.track(EdgeKey.trackOfNode(nodeId));
        return track == null ? told.getOrDefault(nodeId, Instance.UNKNOWN) : track.votes().label();
    }

    Endpoint endpoint(long nodeId) {
        return new Endpoint(nodeId, EdgeKey.trackOfNode(nodeId), label(nodeId));
    }

    public void write(DataOutput out) throws IOException {
        Moment.write(firstMoment, out);
        out.writeInt(told.size());
        for (Map.Entry<Long, String> entry : told.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    public void read(DataInput in) throws IOException {
        told.clear();
        firstMoment = Moment.read(in);
        for (int i = in.readInt(); i > 0; i--) {
            told.put(in.readLong(), in.readUTF());
        }
    }
}
