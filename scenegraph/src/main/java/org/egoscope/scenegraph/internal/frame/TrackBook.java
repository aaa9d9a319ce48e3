package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Recent tracks by id. Where perception loses a thing and finds it again at the same place under a new id, the new id is taken for the
 * old one, so that a contact does not end with the id. As soon as the old id is seen again beside it, the two are kept apart.
 */
final class TrackBook {
    /** A track not seen for this long is forgotten; every open interval about it has closed long before. */
    private static final long FORGET_NANOS = 20_000_000_000L;

    /** How long after its last sight a track may go on under another id. */
    private static final long SUCCESSION_NANOS = 1_000_000_000L;

    /** Boxes that overlap so much, with areas so alike, are the same thing (usual association gate of box trackers). */
    private static final double SUCCESSION_IOU = 0.5;

    /** Bound on memory if perception numbers masks anew all the time: the ones unseen for longest go first. */
    private static final int MAX_TRACKS = 1024;

    private final TreeMap<Long, Track> tracks = new TreeMap<>();
    private final TreeMap<Long, Long> successors = new TreeMap<>();

    @Nullable Track find(long id) {
        return tracks.get(id);
    }

    /** The id under which a thing is kept. */
    long identityOf(long rawId) {
        return successors.getOrDefault(rawId, rawId);
    }

    /** Moves the remembered places of all tracks with the background; those of unknown depth as if they were as far as the hands. */
    void warp(CameraMotion motion, double handDepthMeters) {
        for (Track track : tracks.values()) {
            track.warp(motion, handDepthMeters);
        }
    }

    /** Settles which new ids go on for vanished ones, before the sightings of a frame are taken in. */
    void resolve(Moment moment, List<Sighting> sightings) {
        TreeSet<Long> present = new TreeSet<>();
        for (Sighting sighting : sightings) {
            present.add(sighting.instance().trackId());
        }
        successors.entrySet().removeIf(entry -> present.contains(entry.getValue()));
        TreeSet<Long> taken = new TreeSet<>(present);
        for (long id : present) {
            taken.add(identityOf(id));
        }
        for (Sighting sighting : sightings) {
            long id = sighting.instance().trackId();
            if (!tracks.containsKey(id) && !successors.containsKey(id)) {
                Track vanished = predecessor(moment, sighting, taken);
                if (vanished != null) {
                    successors.put(id, vanished.id());
                    taken.add(vanished.id());
                }
            }
        }
    }

    private @Nullable Track predecessor(Moment moment, Sighting sighting, TreeSet<Long> taken) {
        Track best = null;
        double bestIou = SUCCESSION_IOU;
        for (Track track : tracks.values()) {
            if (moment.startNanos() - track.last().startNanos() > SUCCESSION_NANOS || taken.contains(track.id())) {
                continue;
            }
            double iou = expectedBox(track).iou(sighting.shape().box());
            if (iou > bestIou && labelsAgree(track, sighting.instance())) {
                best = track;
                bestIou = iou;
            }
        }
        return best;
    }

    /** The last box, moved with the background since. */
    private static BoundingBox expectedBox(Track track) {
        BoundingBox box = track.box();
        double shiftX = track.drift().x() - track.centroidX();
        double shiftY = track.drift().y() - track.centroidY();
        return new BoundingBox((float) (box.x() + shiftX), (float) (box.y() + shiftY), box.width(), box.height());
    }

    private static boolean labelsAgree(Track track, Instance instance) {
        String known = track.votes().label();
        return known.equals(Instance.UNKNOWN) || instance.label().equals(Instance.UNKNOWN) || known.equals(instance.label());
    }

    Track sight(Moment moment, Sighting sighting, boolean asHand) {
        Instance instance = sighting.instance();
        Track track = tracks.computeIfAbsent(identityOf(instance.trackId()), id -> new Track(id, moment));
        track.observe(moment, sighting.shape(), instance.mask().size(), asHand, instance.predictedIou());
        track.votes().vote(instance.label(), instance.labelScore());
        return track;
    }

    void forgetStale(Moment now) {
        tracks.values().removeIf(track -> now.startNanos() - track.last().startNanos() > FORGET_NANOS);
        while (tracks.size() > MAX_TRACKS) {
            Track stalest = tracks.firstEntry().getValue();
            for (Track track : tracks.values()) {
                stalest = track.last().startNanos() < stalest.last().startNanos() ? track : stalest;
            }
            tracks.remove(stalest.id());
        }
        successors.values().removeIf(id -> !tracks.containsKey(id));
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(tracks.size());
        for (Track track : tracks.values()) {
            track.write(out);
        }
        out.writeInt(successors.size());
        for (Map.Entry<Long, Long> entry : successors.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeLong(entry.getValue());
        }
    }

    void read(DataInput in) throws IOException {
        tracks.clear();
        successors.clear();
        for (int i = in.readInt(); i > 0; i--) {
            Track track = Track.read(in);
            tracks.put(track.id(), track);
        }
        for (int i = in.readInt(); i > 0; i--) {
            successors.put(in.readLong(), in.readLong());
        }
    }
}
