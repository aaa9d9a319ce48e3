package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.StateBytes;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandSettings;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.HandWork;

/**
 * Hands by two networks: a palm detector finds them, the landmark network follows each from its own last keypoints.
 *
 * <p>What is spent. The detector runs by the video's clock: often while no hand is followed, seldom while two are. A followed hand is
 * looked at every {@code followSeconds}; in frames between it moves on with its last speed. A hand that is not seen where it should be is
 * looked for once more there and once around, then remembered for a second.
 *
 * <p>What is believed. A new hand that is not clearly one is reported only after a second look in a later frame agrees, see
 * {@link HandEvidence}. A followed hand may be weaker than a new one.
 */
public final class NetworkHandTracker implements HandTracker {
    private static final byte STATE_VERSION = 3;
    private static final int HANDS_OF_THE_WEARER = 2;
    /** Two tracks nearer than this share of the palm, in the mean of keypoints or in the middle of the palm, are one hand. */
    private static final double SAME_HAND = 0.45;
    private static final double SAME_PALM = 0.4;
    /** A hand found again within this time near its last place keeps its identity. */
    private static final long MEMORY_NANOS = 1_000_000_000L;
    /** ... and within this many palms. */
    private static final double MEMORY_PALMS = 2.0;
    /** A followed hand may be weaker than a new one: where it is is known, and blur passes. */
    private static final float FOLLOW_EASE = 0.65f;
    /** So much above its bar a new hand needs no second look. */
    private static final double CLEARLY = 0.2;
    /** Looks in vain before a hand counts as lost. */
    private static final int PATIENCE = 3;
    /** Views looked at in one search while no hand is followed and thus costs nothing. */
    private static final int VIEWS_WITHOUT_HANDS = 2;
    /** Frame times are rounded: a look is due when this much of the interval has passed. */
    private static final double NEARLY = 0.9;

    private final LandmarkNetwork landmarks;
    private final PalmDetector detector;
    private final HandEvidence evidence;
    private final HandSearch search;
    private final HandSettings settings;
    private final String method;
    private final HandDepth depth = new HandDepth();
    private final RoomMotion room = new RoomMotion();

    private List<HandTrack> tracks = new ArrayList<>();
    private List<HandTrack> lost = new ArrayList<>();
    private long nextId = 1;
    private long lastSearchNanos = Long.MIN_VALUE;

    NetworkHandTracker(PalmDetector detector, LandmarkNetwork landmarks, HandSettings settings, String method) {
        this.detector = detector;
        this.landmarks = landmarks;
        this.evidence = new HandEvidence(settings.presenceThreshold());
        this.search = new HandSearch(detector, landmarks, evidence);
        this.settings = settings;
        this.method = method;
    }

    /** A tracker on shared networks. */
    public static NetworkHandTracker on(HandNetworks networks, HandSettings settings) {
        return new NetworkHandTracker(
                new PalmDetector(networks.palm(), settings.palmThreshold()),
                new LandmarkNetwork(networks.landmarks(), networks.withWorld()), settings, networks.landmarks().name());
    }

    @Override
    public List<Hand> track(VideoFrame frame) {
        long now = frame.time().nanos();
        boolean watching = watchRoom(frame);
        List<HandTrack> gone = follow(frame, now);
        if (!gone.isEmpty() && tracks.size() < HANDS_OF_THE_WEARER) {
            take(search.around(gone.get(0), frame, tracks), frame, now);
        } else if (searchIsDue(now)) {
            lastSearchNanos = now;
            for (int views = tracks.isEmpty() ? VIEWS_WITHOUT_HANDS : 1; views > 0; views--) {
                take(search.nextView(frame, tracks), frame, now);
            }
        }
        dropDuplicates();
        lost.removeIf(track -> now - track.lastSeenNanos > MEMORY_NANOS);
        if (!watching && hasUnshown()) {
            room.see(frame);
        }
        List<HandTrack> seen = tracks.stream().filter(this::isBelieved).toList();
        return HandRoles.assign(seen).stream().map(role -> hand(role, frame)).toList();
    }

    /** The room's motion is of use while there is a hand that has not shown to move of its own; true if this frame was seen. */
    private boolean watchRoom(VideoFrame frame) {
        if (!hasUnshown()) {
            room.forget();
            return false;
        }
        room.see(frame);
        tracks.forEach(track -> track.own.carry(room));
        return true;
    }

    private boolean hasUnshown() {
        return tracks.stream().anyMatch(track -> !track.own.isShown());
    }

    /** A hand that one look did not find, in blur for example, is still there; it is shown where it was moving. */
    private boolean isBelieved(HandTrack track) {
        return track.confirmed && track.meanPresence >= settings.presenceThreshold() * FOLLOW_EASE;
    }

    @Override
    public HandWork work() {
        return new HandWork(detector.runs(), detector.nanos(), landmarks.runs(), landmarks.nanos());
    }

    /** Looks at the followed hands whose turn it is; returns those that were lost. */
    private List<HandTrack> follow(VideoFrame frame, long now) {
        List<HandTrack> gone = new ArrayList<>();
        for (Iterator<HandTrack> all = tracks.iterator(); all.hasNext(); ) {
            HandTrack track = all.next();
            if ((now - track.lastLookNanos) / 1e9 < NEARLY * settings.followSeconds()) {
                continue;
            }
            if (!look(track, frame, now) && (track.misses >= PATIENCE || !track.confirmed)) {
                all.remove();
                if (track.confirmed) {
                    gone.add(track);
                    lost.add(track);
                } else {
                    search.reject(track, now);
                }
            }
        }
        return gone;
    }

    /** True if the hand is still there. */
    private boolean look(HandTrack track, VideoFrame frame, long now) {
        HandReading reading = landmarks.read(frame, RotatedSquare.aroundLandmarks(track.movedOn(track.xy, now)));
        double bar = evidence.bar(reading, frame) * (track.confirmed ? FOLLOW_EASE : 1);
        track.lastLookNanos = now;
        if (reading.presence() < bar || !HandShape.isPlausible(reading.xyInImage(), frame.size())) {
            track.believe(reading.presence());
            track.misses++;
            return false;
        }
        see(track, reading, frame, now);
        track.confirmed = true;
        return true;
    }

    private void see(HandTrack track, HandReading reading, VideoFrame frame, long now) {
        track.see(reading, evidence.skin(reading, frame), now);
        track.own.see(track.middleX(), track.middleY(), track.palmPixels(), now);
        evidence.learn(reading, frame);
        track.ranges.see(depth.place(frame.camera(), reading.xyInImage(), reading.xyzInHand(), reading.square()), now);
        HandRoles.learn(track, reading.rightProbability(), frame.camera().model());
    }

    private boolean searchIsDue(long now) {
        if (lastSearchNanos == Long.MIN_VALUE) {
            return true;
        }
        double interval = tracks.isEmpty()
                ? settings.searchSeconds() / 2
                : tracks.size() < HANDS_OF_THE_WEARER ? settings.searchSeconds() : settings.reviewSeconds();
        return (now - lastSearchNanos) / 1e9 >= NEARLY * interval;
    }

    private void take(List<HandSearch.Found> all, VideoFrame frame, long now) {
        for (HandSearch.Found found : all) {
            if (tracks.size() >= settings.maximumHands()) {
                return;
            }
            HandTrack track = remembered(found.reading().xyInImage());
            see(track, found.reading(), frame, now);
            track.confirmed |= found.reading().presence() >= found.bar() + CLEARLY;
            tracks.add(track);
        }
        tracks.sort(Comparator.comparingLong(one -> one.id));
    }

    private HandTrack remembered(float[] xy) {
        HandTrack nearest = null;
        double nearestDistance = MEMORY_PALMS;
        for (HandTrack track : lost) {
            double distance = track.relativeDistance(xy);
            if (distance < nearestDistance) {
                nearestDistance = distance;
                nearest = track;
            }
        }
        if (nearest == null) {
            return new HandTrack(nextId++, xy, settings.steadyHertz());
        }
        lost.remove(nearest);
        nearest.timesSeen = 0;
        nearest.own.interrupt();
        return nearest;
    }

    private void dropDuplicates() {
        for (int i = 0; i < tracks.size(); i++) {
            for (int j = tracks.size() - 1; j > i; j--) {
                HandTrack a = tracks.get(i);
                HandTrack b = tracks.get(j);
                if (areOne(a, b)) {
                    if (b.outlasts(a)) {
                        tracks.set(i, b);
                    }
                    tracks.remove(j);
                }
            }
        }
        tracks.sort(Comparator.comparingLong(one -> one.id));
    }

    private static boolean areOne(HandTrack a, HandTrack b) {
        double palms = Math.hypot(a.middleX() - b.middleX(), a.middleY() - b.middleY())
                / Math.max(1, Math.max(a.palmPixels(), b.palmPixels()));
        return palms < SAME_PALM || a.relativeDistance(b.xy) < SAME_HAND;
    }

    private Hand hand(HandRoles.Role role, VideoFrame frame) {
        HandTrack track = role.track();
        long now = frame.time().nanos();
        float sideConfidence = (float) (1 / (1 + Math.exp(-Math.abs(role.rightLogOdds()))));
        float[] xy = track.movedOn(track.smooth.values(), now);
        HandKeypoints keypoints = new HandKeypoints(
                xy, track.ranges.along(frame.camera().model(), xy, now), now == track.lastSeenNanos ? track.xy : new float[0],
                track.ranges.sigmaMeters(now));
        return new Hand(
                track.id, role.side(), sideConfidence, role.wearer(), keypoints,
                HandEvidence.confidence(track.meanPresence, track.meanSkin, track.own.isShown()), method, track.timesSeen > 1, Optional.empty());
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            out.writeByte(STATE_VERSION);
            out.writeLong(nextId);
            out.writeLong(lastSearchNanos);
            search.write(out);
            room.write(out);
            evidence.tone().write(out);
            for (List<HandTrack> list : List.of(tracks, lost)) {
                out.writeInt(list.size());
                for (HandTrack track : list) {
                    track.write(out);
                }
            }
        });
    }

    @Override
    public void restore(byte[] state) {
        nextId = 1;
        lastSearchNanos = Long.MIN_VALUE;
        search.forget();
        room.forget();
        evidence.tone().forget();
        tracks = new ArrayList<>();
        lost = new ArrayList<>();
        if (state.length == 0) {
            return;
        }
        StateBytes.read("hand tracker state", state, in -> {
            StateBytes.requireVersion("hand tracker state", STATE_VERSION, in.readByte());
            nextId = in.readLong();
            lastSearchNanos = in.readLong();
            search.read(in);
            room.read(in);
            evidence.tone().read(in);
            tracks = readTracks(in);
            lost = readTracks(in);
        });
    }

    private List<HandTrack> readTracks(DataInputStream in) throws IOException {
        List<HandTrack> list = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            list.add(HandTrack.read(in, settings.steadyHertz()));
        }
        return list;
    }
}
