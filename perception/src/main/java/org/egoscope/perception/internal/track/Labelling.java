package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.CocoClasses;
import org.egoscope.perception.internal.segment.Detection;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.MergeTree;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/** Turns detections and hands of a key frame into votes of tracks; opens a track where a named thing has none. */
final class Labelling {
    /** Least IoU of a region's box with a detection. */
    private static final float LEAST_BOX_IOU = 0.5f;

    /** A region with this share of its area in an arm is part of it. */
    private static final float PART_OF_ARM = 0.85f;

    /** An arm is not mostly one settled thing; much larger regions are what the arm is seen against. */
    private static final float MOST_OF_ARM = 0.6f;

    private static final float LARGEST_THING = 2;

    /** A region with this share of its area in arms is named by no detection. */
    private static final float MOSTLY_ARM = 0.4f;

    private static final float SAME_ARM_IOU = 0.35f;
    private static final float TOUCHING_IOU = 0.1f;

    private final SegmentConfig config;
    private final NodeMatcher matcher;
    private final TrackStore store;
    private final KeyFrame frame;
    private final Association association;
    private final List<Claim> claims;
    /** The wearer's arms in this key frame, and their tracks. */
    private final List<Segment> arms = new ArrayList<>();

    private final List<Track> armTracks = new ArrayList<>();

    Labelling(SegmentConfig config, NodeMatcher matcher, TrackStore store, KeyFrame frame, Association association, List<Claim> claims) {
        this.config = config;
        this.matcher = matcher;
        this.store = store;
        this.frame = frame;
        this.association = association;
        this.claims = claims;
    }

    void vote() {
        for (Claim claim : claims) {
            claim.track().votes.fade();
        }
        for (Hand hand : frame.hands()) {
            if (hand.wearer()) {
                voteForHand(hand);
            }
        }
        if (!arms.isEmpty()) {
            endSecondTracksOfArms();
            doubtArmsWithoutHand();
            dropPartsOfArms();
        }
        for (Detection detection : frame.detections()) {
            voteForDetection(detection);
        }
        for (Claim claim : claims) {
            if (frame.detectorLooked() && claim.segment() != null) {
                claim.track().votes.missed();
            }
        }
    }

    private void voteForHand(Hand hand) {
        Segment arm = new ArmRegion(frame.hierarchy(), matcher, association.things()).of(hand);
        if (arm == null || arm.area() < config.minMaskRegionArea() || arms.stream().anyMatch(a -> a.iou(tree(), arm) > SAME_ARM_IOU)) {
            return;
        }
        if (isSettledThing(arm)) {
            return;
        }
        arms.add(arm);
        int known = armClaim(arm);
        if (known >= 0) {
            claims.set(known, new Claim(claims.get(known).track(), arm, -1));
        } else {
            claims.add(new Claim(store.open(arm.box(), ColourHistogram.empty()), arm, -1));
        }
        Track track = claims.get(known >= 0 ? known : claims.size() - 1).track();
        track.votes.add(LabelVotes.OWN_ARM, hand.confidence());
        armTracks.add(track);
    }

    /** True if the region is for its larger part a thing that has long been known as no arm: a board under a hand, not a sleeve. */
    private boolean isSettledThing(Segment arm) {
        for (Claim claim : claims) {
            Segment own = claim.segment();
            boolean settled = claim.track().keyFramesSeen >= TrackStore.SETTLED && !claim.track().votes.isOwnArm();
            if (settled && own != null && own.intersectionArea(tree(), arm) >= MOST_OF_ARM * arm.area() && own.area() < LARGEST_THING * arm.area()) {
                return true;
            }
        }
        return false;
    }

    private MergeTree tree() {
        return frame.hierarchy().tree();
    }

    /** Index of the claim of what is already known as this arm, if it is still about there; -1 if none. */
    private int armClaim(Segment segment) {
        int best = -1;
        float bestIou = SAME_ARM_IOU;
        for (int i = 0; i < claims.size(); i++) {
            float iou = association.iou(claims.get(i), segment);
            if (claims.get(i).track().votes.isOwnArm() && iou >= bestIou) {
                best = i;
                bestIou = iou;
            }
        }
        return best;
    }

    /** Unnamed regions that lie wholly in an arm are parts of it, unless they have long been known as things: a hand may hold them. */
    private void dropPartsOfArms() {
        for (Segment arm : arms) {
            claims.removeIf(claim -> {
                Segment own = claim.segment();
                boolean part = own != null
                        && own != arm
                        && (claim.track().votes.best() < 0 || claim.track().votes.isOwnArm())
                        && claim.track().keyFramesSeen < TrackStore.SETTLED
                        && own.intersectionArea(tree(), arm) >= PART_OF_ARM * own.area();
                if (part) {
                    store.lose(claim.track());
                }
                return part;
            });
        }
    }

    /** An arm that was two regions at first, hand and sleeve, is one: what lies for the larger part in an arm found now is that arm. */
    private void endSecondTracksOfArms() {
        for (int i = 0; i < arms.size(); i++) {
            Segment arm = arms.get(i);
            for (Claim claim : List.copyOf(claims)) {
                Segment own = claim.segment();
                boolean second = own != null
                        && claim.track().votes.isOwnArm()
                        && !armTracks.contains(claim.track())
                        && own.intersectionArea(tree(), arm) >= MOST_OF_ARM * own.area();
                if (second) {
                    store.end(claim.track());
                    claims.remove(claim);
                }
            }
        }
    }

    /** Where hands are seen, an arm that no hand lies on loses its evidence quickly. */
    private void doubtArmsWithoutHand() {
        for (Claim claim : claims) {
            if (claim.track().votes.isOwnArm() && arms.stream().noneMatch(arm -> association.iou(claim, arm) >= TOUCHING_IOU)) {
                claim.track().votes.doubt(LabelVotes.OWN_ARM);
            }
        }
    }

    private void voteForDetection(Detection detection) {
        Hierarchy hierarchy = frame.hierarchy();
        BoundingBox box = detection.box();
        boolean living = CocoClasses.isLiving(detection.classIndex());
        if (living && HandPrompts.isWearer(box, frame.hands(), hierarchy.width(), hierarchy.height())) {
            return;
        }
        NodeMatcher.Match match = matcher.matchBox(hierarchy, box);
        if (match.iou() < LEAST_BOX_IOU || match.segment().area() < config.minMaskRegionArea() || isMostlyArm(match.segment())) {
            return;
        }
        trackOf(match.segment(), box).votes.add(detection.classIndex(), detection.score());
    }

    /** True if an arm found now fills most of the region: a sleeve is named by nothing but the hand at its end. */
    private boolean isMostlyArm(Segment segment) {
        int common = 0;
        for (Segment arm : arms) {
            common += arm.intersectionArea(tree(), segment);
        }
        return common >= MOSTLY_ARM * segment.area();
    }

    /** The track whose mask, or box where one is given, fits best; a new one if none does. */
    private Track trackOf(Segment segment, @Nullable BoundingBox box) {
        Claim best = null;
        float bestIou = 0;
        for (Claim claim : claims) {
            float iou = association.iou(claim, segment);
            if (box != null) {
                iou = Math.max(iou, claim.box().iou(box) - 0.1f);
            }
            if (iou > bestIou) {
                best = claim;
                bestIou = iou;
            }
        }
        if (best != null && bestIou >= LEAST_BOX_IOU) {
            return best.track();
        }
        Track track = store.open(segment.box(), ColourHistogram.empty());
        claims.add(new Claim(track, segment, -1));
        return track;
    }
}
