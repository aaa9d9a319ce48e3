package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Segment;

/**
 * Gives the regions of one key frame to the active tracks. Each takes the node of the new hierarchy that fits its carried mask best (the
 * tree is asked, not the list of proposals, so a mask does not flicker between a thing and its parts); the best fits choose first.
 *
 * <p>One thing, one identity: two tracks that come to the same region are one thing, and it keeps the older identity. A track that finds
 * no region, while a younger one covers most of its carried mask, goes on in the younger one's place. What finds nothing at all keeps its
 * carried mask for a while if it still looks the same; then it is lost, and {@link Reunion} may find it again.
 */
final class Association {
    /** Least IoU of a region with the carried mask, and of two masks of one thing. */
    static final float LEAST_IOU = 0.5f;

    /** Key frames in a row that a carried mask is kept without a region of its own. */
    private static final int MOST_MISSES = 3;

    /** Least likeness of colours to keep a carried mask. */
    private static final float SAME_LOOKS = 0.8f;

    /** Share of a carried mask that lies within a thing of which it was a part. */
    private static final float COVERED = 0.8f;

    /** Larger regions are what things lie on. */
    private static final int MOST_OF_PART = 6;

    /** A region that is expected to be better by so much, so often in a row, takes the place of a track's own. */
    private static final float CLEARLY_BETTER = 0.1f;

    private static final int BETTER_IN_A_ROW = 2;

    /** A thing that was seen whole does not become one of its parts: the least share of its size that a better region has. */
    private static final float STILL_WHOLE = 0.8f;

    /** How much less like a known thing a better region may be. */
    private static final float LESS_ALIKE = 0.03f;

    /** An elder track whose size fits worse by more than this was a part of the thing, not the thing. */
    private static final float SIZE_MARGIN = 0.2f;

    private final SegmentConfig config;
    private final NodeMatcher matcher;
    private final TrackStore store;
    private final KeyFrame frame;
    private final MergeTree tree;
    private final CarriedMasks carried;
    private final ColourHistogram[] carriedLooks;
    private final boolean[] things;
    private final List<Claim> claims = new ArrayList<>();

    Association(SegmentConfig config, NodeMatcher matcher, TrackStore store, KeyFrame frame) {
        this.config = config;
        this.matcher = matcher;
        this.store = store;
        this.frame = frame;
        tree = frame.hierarchy().tree();
        long arms = 0;
        for (int plane = 0; plane < store.active.size(); plane++) {
            arms |= store.active.get(plane).votes.isOwnArm() ? 1L << plane : 0;
        }
        things = new KnownThings(frame, store.active).leaves();
        boolean[] hands = new ArmRegion(frame.hierarchy(), matcher, things).leavesOf(frame.hands());
        carried = new CarriedMasks(frame.hierarchy(), frame.carriedPlanes(), store.active.size(), hands, arms);
        carriedLooks = ColourHistogram.ofPlanes(frame.carriedPlanes(), frame.lab(), store.active.size());
    }

    private record Fit(int plane, Track track, NodeMatcher.Match match) {}

    /** The claims of active tracks that are still there, in a list that may be added to; the others are lost or one with another. */
    List<Claim> claimForActive() {
        List<Fit> fits = new ArrayList<>();
        for (int plane = 0; plane < store.active.size(); plane++) {
            Track track = store.active.get(plane);
            if (carried.area(plane) < config.minMaskRegionArea() / 2) {
                store.lose(track);
                continue;
            }
            fits.add(new Fit(plane, track, regionFor(plane, track)));
        }
        fits.sort(Comparator.comparing((Fit f) -> -f.match().iou()).thenComparing(f -> f.track().serial));
        for (Fit fit : fits) {
            settle(fit);
        }
        return claims;
    }

    private NodeMatcher.Match regionFor(int plane, Track track) {
        Segment prompted = frame.prompted() == null ? null : frame.prompted().ofTracks().get(plane);
        if (prompted != null) {
            // That it agrees enough was asked before it was taken.
            return new NodeMatcher.Match(prompted, Math.max(LEAST_IOU, carried.iouOfSeen(plane, prompted)), true);
        }
        int area = carried.area(plane);
        int most = track.mostArea(area);
        if (track.votes.isOwnArm() || track.looks.isEmpty()) {
            return matcher.matchMask(tree, carried.hits(plane), area, carried.unseen(), most);
        }
        return RegionChoice.of(
                track, matcher.candidates(tree, carried.hits(plane), area, carried.unseen(), most, RegionChoice.MARGIN), frame.looks());
    }

    /** Leaves that are things which a hand may hold or hide, but is not. */
    boolean[] things() {
        return things;
    }

    private void settle(Fit fit) {
        Track track = fit.track();
        Segment segment = fit.match().segment();
        if (fit.match().iou() >= LEAST_IOU && segment.area() >= frame.leastArea(config)) {
            track.agreement += (fit.match().iou() - track.agreement) / 4;
            track.misses = 0;
            int same = mostOverlapping(segment);
            if (same >= 0 && iou(claims.get(same), segment) > config.boxNmsThresh()) {
                unite(same, track);
            } else {
                claims.add(new Claim(track, segment, -1));
            }
            return;
        }
        int heir = heirOf(fit.plane(), track);
        if (heir >= 0) {
            unite(heir, track);
        } else if (mayKeepCarried(fit.plane(), track)) {
            track.misses++;
            claims.add(new Claim(track, null, fit.plane()));
        } else if (isPartOfAnother(fit.plane(), track)) {
            store.end(track);
        } else {
            store.lose(track);
        }
    }

    /** The claim's region stays, the younger of its track and this one ends. */
    private void unite(int index, Track track) {
        Claim claim = claims.get(index);
        if (mayTakeOver(claim, track) && track.isElderThan(claim.track()) && track.votes.isOwnArm() == claim.track().votes.isOwnArm()) {
            claims.set(index, new Claim(track, claim.segment(), claim.carriedPlane()));
        }
    }

    /** A part of a thing does not take the thing's place: the size must fit, or where the picture's border cuts it off, that of before. */
    private boolean mayTakeOver(Claim claim, Track track) {
        Track first = claim.track();
        if (!first.isSettled()) {
            return true;
        }
        Segment own = claim.segment();
        int area = own == null ? carried.area(claim.carriedPlane()) : own.area();
        if (KeyFrameUpdate.isCut(claim.box(), frame)) {
            return likeness(track.area, area) >= likeness(first.area, area);
        }
        return track.likenessOfSize(area) >= first.likenessOfSize(area) - SIZE_MARGIN;
    }

    private static float likeness(int area, int other) {
        return (float) Math.min(area, other) / Math.max(1, Math.max(area, other));
    }

    /** Claim of a younger track that covers this one's carried mask; -1 if there is none. */
    private int heirOf(int plane, Track track) {
        int best = -1;
        float bestIou = LEAST_IOU;
        for (int i = 0; i < claims.size(); i++) {
            Segment segment = claims.get(i).segment();
            float iou = segment == null ? 0 : carried.iou(plane, segment);
            if (iou >= bestIou && track.isElderThan(claims.get(i).track())) {
                best = i;
                bestIou = iou;
            }
        }
        return best;
    }

    /** True if its place is now within a thing whose rest has its colours: it was a part, and is no thing that could come back. */
    private boolean isPartOfAnother(int plane, Track track) {
        for (Claim claim : claims) {
            Segment own = claim.segment();
            if (own != null
                    && own.area() <= MOST_OF_PART * carried.area(plane)
                    && carried.shareWithin(plane, own) >= COVERED
                    && track.looks.similarity(claim.track().looks.without(track.looks, own.area(), carried.area(plane)))
                            >= SAME_LOOKS) {
                return true;
            }
        }
        return false;
    }

    private boolean mayKeepCarried(int plane, Track track) {
        return track.misses < MOST_MISSES
                && track.id != 0
                && carriedLooks[plane].similarity(track.looks) >= SAME_LOOKS
                && claims.stream().noneMatch(c -> c.segment() != null && carried.iou(plane, c.segment()) > config.boxNmsThresh());
    }

    /** True if no claim is about the same region. */
    boolean isFree(Segment segment) {
        int nearest = mostOverlapping(segment);
        return nearest < 0 || iou(claims.get(nearest), segment) <= LEAST_IOU;
    }

    /** Index of the claim with the largest IoU; -1 if all are 0. */
    private int mostOverlapping(Segment segment) {
        int best = -1;
        float bestIou = 0;
        for (int i = 0; i < claims.size(); i++) {
            float iou = iou(claims.get(i), segment);
            if (iou > bestIou) {
                best = i;
                bestIou = iou;
            }
        }
        return best;
    }

    float iou(Claim claim, Segment segment) {
        Segment own = claim.segment();
        return own != null ? own.iou(tree, segment) : carried.iou(claim.carriedPlane(), segment);
    }

    /**
     * Lets tracks take over regions that are about the same as their own and clearly better, key frame after key frame: a mask that began
     * as the visible part of a thing, or that was worn down, grows whole again under its old identity.
     *
     * @return the proposals that are about no track's region
     */
    List<Segment> improve(List<Segment> proposals) {
        List<Segment> free = new ArrayList<>();
        boolean[] better = new boolean[claims.size()];
        for (Segment proposal : proposals) {
            int nearest = mostOverlapping(proposal);
            if (nearest < 0 || iou(claims.get(nearest), proposal) <= LEAST_IOU) {
                free.add(proposal);
            } else if (!better[nearest] && isClearlyBetter(proposal, claims.get(nearest))) {
                better[nearest] = true;
                Track track = claims.get(nearest).track();
                if (++track.betterInARow >= BETTER_IN_A_ROW) {
                    claims.set(nearest, new Claim(track, proposal, -1));
                    track.betterInARow = 0;
                }
            }
        }
        for (int i = 0; i < better.length; i++) {
            claims.get(i).track().betterInARow = better[i] ? claims.get(i).track().betterInARow : 0;
        }
        return free;
    }

    private boolean isClearlyBetter(Segment proposal, Claim claim) {
        Segment own = claim.segment();
        return own != null
                && !own.equals(proposal)
                && !claim.track().votes.isOwnArm()
                && !isPartOnly(proposal, claim.track())
                && !isLessAlike(proposal, own, claim.track())
                && (claim.track().parts == 1 || own.intersectionArea(tree, proposal) >= NodeMatcher.INSIDE * own.area())
                && proposal.predictedIou() > own.predictedIou() + CLEARLY_BETTER;
    }

    private boolean isLessAlike(Segment proposal, Segment own, Track track) {
        return track.isSettled()
                && track.looks.similarity(frame.looks().of(proposal)) < track.looks.similarity(frame.looks().of(own)) - LESS_ALIKE;
    }

    /** True if a thing that was seen whole would shrink to a part of itself. */
    private static boolean isPartOnly(Segment proposal, Track track) {
        return track.seenWhole && track.isSettled() && proposal.area() < STILL_WHOLE * track.wholeArea;
    }
}
