package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.internal.segment.CocoClasses;
import org.egoscope.perception.internal.segment.Detection;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/** Turns detections and hands of a key frame into votes of tracks; opens a track where a named thing has none. */
final class Labelling {
    /** Least IoU of a region's box with a detection. */
    private static final float LEAST_BOX_IOU = 0.5f;

    /** Least share of a drawn hand that the region of the arm must cover, and how many times larger than it the arm may be. */
    private static final float LEAST_COVER = 0.6f;
    private static final float MOST_GROWTH = 8;

    private static final float SAME_ARM_IOU = 0.35f;
    private static final float TOUCHING_IOU = 0.1f;

    private final SegmentConfig config;
    private final NodeMatcher matcher;
    private final TrackStore store;
    private final KeyFrame frame;
    private final Association association;
    private final List<Claim> claims;

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
        List<Segment> arms = new ArrayList<>();
        for (Hand hand : frame.hands()) {
            if (hand.wearer()) {
                voteForHand(hand, arms);
            }
        }
        if (!arms.isEmpty()) {
            doubtArmsWithoutHand(arms);
        }
        for (Detection detection : frame.detections()) {
            voteForDetection(detection);
        }
    }

    private void voteForHand(Hand hand, List<Segment> arms) {
        Hierarchy hierarchy = frame.hierarchy();
        int[] hits = HandPrompts.hits(hierarchy, hand);
        int area = 0;
        for (int h : hits) {
            area += h;
        }
        if (area == 0) {
            return;
        }
        NodeMatcher.Match match = matcher.matchCover(hierarchy.tree(), hits, area, LEAST_COVER, MOST_GROWTH);
        if (match.segment().area() >= config.minMaskRegionArea()) {
            arms.add(match.segment());
            armTrack(match.segment()).votes.add(LabelVotes.OWN_ARM, hand.confidence());
        }
    }

    /** The track that is already known as this arm, if it is still about there. */
    private Track armTrack(Segment segment) {
        for (Claim claim : claims) {
            if (claim.track().votes.isOwnArm() && association.iou(claim, segment) >= SAME_ARM_IOU) {
                return claim.track();
            }
        }
        return trackOf(segment, null);
    }

    /** Where hands are seen, an arm that no hand lies on loses its evidence quickly. */
    private void doubtArmsWithoutHand(List<Segment> arms) {
        for (Claim claim : claims) {
            if (claim.track().votes.isOwnArm() && arms.stream().noneMatch(arm -> association.iou(claim, arm) >= TOUCHING_IOU)) {
                claim.track().votes.doubt(LabelVotes.OWN_ARM);
            }
        }
    }

    private void voteForDetection(Detection detection) {
        Hierarchy hierarchy = frame.hierarchy();
        BoundingBox box = detection.box();
        boolean ownArm = detection.classIndex() == CocoClasses.PERSON
                && HandPrompts.isOwnArm(box, frame.hands(), hierarchy.width(), hierarchy.height());
        NodeMatcher.Match match = matcher.matchBox(hierarchy, box);
        if (match.iou() < LEAST_BOX_IOU || match.segment().area() < config.minMaskRegionArea()) {
            return;
        }
        int label = ownArm ? LabelVotes.OWN_ARM : detection.classIndex();
        trackOf(match.segment(), box).votes.add(label, detection.score());
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
