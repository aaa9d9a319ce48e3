package org.egoscope.perception.internal.hands;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandSettings;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.HandWork;

/**
 * Hands by two networks: a palm detector finds them, the landmark network follows each from its own last keypoints. The detector runs
 * only while fewer than two hands are followed, and seldom otherwise.
 *
 * <p>Keypoints are given as the network gives them for that frame, without smoothing.
 */
public final class NetworkHandTracker implements HandTracker {
    private static final byte STATE_VERSION = 1;
    private static final int HANDS_OF_THE_WEARER = 2;
    /** Two tracks nearer than this share of the palm are one hand. */
    private static final double SAME_HAND = 0.45;
    /** A hand found again within this time near its last place keeps its identity. */
    private static final long MEMORY_NANOS = 1_000_000_000L;
    /** ... and within this many palms. */
    private static final double MEMORY_PALMS = 2.0;
    /** A followed hand may be weaker than a new one. */
    private static final float FOLLOW_EASE = 0.8f;

    private final PalmDetector detector;
    private final LandmarkNetwork landmarks;
    private final HandSettings settings;
    private final String method;
    private final HandDepth depth = new HandDepth();

    private List<HandTrack> tracks = new ArrayList<>();
    private List<HandTrack> lost = new ArrayList<>();
    private long nextId = 1;
    private int framesSinceDetection = Integer.MAX_VALUE;
    private int view = PalmDetector.VIEWS - 1;

    NetworkHandTracker(PalmDetector detector, LandmarkNetwork landmarks, HandSettings settings, String method) {
        this.detector = detector;
        this.landmarks = landmarks;
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
        boolean lostOne = follow(frame, now);
        if (detectionDue() || lostOne) {
            detect(frame, now);
        }
        dropDuplicates();
        lost.removeIf(track -> now - track.lastSeenNanos > MEMORY_NANOS);
        return HandRoles.assign(tracks, frame.size()).stream().map(this::hand).toList();
    }

    @Override
    public HandWork work() {
        return new HandWork(detector.runs(), detector.nanos(), landmarks.runs(), landmarks.nanos());
    }

    /** True if a hand was lost. */
    private boolean follow(VideoFrame frame, long now) {
        int before = tracks.size();
        for (Iterator<HandTrack> all = tracks.iterator(); all.hasNext(); ) {
            HandTrack track = all.next();
            HandReading reading = landmarks.read(frame, RotatedSquare.aroundLandmarks(track.xy));
            if (reading.presence() >= settings.presenceThreshold() * FOLLOW_EASE
                    && HandShape.isPlausible(reading.xyInImage(), frame.size())) {
                take(track, reading, frame, now);
            } else {
                all.remove();
                lost.add(track);
            }
        }
        return tracks.size() < before;
    }

    private void take(HandTrack track, HandReading reading, VideoFrame frame, long now) {
        track.xy = reading.xyInImage();
        track.presence = reading.presence();
        track.lastSeenNanos = now;
        track.framesSeen++;
        track.xyzInCamera =
                depth.place(frame.camera().model(), reading.xyInImage(), reading.xyzInHand(), reading.square());
        HandRoles.learn(track, reading.rightProbability(), frame.camera().model());
    }

    private boolean detectionDue() {
        if (framesSinceDetection < Integer.MAX_VALUE) {
            framesSinceDetection++;
        }
        int interval = tracks.size() < HANDS_OF_THE_WEARER ? settings.searchInterval() : settings.reviewInterval();
        return framesSinceDetection >= interval;
    }

    private void detect(VideoFrame frame, long now) {
        framesSinceDetection = 0;
        view = (view + 1) % PalmDetector.VIEWS;
        for (PalmDetection palm : detector.detect(frame, view)) {
            if (tracks.size() >= settings.maximumHands()) {
                return;
            }
            if (!isFollowed(palm)) {
                start(frame, palm, now);
            }
        }
    }

    private boolean isFollowed(PalmDetection palm) {
        for (HandTrack track : tracks) {
            double reach = Math.max(track.palmPixels(), Math.max(palm.width(), palm.height())) / 2;
            if (Math.hypot(track.middleX() - palm.centerX(), track.middleY() - palm.centerY()) < reach) {
                return true;
            }
        }
        return false;
    }

    private void start(VideoFrame frame, PalmDetection palm, long now) {
        HandReading first = landmarks.read(frame, RotatedSquare.aroundPalm(palm));
        if (first.presence() < settings.presenceThreshold()) {
            return;
        }
        // The palm box frames the hand only roughly; a second look from the first landmarks is what later frames get as well.
        HandReading reading = landmarks.read(frame, RotatedSquare.aroundLandmarks(first.xyInImage()));
        if (reading.presence() < settings.presenceThreshold() || !HandShape.isPlausible(reading.xyInImage(), frame.size())) {
            return;
        }
        HandTrack track = remembered(reading.xyInImage());
        take(track, reading, frame, now);
        tracks.add(track);
        tracks.sort(Comparator.comparingLong(one -> one.id));
    }

    private HandTrack remembered(float[] xy) {
        HandTrack fresh = new HandTrack(nextId, xy);
        HandTrack nearest = fresh;
        double nearestDistance = MEMORY_PALMS;
        for (HandTrack track : lost) {
            double distance = track.relativeDistance(fresh);
            if (distance < nearestDistance) {
                nearestDistance = distance;
                nearest = track;
            }
        }
        if (nearest == fresh) {
            nextId++;
        } else {
            lost.remove(nearest);
            nearest.framesSeen = 0;
        }
        return nearest;
    }

    /** Of two tracks on one hand the older stays. */
    private void dropDuplicates() {
        for (int i = 0; i < tracks.size(); i++) {
            for (int j = tracks.size() - 1; j > i; j--) {
                if (tracks.get(i).relativeDistance(tracks.get(j)) < SAME_HAND) {
                    tracks.remove(j);
                }
            }
        }
    }

    private Hand hand(HandRoles.Role role) {
        HandTrack track = role.track();
        float sideConfidence = (float) (1 / (1 + Math.exp(-Math.abs(role.rightLogOdds()))));
        return new Hand(
                track.id, role.side(), sideConfidence, role.wearer(), new HandKeypoints(track.xy, track.xyzInCamera),
                Math.min(1, track.presence), method, track.framesSeen > 1);
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(STATE_VERSION);
            out.writeLong(nextId);
            out.writeInt(framesSinceDetection);
            out.writeInt(view);
            for (List<HandTrack> list : List.of(tracks, lost)) {
                out.writeInt(list.size());
                for (HandTrack track : list) {
                    track.write(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
        tracks = new ArrayList<>();
        lost = new ArrayList<>();
        nextId = 1;
        framesSinceDetection = Integer.MAX_VALUE;
        view = PalmDetector.VIEWS - 1;
        if (state.length == 0) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            byte version = in.readByte();
            if (version != STATE_VERSION) {
                throw new PipelineException(
                        ErrorKind.BAD_INPUT, "hand tracker state: expected version " + STATE_VERSION + ", got " + version);
            }
            nextId = in.readLong();
            framesSinceDetection = in.readInt();
            view = in.readInt();
            tracks = readTracks(in);
            lost = readTracks(in);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "hand tracker state: expected whole, got truncated bytes", e);
        }
    }

    private static List<HandTrack> readTracks(DataInputStream in) throws IOException {
        List<HandTrack> list = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            list.add(HandTrack.read(in));
        }
        return list;
    }
}
