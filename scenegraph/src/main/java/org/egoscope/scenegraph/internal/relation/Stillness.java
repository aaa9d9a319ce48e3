package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Since when things have stayed where they are. What lies still relates to what lies still around it as it did when it came there, whether
 * or not that could be measured from the start.
 */
final class Stillness {
    /** A thing faster than this moves, own sizes per second: 4 cm/s for a cup. */
    static final double MOST_SPEED = 0.5;

    private record Still(Moment since, Moment last) {}

    private final TreeMap<Long, Still> things = new TreeMap<>();
    private final long unseenNanos;

    /** @param unseenNanos out of sight for longer, a thing may have been elsewhere meanwhile */
    Stillness(long unseenNanos) {
        this.unseenNanos = unseenNanos;
    }

    /** The thing is seen. */
    void see(long thing, boolean still, Moment now) {
        if (still) {
            Still before = things.get(thing);
            boolean goesOn = before != null && now.startNanos() - before.last().endNanos() <= unseenNanos;
            things.put(thing, new Still(goesOn ? before.since() : now, now));
        } else {
            things.remove(thing);
        }
    }

    void forgetUnseen(Moment now) {
        things.values().removeIf(still -> now.startNanos() - still.last().endNanos() > unseenNanos);
    }

    /** Null while it moves. */
    @Nullable Moment since(long thing) {
        Still still = things.get(thing);
        return still == null ? null : still.since();
    }

    /** Since when both have been still; null while one moves. */
    @Nullable Moment since(long thingA, long thingB) {
        Moment a = since(thingA);
        Moment b = since(thingB);
        return a == null || b == null ? null : a.laterOf(b);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(things.size());
        for (Map.Entry<Long, Still> entry : things.entrySet()) {
            out.writeLong(entry.getKey());
            Moment.write(entry.getValue().since(), out);
            Moment.write(entry.getValue().last(), out);
        }
    }

    void read(DataInput in) throws IOException {
        things.clear();
        for (int i = in.readInt(); i > 0; i--) {
            long thing = in.readLong();
            things.put(thing, new Still(Moment.readPresent(in), Moment.readPresent(in)));
        }
    }
}
