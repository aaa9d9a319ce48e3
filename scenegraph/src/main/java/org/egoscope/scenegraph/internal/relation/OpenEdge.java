package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.time.MediaTime;
import org.egoscope.scenegraph.internal.frame.Moment;

/** An edge that has begun: a candidate with its evidence held back, or open once it has an id. */
final class OpenEdge {
    /** Evidence held back before an edge is sure; the oldest goes first. */
    private static final int MAX_PENDING = 128;

    final Moment start;
    Moment lastSupport;
    /** 0 while it is a candidate. */
    long edgeId;

    /** Last frame in which it could not be measured; it matters in that frame only and is not part of the state. */
    long lastDoubt = -1;

    int supports;
    private double confidenceSum;
    private float minConfidence = 1;
    private final List<EdgeEvidence> pending = new ArrayList<>();

    OpenEdge(Moment start) {
        this.start = start;
        this.lastSupport = start;
    }

    void support(Moment moment, float confidence) {
        lastSupport = moment;
        supports++;
        confidenceSum += confidence;
        minConfidence = Math.min(minConfidence, confidence);
    }

    void hold(EdgeEvidence evidence) {
        if (pending.size() == MAX_PENDING) {
            pending.remove(0);
        }
        pending.add(evidence);
    }

    /** Held evidence under the edge's id; forgotten here. */
    List<EdgeEvidence> takePending() {
        List<EdgeEvidence> taken = new ArrayList<>(pending.size());
        for (EdgeEvidence held : pending) {
            taken.add(new EdgeEvidence(edgeId, held.frameIndex(), held.time(), held.confidence(), held.measure()));
        }
        pending.clear();
        return taken;
    }

    float meanConfidence() {
        return (float) (confidenceSum / supports);
    }

    float minConfidence() {
        return minConfidence;
    }

    long frameCount() {
        return lastSupport.frameIndex() - start.frameIndex() + 1;
    }

    void write(DataOutput out) throws IOException {
        Moment.write(start, out);
        Moment.write(lastSupport, out);
        out.writeLong(edgeId);
        out.writeInt(supports);
        out.writeDouble(confidenceSum);
        out.writeFloat(minConfidence);
        out.writeInt(pending.size());
        for (EdgeEvidence held : pending) {
            out.writeLong(held.frameIndex());
            out.writeLong(held.time().nanos());
            out.writeFloat(held.confidence());
            out.writeUTF(held.measure());
        }
    }

    static OpenEdge read(DataInput in) throws IOException {
        OpenEdge edge = new OpenEdge(Moment.readPresent(in));
        edge.lastSupport = Moment.readPresent(in);
        edge.edgeId = in.readLong();
        edge.supports = in.readInt();
        edge.confidenceSum = in.readDouble();
        edge.minConfidence = in.readFloat();
        for (int i = in.readInt(); i > 0; i--) {
            edge.pending.add(new EdgeEvidence(
                    0, in.readLong(), MediaTime.ofNanos(in.readLong()), in.readFloat(), in.readUTF()));
        }
        return edge;
    }
}
