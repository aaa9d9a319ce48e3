package org.egoscope.perception.internal.hands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.StateBytes;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandTracker;
import org.jspecify.annotations.Nullable;

/**
 * Hands without networks: regions of skin colour, learned per session, whose far end is a hand if an arm or a sleeve leads from them to
 * the bottom or a side of the picture and moves with them. Confidence is a probability times {@link #MAX_CONFIDENCE}, since colour
 * alone is never sure. No depth.
 */
public final class SkinHandTracker implements HandTracker {
    public static final String METHOD = "skin-motion";
    private static final byte STATE_VERSION = 2;
    private static final float MAX_CONFIDENCE = 0.5f;
    private static final double LEAST_CONFIDENCE = 0.4;
    private static final double LEAST_AREA = 0.002;
    private static final int HANDS = 2;
    private static final int FRAMES_REMEMBERED = 10;
    private static final double MOTION_DECAY = 0.98;
    private static final double SIDE_DECAY = 0.9;
    private static final double VOTE_DECAY = 0.9;
    private static final double CONFIDENCE_DECAY = 0.8;
    /** Vote of an arm that is certain, as {@link SleeveSearch} counts. */
    private static final double FULL_VOTE = 60;
    /** Palms of a smaller radius, as a share of the picture's width, are no hands of the wearer. */
    private static final double LEAST_PALM = 0.014;
    /** Regions of more skin confidence than that teach the session's skin colour. */
    private static final double LEARNING_CONFIDENCE = 0.7;
    /** Larger regions at the border are taken for background until they are told to be hands. */
    private static final double LARGEST_SPARED = 0.2;
    /** Logistic regression over the features of {@link #handProbability}, fitted on regions of synthetic kitchens and real clips. */
    private static final double[] WEIGHTS = {
        -5.537, 10.144, -0.178, -0.775, 2.760, 1.736, 1.896, -0.340, 0.248, -0.210, -7.054, 0.767
    };

    private SkinColour colour = new SkinColour();
    private List<SkinTrack> tracks = new ArrayList<>();
    private long nextId = 1;
    /** Brightness of the last frame; empty before the first. */
    private byte[] before = new byte[0];
    private @Nullable Workspace workspace;
    private final BackgroundMotion background = new BackgroundMotion();
    private final BlobMotion moved = new BlobMotion();
    private final SleeveSearch sleeves = new SleeveSearch();

    private static final class Workspace {
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

    private record Candidate(
            SkinBlob blob, SkinTrack track, double confidence, float[] right, float[] left, double rightEvidence) {}

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
        moved.measure(blob, before, work.picture, background);
        SkinTrack track = trackOf(blob);
        boolean first = track.framesSeen == 0;
        follow(track, blob, work.picture);
        voteArm(track, blob, work.picture, first);
        double arm = track.armAngle();
        work.hand.measure(blob, Math.cos(arm), Math.sin(arm));
        double evidence = sideEvidence(blob, arm, work.picture);
        track.rightEvidence = first ? evidence : SIDE_DECAY * track.rightEvidence + (1 - SIDE_DECAY) * evidence;
        double confidence = handProbability(blob, track, work.hand, work.picture);
        track.confidence = first ? confidence : CONFIDENCE_DECAY * track.confidence + (1 - CONFIDENCE_DECAY) * confidence;
        return new Candidate(
                blob, track, track.confidence, SkinKeypoints.of(blob, work.hand, HandSide.RIGHT, work.picture),
                SkinKeypoints.of(blob, work.hand, HandSide.LEFT, work.picture), track.rightEvidence);
    }

    private void follow(SkinTrack track, SkinBlob blob, SmallPicture small) {
        double size = Math.min(blob.size(), 0.3 * small.width);
        track.motion = MOTION_DECAY * track.motion + moved.independent / size;
        track.middleX = blob.middleX;
        track.middleY = blob.middleY;
        track.size = blob.size();
        track.framesSeen++;
        track.framesMissed = 0;
    }

    /** Where the arm lies as seen from the hand: the border it enters from, or a sleeve that moves with it. */
    private void voteArm(SkinTrack track, SkinBlob blob, SmallPicture small, boolean first) {
        if (!blob.entersFromBorder()) {
            sleeves.vote(blob, new SleeveSearch.Views(small, before, background), moved, track.armVotes, first);
            return;
        }
        double armX = blob.entryX - blob.middleX;
        double armY = blob.entryY - blob.middleY;
        double norm = Math.max(1e-6, Math.hypot(armX, armY));
        for (int i = 0; i < SleeveSearch.DIRECTIONS; i++) {
            double cos = (Math.cos(SleeveSearch.angle(i)) * armX + Math.sin(SleeveSearch.angle(i)) * armY) / norm;
            double score = FULL_VOTE * Math.max(0, cos);
            track.armVotes[i] = first ? score : VOTE_DECAY * track.armVotes[i] + (1 - VOTE_DECAY) * score;
        }
    }

    /** -1 for an arm that comes in at the far left, 1 at the far right; a sleeve is prolonged to the picture's edge. */
    private static double sideEvidence(SkinBlob blob, double armAngle, SmallPicture small) {
        if (blob.entersFromBorder()) {
            return HandRoles.clamp(2 * blob.entryX / small.width - 1, -1, 1);
        }
        double dx = Math.cos(armAngle);
        double dy = Math.sin(armAngle);
        double toSide = dx > 0 ? (small.width - blob.middleX) / dx : dx < 0 ? -blob.middleX / dx : Double.MAX_VALUE;
        double toBottom = dy > 0 ? (small.height - blob.middleY) / dy : Double.MAX_VALUE;
        double way = Math.min(toSide, toBottom);
        return HandRoles.clamp(2 * (blob.middleX + way * dx) / small.width - 1, -1, 1);
    }

    private static double handProbability(SkinBlob blob, SkinTrack track, HandEnd hand, SmallPicture small) {
        if (hand.palmRadius < LEAST_PALM * small.width) {
            return 0;
        }
        boolean enters = blob.entersFromBorder();
        double logArea = Math.log((double) blob.pixels.length / small.pixels() / 0.015);
        double bestVote = Arrays.stream(track.armVotes).max().orElse(0);
        double[] features = {
            1,
            blob.meanLikelihood,
            logArea,
            logArea * logArea,
            1 - Math.exp(-track.motion),
            enters ? 1 : 0,
            enters ? 0 : bestVote / FULL_VOTE,
            hand.palmY / small.height,
            Math.min(track.framesSeen, 30) / 30.0,
            enters ? Math.min(8, blob.entry.length / hand.palmRadius) : 0,
            hand.palmRadius / blob.size(),
            Math.log(hand.palmRadius / small.width / 0.03)
        };
        double logit = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            logit += WEIGHTS[i] * features[i];
        }
        return 1 / (1 + Math.exp(-logit));
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
        Arrays.fill(work.isHand, false);
        for (Candidate one : candidates) {
            boolean spared = one.blob().entersFromBorder()
                    && one.blob().pixels.length < LARGEST_SPARED * work.picture.pixels();
            if (spared || hands.contains(one)) {
                for (int at : one.blob().pixels) {
                    work.isHand[at] = true;
                }
            }
        }
        for (Candidate hand : hands) {
            if (hand.confidence() > LEARNING_CONFIDENCE) {
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
                    one.track().framesSeen > 1, Optional.empty()));
        }
        found.sort(Comparator.comparingLong(Hand::handId));
        return found;
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            out.writeByte(STATE_VERSION);
            out.writeLong(nextId);
            colour.write(out);
            out.writeInt(before.length);
            out.write(before);
            out.writeInt(tracks.size());
            for (SkinTrack track : tracks) {
                track.write(out);
            }
        });
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
        StateBytes.read("hand tracker state", state, in -> {
            StateBytes.requireVersion("hand tracker state", STATE_VERSION, in.readByte());
            nextId = in.readLong();
            colour = SkinColour.read(in);
            before = new byte[in.readInt()];
            in.readFully(before);
            for (int count = in.readInt(); count > 0; count--) {
                tracks.add(SkinTrack.read(in));
            }
        });
    }
}
