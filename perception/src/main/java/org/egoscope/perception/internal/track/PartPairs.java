package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Evidence, gathered over key frames, that two tracks are parts of one thing. Only tracks that were opened at about the same time, beside
 * each other, are ever asked about: what was seen by itself first and came to lie beside another thing later is no part of it.
 */
final class PartPairs {
    /** Key frames in which two tracks must look like one thing, less those in which they do not. */
    static final int ENOUGH = 4;

    /** A track that was seen in so many key frames is no longer new. */
    private static final int NEW = 2;

    /** Key frames between the openings of two parts of one thing. */
    private static final int TOGETHER = 4;

    /** Keys of evidence for twins have this bit. */
    private static final long TWINS = 1L << 63;

    private final TreeMap<Long, Integer> evidence = new TreeMap<>();

    private static long key(Track a, Track b) {
        return Math.min(a.serial, b.serial) << 32 | Math.max(a.serial, b.serial);
    }

    /** True if the two may be parts of one thing; begins to gather evidence where they are new. */
    boolean mayBeOne(Track a, Track b) {
        int younger = Math.min(a.keyFramesSeen, b.keyFramesSeen);
        boolean together = younger <= NEW && Math.abs(a.keyFramesSeen - b.keyFramesSeen) <= TOGETHER;
        if (together) {
            evidence.putIfAbsent(key(a, b), 0);
        }
        return evidence.containsKey(key(a, b));
    }

    /** @return true if there is enough evidence now */
    boolean add(Track a, Track b, int change) {
        return evidence.merge(key(a, b), change, (old, more) -> Math.max(0, old + more)) >= ENOUGH;
    }

    /**
     * Evidence that two tracks are the whole of one thing each, which any two may turn out to be at any time.
     *
     * @return true if there is enough now
     */
    boolean addTwins(Track a, Track b, boolean alike) {
        long twins = key(a, b) | TWINS;
        int now = Math.max(0, evidence.getOrDefault(twins, 0) + (alike ? 1 : -1));
        if (now == 0) {
            evidence.remove(twins);
        } else {
            evidence.put(twins, now);
        }
        return now >= ENOUGH;
    }

    /** They were seen apart: two things, for good. */
    void separate(Track a, Track b) {
        evidence.remove(key(a, b));
    }

    /** What is known of a part's pairs holds for the thing that it was joined to. */
    void transfer(Track part, Track whole, Iterable<Track> others) {
        evidence.remove(key(part, whole));
        evidence.remove(key(part, whole) | TWINS);
        for (Track other : others) {
            evidence.remove(key(part, other) | TWINS);
            Integer known = evidence.remove(key(part, other));
            if (known != null && other != whole) {
                evidence.merge(key(whole, other), known, Math::max);
            }
        }
    }

    /** Forgets the pairs of tracks that are no more. */
    void keep(Set<Long> serials) {
        evidence.keySet().removeIf(key -> !serials.contains((key & ~TWINS) >>> 32) || !serials.contains(key & 0xFFFFFFFFL));
    }

    void clear() {
        evidence.clear();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(evidence.size());
        for (Map.Entry<Long, Integer> entry : evidence.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeInt(entry.getValue());
        }
    }

    void read(DataInputStream in) throws IOException {
        evidence.clear();
        for (int count = in.readInt(); count > 0; count--) {
            evidence.put(in.readLong(), in.readInt());
        }
    }
}
