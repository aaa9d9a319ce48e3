package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.SegmentConfig;

/** All tracks of a session that are seen or may be found again, and the counters that give identities. */
final class TrackStore {
    /** So often seen, a thing is known as such and worth to be remembered by its place. */
    static final int SETTLED = 4;

    /** Each is compared with each new region. */
    private static final int MOST_LOST = 96;

    /** In the order of the planes of the last key frame. */
    final List<Track> active = new ArrayList<>();
    /** Longest lost first. */
    final List<Track> lost = new ArrayList<>();
    final PartPairs pairs = new PartPairs();
    final VainClicks vainClicks = new VainClicks();
    private long nextId = 1;
    private long nextSerial = 1;

    Track open(BoundingBox box, ColourHistogram looks) {
        return new Track(nextSerial++, box, looks);
    }

    void confirm(Track track) {
        if (track.id == 0) {
            track.id = nextId++;
        }
    }

    /** Unconfirmed tracks are forgotten: nobody has heard of them. */
    void lose(Track track) {
        track.mask = null;
        if (track.id != 0) {
            lost.add(track);
        }
    }

    /** It was no thing of its own and will not come back. */
    void end(Track track) {
        track.mask = null;
    }

    /** Drops what was lost too long ago: a thing with a place in the world is remembered longer than one without. */
    void forget(long nowNanos, SegmentConfig config) {
        lost.removeIf(track -> {
            boolean placed = track.keyFramesSeen >= SETTLED && track.place.point() != null;
            return track.lastExpectedNanos < nowNanos - (placed ? config.absentTrackNanos() : config.lostTrackNanos());
        });
        while (lost.size() > MOST_LOST) {
            Track least = lost.get(0);
            for (Track track : lost) {
                least = worth(track) < worth(least) ? track : least;
            }
            lost.remove(least);
        }
    }

    /** How often it was seen, named things more. */
    private static int worth(Track track) {
        return track.keyFramesSeen * (track.votes.best() >= 0 ? 4 : 1);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(nextId);
        out.writeLong(nextSerial);
        for (List<Track> tracks : List.of(active, lost)) {
            out.writeInt(tracks.size());
            for (Track track : tracks) {
                track.write(out);
            }
        }
        pairs.write(out);
        vainClicks.write(out);
    }

    void read(DataInputStream in, ImageSize size) throws IOException {
        nextId = in.readLong();
        nextSerial = in.readLong();
        for (List<Track> tracks : List.of(active, lost)) {
            tracks.clear();
            for (int count = in.readInt(); count > 0; count--) {
                tracks.add(Track.read(in, size));
            }
        }
        pairs.read(in);
        vainClicks.read(in);
    }

    void clear() {
        active.clear();
        lost.clear();
        pairs.clear();
        vainClicks.clear();
        nextId = 1;
        nextSerial = 1;
    }
}
