package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.time.MediaTime;
import org.egoscope.scenegraph.internal.frame.Moment;

/** An edge that has begun: a candidate with its evidence held back, or open once it has an id. */
final class OpenEdge {
    /** Evidence held back before an edge is sure; the oldest goes first. */
    private static final int MAX_PENDING = 128;

    final Moment start;
    Moment lastSupport;
    /** First frame in which it was measured; its start may be known to be earlier. */
    Moment firstSupport;
    /** 0 while it is a candidate. */
    long edgeId;

    /** Last frame in which it could not be measured; it matters in that frame only and is not part of the state. */
    long lastDoubt = -1;

    int supports;
    private double confidenceSum;
    private float minConfidence = 1;
    /** Frames by object, where the object is told by vote. */
    private final TreeMap<Long, Integer> votes = new TreeMap<>();

    private final List<EdgeEvidence> pending = new ArrayList<>();

    OpenEdge(Moment start) {
        this.start = start;
        this.lastSupport = start;
        this.firstSupport = start;
    }

    void support(Moment moment, float confidence) {
        firstSupport = supports == 0 ? moment : firstSupport;
        lastSupport = moment;
        supports++;
        confidenceSum += confidence;
        minConfidence = Math.min(minConfidence, confidence);
    }

    /** One more frame for an object; returns how many it has. */
    int vote(long object) {
        return votes.merge(object, 1, Integer::sum);
    }

    LongStream objectsWith(int leastVotes) {
        return votes.entrySet().stream().filter(entry -> entry.getValue() >= leastVotes).mapToLong(Map.Entry::getKey);
    }

    /** The object with the most frames, those of one identity taken together; of equals the lowest. */
    long mostVoted(LongUnaryOperator identities) {
        TreeMap<Long, Integer> sums = new TreeMap<>();
        votes.forEach((object, count) -> sums.merge(identities.applyAsLong(object), count, Integer::sum));
        Map.Entry<Long, Integer> best = sums.firstEntry();
        for (Map.Entry<Long, Integer> entry : sums.entrySet()) {
            best = entry.getValue() > best.getValue() ? entry : best;
        }
        return best.getKey();
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

    /** Measured for at least so long, in at least half of the frames. */
    boolean isMeasured(long leastNanos) {
        long frames = lastSupport.frameIndex() - firstSupport.frameIndex() + 1;
        return firstSupport.through(lastSupport).durationNanos() >= leastNanos && supports * 2L >= frames;
    }

    long frameCount() {
        return lastSupport.frameIndex() - start.frameIndex() + 1;
    }

    void write(DataOutput out) throws IOException {
        Moment.write(start, out);
        Moment.write(lastSupport, out);
        Moment.write(firstSupport, out);
        out.writeLong(edgeId);
        out.writeInt(supports);
        out.writeDouble(confidenceSum);
        out.writeFloat(minConfidence);
        out.writeInt(votes.size());
        for (Map.Entry<Long, Integer> vote : votes.entrySet()) {
            out.writeLong(vote.getKey());
            out.writeInt(vote.getValue());
        }
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
        edge.firstSupport = Moment.readPresent(in);
        edge.edgeId = in.readLong();
        edge.supports = in.readInt();
        edge.confidenceSum = in.readDouble();
        edge.minConfidence = in.readFloat();
        for (int i = in.readInt(); i > 0; i--) {
            edge.votes.put(in.readLong(), in.readInt());
        }
        for (int i = in.readInt(); i > 0; i--) {
            edge.pending.add(new EdgeEvidence(
                    0, in.readLong(), MediaTime.ofNanos(in.readLong()), in.readFloat(), in.readUTF()));
        }
        return edge;
    }
}
