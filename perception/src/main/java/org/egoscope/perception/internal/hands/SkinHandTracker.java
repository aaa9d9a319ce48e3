package org.egoscope.perception.internal.hands;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandTracker;
import org.jspecify.annotations.Nullable;

public final class SkinHandTracker implements HandTracker {
    public static final String METHOD = "skin-motion";
    private static final byte STATE_VERSION = 2;
    private static final float MAX_CONFIDENCE = 0.5f;
    private static final double LEAST_CONFIDENCE = 0.4;
    private static final double LEAST_AREA = 0.002;
    private static final int HANDS = 2;
    private static final int FRAMES_REMEMBERED = 10;
    private static final int FRAMES_SPARED = 15;
    private static final double MOTION_DECAY = 0.98;
    private static final double SIDE_DECAY = 0.9;

    private SkinColour colour = new SkinColour();
    private List<SkinTrack> tracks = new ArrayList<>();
    private long nextId = 1;
    /** Brightness of the last frame; empty before the first. */
    private byte[] before = new byte[0];
    private @Nullable Workspace workspace;
    private final BackgroundMotion background = new BackgroundMotion();
    private final BlobMotion moved = new BlobMotion();
    private final SleeveSearch sleeves = new SleeveSearch();

    static final class Workspace {
        final SmallPicture picture;
        final float[] likelihood;
        final SkinRegions regions;
        final boolean[] isHand;
        final HandEnd hand;

        Workspace(ImageSize size) {
            picture = new SmallPicture(size);
            likelihood = new float[picture.pixels()];
            regions = new SkinRegions(picture.width, picture.height);
            isHand = new boolean[picture.pixels()];
            hand = new HandEnd(picture.width, picture.height);
        }
    }

    record Candidate(SkinBlob blob, SkinTrack track, double[] features, double confidence, float[] right, float[] left, double rightEvidence) {}

    List<Candidate> last = new ArrayList<>();
    int smallWidth;
    float[] lik;

    static double[] W = {-5.537, 10.144, -0.178, -0.775, 2.760, 1.736, 1.896, -0.340, 0.248, -0.210, -7.054, 0.767};

    @Override
    public List<Hand> track(VideoFrame frame) {
        Workspace work = workspaceFor(frame.size());
        SmallPicture small = work.picture;
        small.fill(frame.rgb());
        background.measure(before, small);
        colour.look(small, work.likelihood);
        List<SkinBlob> blobs = work.regions.find(work.likelihood, (int) (LEAST_AREA * small.pixels()));
        for (SkinTrack track : tracks) {
            track.framesMissed++;
        }
        blobs.sort(Comparator.comparingInt((SkinBlob blob) -> -blob.pixels.length));
        List<Candidate> candidates = new ArrayList<>();
        for (SkinBlob blob : blobs) {
            candidates.add(candidate(blob, work));
        }
        tracks.removeIf(track -> track.framesMissed > FRAMES_REMEMBERED);
        candidates.sort(Comparator.comparingDouble((Candidate one) -> -one.confidence()).thenComparingLong(one -> one.track().id));
        last = candidates;
        smallWidth = small.width;
        lik = work.likelihood;
        List<Candidate> hands = candidates.stream()
                .filter(one -> one.confidence() >= LEAST_CONFIDENCE && one.track().framesSeen > 1)
                .limit(HANDS)
                .toList();
        learn(work, candidates, hands);
        if (before.length != small.pixels()) {
            before = new byte[small.pixels()];
        }
        for (int i = 0; i < before.length; i++) {
            before[i] = (byte) small.luma[i];
        }
        return report(hands);
    }

    private Workspace workspaceFor(ImageSize size) {
        Workspace current = workspace;
        if (current == null || !current.picture.frameSize.equals(size)) {
            current = new Workspace(size);
            workspace = current;
        }
        return current;
    }

    private Candidate candidate(SkinBlob blob, Workspace work) {
        SmallPicture small = work.picture;
        moved.measure(blob, before, small, background);
        SkinTrack track = trackOf(blob);
        boolean first = track.framesSeen == 0;
        double size = Math.min(blob.size(), 0.3 * small.width);
        track.motion = MOTION_DECAY * track.motion + moved.independent / size;
        track.middleX = blob.middleX;
        track.middleY = blob.middleY;
        track.size = blob.size();
        track.framesSeen++;
        track.framesMissed = 0;
        if (!blob.entersFromBorder()) {
            sleeves.vote(blob, new SleeveSearch.Views(small, before, background), moved, track.armVotes, first);
        } else {
            double ax = blob.entryX - blob.middleX;
            double ay = blob.entryY - blob.middleY;
            double norm = Math.max(1e-6, Math.hypot(ax, ay));
            for (int i = 0; i < SleeveSearch.DIRECTIONS; i++) {
                double cos = (Math.cos(SleeveSearch.angle(i)) * ax + Math.sin(SleeveSearch.angle(i)) * ay) / norm;
                double score = 60 * Math.max(0, cos);
                track.armVotes[i] = first ? score : 0.9 * track.armVotes[i] + 0.1 * score;
            }
        }
        double arm = track.armAngle();
        HandEnd hand = work.hand;
        hand.measure(blob, Math.cos(arm), Math.sin(arm));
        double evidence;
        if (blob.entersFromBorder()) {
            evidence = HandRoles.clamp(2 * blob.entryX / small.width - 1, -1, 1);
        } else {
            // where the arm, prolonged, meets the edge
            double dx = Math.cos(arm);
            double dy = Math.sin(arm);
            double tx = dx > 0 ? (small.width - blob.middleX) / dx : dx < 0 ? -blob.middleX / dx : 1e9;
            double ty = dy > 0 ? (small.height - blob.middleY) / dy : 1e9;
            double t = Math.min(tx, ty);
            evidence = HandRoles.clamp(2 * (blob.middleX + t * dx) / small.width - 1, -1, 1);
        }
        track.rightEvidence = first ? evidence : SIDE_DECAY * track.rightEvidence + (1 - SIDE_DECAY) * evidence;
        double share = (double) blob.pixels.length / small.pixels();
        double logArea = Math.log(share / 0.015);
        double best = Double.NEGATIVE_INFINITY;
        for (double v : track.armVotes) {
            best = Math.max(best, v);
        }
        double[] f = {
            1,
            blob.meanLikelihood,
            logArea,
            logArea * logArea,
            1 - Math.exp(-track.motion),
            blob.entersFromBorder() ? 1 : 0,
            blob.entersFromBorder() ? 0 : best / 60,
            hand.palmY / small.height,
            Math.min(track.framesSeen, 30) / 30.0,
            blob.entersFromBorder() ? Math.min(8, blob.entry.length / hand.palmRadius) : 0,
            hand.palmRadius / blob.size(),
            Math.log(hand.palmRadius / small.width / 0.03)
        };
        double z = 0;
        for (int i = 0; i < W.length; i++) {
            z += W[i] * f[i];
        }
        double confidence = hand.palmRadius < 0.014 * small.width ? 0 : 1 / (1 + Math.exp(-z));
        track.confidence = first ? confidence : 0.8 * track.confidence + 0.2 * confidence;
        return new Candidate(blob, track, f, track.confidence, SkinKeypoints.of(blob, hand, HandSide.RIGHT, small),
                SkinKeypoints.of(blob, hand, HandSide.LEFT, small), track.rightEvidence);
    }

    private SkinTrack trackOf(SkinBlob blob) {
        SkinTrack nearest = null;
        double least = Math.max(12, 1.0 * blob.size());
        for (SkinTrack track : tracks) {
            double distance = Math.hypot(track.middleX + moved.shiftX - blob.middleX, track.middleY + moved.shiftY - blob.middleY);
            if (track.framesMissed > 0 && distance < least) {
                least = distance;
                nearest = track;
            }
        }
        if (nearest == null) {
            nearest = new SkinTrack(nextId++);
            tracks.add(nearest);
        }
        return nearest;
    }

    private void learn(Workspace work, List<Candidate> candidates, List<Candidate> hands) {
        java.util.Arrays.fill(work.isHand, false);
        for (Candidate one : candidates) {
            boolean spared = one.track().framesSeen < Integer.getInteger("fs", 100000) && one.blob().entersFromBorder() && one.blob().pixels.length < Double.parseDouble(System.getProperty("fa", "0.2")) * work.picture.pixels();
            if (spared || hands.contains(one)) {
                for (int at : one.blob().pixels) {
                    work.isHand[at] = true;
                }
            }
        }
        for (Candidate hand : hands) {
            if (hand.confidence() > Double.parseDouble(System.getProperty("ls", "0.7"))) {
                colour.learnSkin(work.picture, hand.blob().pixels, 1);
            }
        }
        colour.learnBackground(work.isHand);
    }

    private static List<Hand> report(List<Candidate> hands) {
        List<Hand> found = new ArrayList<>();
        for (Candidate one : hands) {
            double evidence = one.rightEvidence();
            for (Candidate other : hands) {
                if (other != one) {
                    evidence = (evidence - other.rightEvidence()) / 2;
                    evidence = evidence == 0 ? Long.compare(one.track().id, other.track().id) * 1e-3 : evidence;
                }
            }
            HandSide side = evidence >= 0 ? HandSide.RIGHT : HandSide.LEFT;
            float[] xy = side == HandSide.RIGHT ? one.right() : one.left();
            found.add(new Hand(
                    one.track().id, side, (float) (1 / (1 + Math.exp(-4 * Math.abs(evidence)))), true,
                    new HandKeypoints(xy, new float[0]), (float) (MAX_CONFIDENCE * one.confidence()), METHOD,
                    one.track().framesSeen > 1));
        }
        found.sort(Comparator.comparingLong(Hand::handId));
        return found;
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(STATE_VERSION);
            out.writeLong(nextId);
            colour.write(out);
            out.writeInt(before.length);
            out.write(before);
            out.writeInt(tracks.size());
            for (SkinTrack track : tracks) {
                track.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
        colour = new SkinColour();
        tracks = new ArrayList<>();
        nextId = 1;
        before = new byte[0];
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
            colour = SkinColour.read(in);
            before = new byte[in.readInt()];
            in.readFully(before);
            for (int count = in.readInt(); count > 0; count--) {
                tracks.add(SkinTrack.read(in));
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "hand tracker state: expected whole, got truncated bytes", e);
        }
    }
}
