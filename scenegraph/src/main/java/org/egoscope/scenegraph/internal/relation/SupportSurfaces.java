package org.egoscope.scenegraph.internal.relation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.observation.Instance;
import org.egoscope.scenegraph.internal.frame.SceneReader;
import org.egoscope.scenegraph.internal.frame.Track;

/**
 * Which masks are one surface. Segmentation cuts a table into pieces and numbers them anew, but what nobody takes up stays where it is:
 * pieces that were seen under one thing while it rested are pieces of what it rests on. A surface has one identity, that of the piece that
 * has carried most for longest, a named one before others. What hands have used, looks have dwelt on or
 * a name tells to be no surface is a thing of its own, and never joined.
 */
final class SupportSurfaces {
    private final SceneReader reader;
    private final Surfaces surfaces;
    /** Lowest track of the pieces that each piece is one with. */
    private final TreeMap<Long, Long> groups = new TreeMap<>();
    /** Frames in which each track has carried something, for each such thing. */
    private final TreeMap<Long, Long> loads = new TreeMap<>();

    SupportSurfaces(SceneReader reader, Surfaces surfaces) {
        this.reader = reader;
        this.surfaces = surfaces;
    }

    /** The track that stands for the surface that this one is a piece of; the same if it is alone. */
    long identityOf(long trackId) {
        long group = groupOf(trackId);
        long best = trackId;
        for (Map.Entry<Long, Long> entry : groups.entrySet()) {
            best = entry.getValue() == group && isBetter(entry.getKey(), best) ? entry.getKey() : best;
        }
        return best;
    }

    private boolean isBetter(long trackA, long trackB) {
        if (isNamed(trackA) != isNamed(trackB)) {
            return isNamed(trackA);
        }
        long a = loads.getOrDefault(trackA, 0L);
        long b = loads.getOrDefault(trackB, 0L);
        return a > b || a == b && trackA < trackB;
    }

    private long groupOf(long trackId) {
        return groups.getOrDefault(trackId, trackId);
    }

    boolean areOne(long trackA, long trackB) {
        return groupOf(trackA) == groupOf(trackB);
    }

    /** Something was seen to rest on it in one more frame. */
    void carry(long trackId) {
        loads.merge(trackId, 1L, Long::sum);
    }

    /** Both were under one thing while it rested. */
    void join(long trackA, long trackB) {
        if (areOne(trackA, trackB) || !mayBePiece(trackA) || !mayBePiece(trackB)) {
            return;
        }
        long a = groupOf(trackA);
        long b = groupOf(trackB);
        long joined = Math.min(a, b);
        groups.put(trackA, joined);
        groups.put(trackB, joined);
        groups.replaceAll((member, group) -> group == a || group == b ? joined : group);
    }

    private boolean mayBePiece(long trackId) {
        Track track = reader.track(trackId);
        return track != null && (surfaces.isSurface(track) || !Worth.isShown(track));
    }

    private boolean isNamed(long trackId) {
        Track track = reader.track(trackId);
        return track != null && !track.votes().label().equals(Instance.UNKNOWN);
    }

    /** Pieces that are not remembered any more are let go. */
    void forgetStale() {
        groups.keySet().removeIf(piece -> reader.track(piece) == null);
        loads.keySet().removeIf(piece -> reader.track(piece) == null);
    }

    void write(DataOutput out) throws IOException {
        write(groups, out);
        write(loads, out);
    }

    private static void write(TreeMap<Long, Long> values, DataOutput out) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<Long, Long> entry : values.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeLong(entry.getValue());
        }
    }

    void read(DataInput in) throws IOException {
        read(groups, in);
        read(loads, in);
    }

    private static void read(TreeMap<Long, Long> values, DataInput in) throws IOException {
        values.clear();
        for (int i = in.readInt(); i > 0; i--) {
            values.put(in.readLong(), in.readLong());
        }
    }
}
