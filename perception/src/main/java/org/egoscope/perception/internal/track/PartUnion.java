package org.egoscope.perception.internal.track;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.segment.Detection;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Joins tracks that are parts of one thing: the faces of a box, a blade and its handle, a bottle and its label. In a picture parts differ
 * as things do. But together they are closed off sharply from what lies around, and nearly convex; and they stay so from every side, while
 * things that only meet in a picture part as the head moves. So the evidence is gathered over key frames.
 *
 * <p>The thresholds separate 281 sights of pairs of parts from 789 of a thing and something else in a varied synthetic kitchen (seed 12):
 * 0.78 of the former pass them in a key frame, 0.07 of the latter; of pairs that began together no wrong one passed four times.
 */
final class PartUnion {
    /** Larger regions are what things lie on, as a share of the picture. */
    private static final double LARGEST_PART = 0.08;

    /** Least share of the shorter outline that is their common border. */
    private static final float LEAST_SHARED = 0.2f;

    /** What lies in the other's convex hull may as well lie on the other: an apple on a board. */
    private static final float LEAST_GROWTH = 1.05f;

    /** What bites so large a share of itself out of the other lies on it: food on a plate's rim. */
    private static final float MOST_INSET = 0.15f;

    /** Least mean strength of the edges around both. */
    private static final float LEAST_STRENGTH = 0.48f;

    /** The same of learned edges, which come to 0.5 to 0.85, and by how much the edges between two parts may be stronger. */
    private static final float LEAST_LEARNED = 0.65f;

    private static final float MOST_BETWEEN = 0.04f;

    /**
     * Where edges tell little, two are not joined while one is so many times larger: true parts of like size differ so in single sights, a
     * thing and its shadow in all.
     */
    private static final float MOST_RATIO = 2.8f;

    /** Length over width of two parts that lie end to end, together and each, and how much longer both are than one. */
    static final double SLENDER_WHOLE = 4.5;

    private static final double SLENDER_PART = 2.2;
    private static final float LONGER = 1.5f;

    /** Share of the width over which they meet. */
    private static final double WHOLE_WIDTH = 0.6;

    /** Least share of the convex hull of both that they fill. */
    private static final float LEAST_SOLIDITY = 0.8f;

    /** Parts do not move against each other by more since the last key frame: pixels, what flow errs by at most in nine of ten. */
    private static final double SAME_MOTION = 4;

    /** Least IoU and likeness of colours of two masks of one thing. */
    private static final float TWIN_IOU = 0.55f;

    private static final float TWIN_LOOKS = 0.8f;

    /** Least solidity, and least strength of the outline, of a thing whose inner parts are no things. */
    private static final float THING_SOLIDITY = 0.85f;

    private static final float THING_STRENGTH = 0.42f;

    /** A thing with a part that it had lost is at most so much larger than it was. */
    private static final float MOST_REGAINED = 1.2f;

    /** Least share of the part's colours that the thing had, and how much less like itself the part may make it. */
    private static final float REGAINED_LOOKS = 0.7f;

    private static final float REGAINED_DOUBT = 0.02f;

    /** Least IoU of a detection's box with one of two, and by how much it must be better than with both. */
    private static final float NAMED_ALONE = 0.6f;

    private static final float NAMED_MARGIN = 0.05f;

    /** Boxes that are farther apart are of two things: a share of the longer side. */
    private static final float APART = 0.025f;

    private final Workspace work;
    private final TrackStore store;
    private final KeyFrame frame;
    private final List<Claim> claims;
    private final long[] planes;
    private final Outlines outlines;
    private long arms;
    private ColourHistogram @Nullable [] looks;

    /** @param claims at most {@link MaskPlanes#MOST}; joined ones are replaced */
    PartUnion(Workspace work, TrackStore store, KeyFrame frame, List<Claim> claims) {
        this.work = work;
        this.store = store;
        this.frame = frame;
        this.claims = claims;
        planes = new long[work.keyPlanes.length];
        for (int i = 0; i < claims.size(); i++) {
            Segment segment = claims.get(i).segment();
            if (segment != null) {
                frame.hierarchy().paint(segment, planes, 1L << i);
                arms |= claims.get(i).track().votes.isOwnArm() ? 1L << i : 0;
            }
        }
        outlines = new Outlines(planes, work.segmenter.edges(), work.size.width(), claims.size());
    }

    /** Why two tracks are one. */
    private enum Bond {
        NONE,
        PARTS,
        TWINS,
        /** One lies within the other and has the colours of the rest of it. */
        INNER,
        /** The second is a part that the first had lost. */
        SECOND_WAS_MISSING,
        FIRST_WAS_MISSING
    }

    /** Joins the two that belong together most clearly, if there are such. Others wait for the next key frame. */
    void join() {
        Bond bond = Bond.NONE;
        int[] best = new int[2];
        float bestShared = 0;
        for (int a = 0; a < claims.size(); a++) {
            for (int b = a + 1; b < claims.size() && isPartLike(a); b++) {
                Bond now = isPartLike(b) ? bond(a, b) : Bond.NONE;
                float shared = now == Bond.TWINS || now == Bond.INNER ? 1 : outlines.sharedOutline(a, b);
                if (now != Bond.NONE && shared > bestShared) {
                    bond = now;
                    bestShared = shared;
                    best = new int[] {a, b};
                }
            }
        }
        if (bond != Bond.NONE) {
            join(best[0], best[1], bond);
        }
        Set<Long> alive = new HashSet<>();
        claims.forEach(claim -> alive.add(claim.track().serial));
        store.lost.forEach(track -> alive.add(track.serial));
        store.pairs.keep(alive);
    }

    private boolean isPartLike(int index) {
        Segment segment = claims.get(index).segment();
        return segment != null && (arms >> index & 1) == 0 && segment.area() <= LARGEST_PART * planes.length;
    }

    /** Takes what this key frame says into account. */
    private Bond bond(int a, int b) {
        Track one = claims.get(a).track();
        Track other = claims.get(b).track();
        if (gap(claims.get(a).box(), claims.get(b).box()) > APART * Math.max(work.size.width(), work.size.height())) {
            store.pairs.separate(one, other);
            return Bond.NONE;
        }
        if (haveOtherNames(one, other)) {
            return Bond.NONE;
        }
        if (areNested(a, b)) {
            Bond bond = areTwins(a, b) ? Bond.TWINS : isInner(a, b) || isInner(b, a) ? Bond.INNER : Bond.NONE;
            return store.pairs.addTwins(one, other, bond != Bond.NONE) ? bond : Bond.NONE;
        }
        if (outlines.border(a, b) == 0) {
            return Bond.NONE;
        }
        if (isMissingPart(a, b)) {
            return Bond.SECOND_WAS_MISSING;
        }
        if (isMissingPart(b, a)) {
            return Bond.FIRST_WAS_MISSING;
        }
        boolean enough = store.pairs.mayBeOne(one, other) && store.pairs.add(one, other, partEvidence(a, b));
        boolean alike = !work.learnedEdges || ratio(outlines.area(a), outlines.area(b)) <= MOST_RATIO;
        return enough && alike ? Bond.PARTS : Bond.NONE;
    }

    private int partEvidence(int a, int b) {
        if (!lookLikeOne(a, b)) {
            return -1;
        }
        if (isNamedAlone(a, b)) {
            return -2;
        }
        return motion(a, b).apart() > SAME_MOTION ? -2 : 1;
    }

    private static float ratio(int area, int other) {
        return (float) Math.max(area, other) / Math.max(1, Math.min(area, other));
    }

    /** True if a detector has drawn its box around one of the two: a bowl, not a bowl with its shadow. */
    private boolean isNamedAlone(int a, int b) {
        BoundingBox one = claims.get(a).box();
        BoundingBox other = claims.get(b).box();
        BoundingBox both = hull(one, other);
        for (Detection detection : frame.detections()) {
            float alone = Math.max(detection.box().iou(one), detection.box().iou(other));
            if (alone >= NAMED_ALONE && alone > detection.box().iou(both) + NAMED_MARGIN) {
                return true;
            }
        }
        return false;
    }

    private static BoundingBox hull(BoundingBox a, BoundingBox b) {
        float x = Math.min(a.x(), b.x());
        float y = Math.min(a.y(), b.y());
        return new BoundingBox(x, y, Math.max(a.right(), b.right()) - x, Math.max(a.bottom(), b.bottom()) - y);
    }

    private static float gap(BoundingBox a, BoundingBox b) {
        float x = Math.max(a.x() - b.right(), b.x() - a.right());
        float y = Math.max(a.y() - b.bottom(), b.y() - a.bottom());
        return Math.max(x, y);
    }

    private boolean areNested(int a, int b) {
        Segment one = claims.get(a).segment();
        Segment other = claims.get(b).segment();
        return one == null || other == null || one.intersectionArea(tree(), other) > 0;
    }

    /** The same thing twice, once without its speckles or its rim: a part that is most of it and has its colours. */
    private boolean areTwins(int a, int b) {
        Segment one = claims.get(a).segment();
        Segment other = claims.get(b).segment();
        return one != null
                && other != null
                && one.iou(tree(), other) >= TWIN_IOU
                && claims.get(a).track().looks.similarity(claims.get(b).track().looks) >= TWIN_LOOKS;
    }

    /** True if the second lies within the first and looks as the rest of it: the half of a plate that a knife cuts off. */
    private boolean isInner(int a, int b) {
        Segment whole = claims.get(a).segment();
        Segment part = claims.get(b).segment();
        Track thing = claims.get(a).track();
        Track inner = claims.get(b).track();
        return whole != null
                && part != null
                && thing.seenWhole
                && inner.votes.best() < 0
                && part.intersectionArea(tree(), whole) >= NodeMatcher.INSIDE * part.area()
                && inner.looks.similarity(thing.looks.without(inner.looks, whole.area(), part.area())) >= TWIN_LOOKS
                && outlines.solidity(a) >= THING_SOLIDITY
                && outlines.strength(a) >= THING_STRENGTH;
    }

    /** True if the first has lost a part, and the other one is new, has its colours, and makes it as large as it was again. */
    private boolean isMissingPart(int a, int b) {
        Track thing = claims.get(a).track();
        Track part = claims.get(b).track();
        int area = outlines.area(a);
        int both = area + outlines.area(b);
        if (!thing.isShrunk(area) || part.keyFramesSeen > 1 || both > MOST_REGAINED * thing.wholeArea
                || outlines.sharedOutline(a, b) < LEAST_SHARED) {
            return false;
        }
        ColourHistogram[] seen = looks();
        return seen[b].shareWithin(thing.looks, outlines.area(b), thing.wholeArea) >= REGAINED_LOOKS
                && seen[a].with(seen[b], area, outlines.area(b)).similarity(thing.looks)
                        >= Math.max(TWIN_LOOKS, seen[a].similarity(thing.looks) - REGAINED_DOUBT);
    }

    private ColourHistogram[] looks() {
        ColourHistogram[] known = looks;
        if (known == null) {
            known = ColourHistogram.ofPlanes(planes, frame.lab(), claims.size());
            looks = known;
        }
        return known;
    }

    private static boolean haveOtherNames(Track a, Track b) {
        return a.votes.best() >= 0 && b.votes.best() >= 0 && a.votes.best() != b.votes.best();
    }

    private MergeTree tree() {
        return frame.hierarchy().tree();
    }

    private boolean lookLikeOne(int a, int b) {
        boolean side = outlines.sharedOutline(a, b) >= LEAST_SHARED
                && outlines.hullGrowth(a, b) >= LEAST_GROWTH
                && outlines.inset(a, b) <= MOST_INSET
                && isClosedOff(a, b);
        return (side || areEndToEnd(a, b))
                && outlines.solidity(a, b) >= LEAST_SOLIDITY;
    }

    /** True for a blade and its handle: each is long, both together are longer, and they meet over their whole width. */
    private boolean areEndToEnd(int a, int b) {
        BoundingBox one = claims.get(a).box();
        BoundingBox other = claims.get(b).box();
        int area = outlines.area(a) + outlines.area(b);
        double length = diagonal(hull(one, other));
        double least = Math.min(slenderness(one, outlines.area(a)), slenderness(other, outlines.area(b)));
        return length * length >= SLENDER_WHOLE * area
                && least >= SLENDER_PART
                && outlines.hullGrowth(a, b) >= LONGER
                && outlines.border(a, b) >= WHOLE_WIDTH * area / length
                && outlines.outlineStrength(a, b) >= (work.learnedEdges ? LEAST_LEARNED : LEAST_STRENGTH);
    }

    private static double slenderness(BoundingBox box, int area) {
        return diagonal(box) * diagonal(box) / Math.max(1, area);
    }

    private static double diagonal(BoundingBox box) {
        return Math.hypot(box.width(), box.height());
    }

    /** True if the edges around both are strong; learned edges are strong everywhere, and tell only by being weaker between the two. */
    private boolean isClosedOff(int a, int b) {
        float around = outlines.outlineStrength(a, b);
        return work.learnedEdges
                ? around >= LEAST_LEARNED && around >= outlines.borderStrength(a, b) - MOST_BETWEEN
                : around >= LEAST_STRENGTH;
    }

    private RelativeMotion motion(int a, int b) {
        return new RelativeMotion(work.motion, planes, a, b, hull(claims.get(a).box(), claims.get(b).box()), arms);
    }

    private void join(int a, int b, Bond bond) {
        Claim one = claims.get(a);
        Claim other = claims.get(b);
        boolean first = isHeir(a, b, bond);
        Claim whole = first ? one : other;
        Claim part = first ? other : one;
        Segment both = bond == Bond.TWINS ? sharper(a, b) : work.matcher.join(tree(), List.of(one.segment(), other.segment()));
        if (bond == Bond.PARTS || bond == Bond.TWINS || bond == Bond.INNER) {
            whole.track().absorb(part.track(), bond == Bond.TWINS, both.area());
        }
        store.pairs.transfer(part.track(), whole.track(), claims.stream().map(Claim::track).toList());
        claims.set(first ? a : b, new Claim(whole.track(), both, -1));
        claims.remove(first ? b : a);
    }

    /** Of the same thing twice, the region with the stronger outline: a thing without its shadow, a bowl with its speckles. */
    private @Nullable Segment sharper(int a, int b) {
        return claims.get(outlines.strength(a) >= outlines.strength(b) ? a : b).segment();
    }

    /** True if the first goes on as both: of the same thing twice the older, of parts the larger, but one that was reported. */
    private boolean isHeir(int a, int b, Bond bond) {
        Track one = claims.get(a).track();
        Track other = claims.get(b).track();
        if (bond == Bond.SECOND_WAS_MISSING || bond == Bond.FIRST_WAS_MISSING) {
            return bond == Bond.SECOND_WAS_MISSING;
        }
        boolean byAge = bond == Bond.TWINS || (one.id != 0) != (other.id != 0);
        return byAge ? one.isElderThan(other) : outlines.area(a) >= outlines.area(b);
    }

    /** True if the segment lies within a thing that was put together of parts, and has its colours. */
    static boolean isKnownPart(Segment segment, ColourHistogram looks, List<Claim> claims, MergeTree tree) {
        for (Claim claim : claims) {
            Segment own = claim.segment();
            Track track = claim.track();
            if (track.parts > 1
                    && own != null
                    && own.intersectionArea(tree, segment) >= NodeMatcher.INSIDE * segment.area()
                    && looks.shareWithin(track.looks, segment.area(), own.area()) >= REGAINED_LOOKS) {
                return true;
            }
        }
        return false;
    }
}
