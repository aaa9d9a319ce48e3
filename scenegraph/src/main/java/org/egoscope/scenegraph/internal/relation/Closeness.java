package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.scenegraph.internal.frame.Moment;

/**
 * Whether two things that lie still are near each other: each frame in which both can be measured votes, since the distance between two
 * that nobody takes up does not change, whatever an arm or the picture's edge leaves of their masks meanwhile.
 */
final class Closeness {
    /** Two things, the one with the lower track first. */
    record Pair(long a, long b) implements Comparable<Pair> {
        static Pair of(long one, long other) {
            return new Pair(Math.min(one, other), Math.max(one, other));
        }

        @Override
        public int compareTo(Pair other) {
            return a != other.a ? Long.compare(a, other.a) : Long.compare(b, other.b);
        }
    }

    private record Votes(long sinceNanos, int near, int far) {}

    private final TreeMap<Pair, Votes> votes = new TreeMap<>();

    /** One more frame. @param since when both have come to rest */
    void vote(Pair pair, Moment since, boolean near) {
        Votes before = votes.get(pair);
        boolean goesOn = before != null && before.sinceNanos() == since.startNanos();
        int nears = goesOn ? before.near() : 0;
        int fars = goesOn ? before.far() : 0;
        votes.put(pair, new Votes(since.startNanos(), nears + (near ? 1 : 0), fars + (near ? 0 : 1)));
    }

    /** True if at least half of the frames since both have come to rest say so. */
    boolean areNear(Pair pair, Moment since) {
        Votes counted = votes.get(pair);
        return counted != null && counted.sinceNanos() == since.startNanos() && counted.near() >= counted.far();
    }

    /** One of the two moves, or was out of sight for so long that it may have. */
    void forget(Pair pair) {
        votes.remove(pair);
    }

    Iterable<Pair> pairs() {
        return List.copyOf(votes.keySet());
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(votes.size());
        for (Map.Entry<Pair, Votes> entry : votes.entrySet()) {
            out.writeLong(entry.getKey().a());
            out.writeLong(entry.getKey().b());
            out.writeLong(entry.getValue().sinceNanos());
            out.writeInt(entry.getValue().near());
            out.writeInt(entry.getValue().far());
        }
    }

    void read(DataInput in) throws IOException {
        votes.clear();
        for (int i = in.readInt(); i > 0; i--) {
            votes.put(new Pair(in.readLong(), in.readLong()), new Votes(in.readLong(), in.readInt(), in.readInt()));
        }
    }
}
