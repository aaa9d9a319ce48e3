package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.scenegraph.internal.frame.SceneReader;
import org.egoscope.scenegraph.internal.frame.Thing;

/**
 * Which tracks are one thing cut out in two ways: masks of like size of which one mostly covers the other, frame after frame. Relations are
 * told of the older one; where it is missing the younger one goes on for it. Two that are seen apart are two things again.
 */
final class Wholes {
    /** Of the smaller mask in the larger one. */
    private static final double COMMON = 0.6;

    /** A thing lying in another is smaller than that by more: an apple in a bowl by four. */
    private static final double MOST_RATIO = 3;

    /** Frames together that make two one, a quarter of a second; as many apart undo it, twice as many after a long time together. */
    private static final int JOINING_FRAMES = 8;

    private static final int MOST_FRAMES = 2 * JOINING_FRAMES;

    private record Pair(long older, long younger) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            return older != other.older ? Long.compare(older, other.older) : Long.compare(younger, other.younger);
        }
    }

    private final SceneReader reader;
    private final TreeMap<Pair, Integer> together = new TreeMap<>();
    private final TreeMap<Long, Long> olderOf = new TreeMap<>();

    Wholes(SceneReader reader) {
        this.reader = reader;
    }

    /** Takes in a frame; {@code candidates} says which of its things may be wholes or parts at all. */
    void see(List<Thing> things, boolean[] candidates) {
        for (int i = 0; i < things.size(); i++) {
            for (int j = i + 1; j < things.size() && candidates[i]; j++) {
                if (candidates[j]) {
                    weigh(things.get(i), things.get(j));
                }
            }
        }
        together.keySet().removeIf(pair -> reader.track(pair.older()) == null || reader.track(pair.younger()) == null);
        olderOf.entrySet().removeIf(entry -> !together.containsKey(new Pair(entry.getValue(), entry.getKey())));
    }

    private void weigh(Thing older, Thing younger) {
        Pair pair = new Pair(older.id(), younger.id());
        if (isCommon(older, younger)) {
            int frames = Math.min(MOST_FRAMES, together.merge(pair, 1, Integer::sum));
            together.put(pair, frames);
            if (frames >= JOINING_FRAMES) {
                olderOf.putIfAbsent(younger.id(), older.id());
            }
        } else {
            together.computeIfPresent(pair, (same, frames) -> frames == 1 ? null : frames - 1);
        }
    }

    private static boolean isCommon(Thing a, Thing b) {
        double smaller = Math.min(a.shape().area(), b.shape().area());
        double larger = Math.max(a.shape().area(), b.shape().area());
        return larger <= MOST_RATIO * smaller && meet(a.shape().box(), b.shape().box())
                && a.shape().overlap(b.shape()) >= COMMON * smaller;
    }

    private static boolean meet(BoundingBox a, BoundingBox b) {
        return a.x() < b.right() && b.x() < a.right() && a.y() < b.bottom() && b.y() < a.bottom();
    }

    /** The oldest track of the thing that this one is of. */
    long of(long trackId) {
        TreeSet<Long> passed = new TreeSet<>();
        long oldest = trackId;
        while (olderOf.containsKey(oldest) && passed.add(oldest)) {
            oldest = olderOf.get(oldest);
        }
        return oldest;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(together.size());
        for (Map.Entry<Pair, Integer> entry : together.entrySet()) {
            out.writeLong(entry.getKey().older());
            out.writeLong(entry.getKey().younger());
            out.writeInt(entry.getValue());
        }
        out.writeInt(olderOf.size());
        for (Map.Entry<Long, Long> entry : olderOf.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeLong(entry.getValue());
        }
    }

    void read(DataInput in) throws IOException {
        together.clear();
        olderOf.clear();
        for (int i = in.readInt(); i > 0; i--) {
            together.put(new Pair(in.readLong(), in.readLong()), in.readInt());
        }
        for (int i = in.readInt(); i > 0; i--) {
            olderOf.put(in.readLong(), in.readLong());
        }
    }
}
