package org.egoscope.scenegraph.internal.contact;

import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.scenegraph.internal.frame.Backdrop;
import org.egoscope.scenegraph.internal.frame.BoxMotion;
import org.egoscope.scenegraph.internal.frame.Drift;
import org.egoscope.scenegraph.internal.frame.HandView;
import org.egoscope.scenegraph.internal.frame.MaskShape;
import org.egoscope.scenegraph.internal.frame.Thing;

/**
 * How a hand and a thing stand to each other in one frame. Lengths in hand lengths, speeds in hand lengths per second.
 *
 * @param distance nearest fingertip or palm to the mask, at most {@link #FAR}
 * @param fingertipDistance mean of the two nearest fingertips to the mask: two fingers are the least that grasps
 * @param overlap share of the hand region (or of the mask, if that is smaller) that both have in common, 0..1
 * @param relativeSpeed between hand and thing; NaN where only a part of the thing is seen, so that its motion is not known
 * @param handSpeed relative to the background, and to what lies around
 * @param thingSpeed likewise
 * @param offsetX from the middle of the thing's box to the middle of the hand; NaN as the relative speed
 * @param offsetY likewise
 * @param doubt about the hand, 0..1: about how far its keypoints may be off, in half hand lengths
 * @param handAppearedNanos when the hand came into view
 */
record ContactMeasure(
        double distance, double fingertipDistance, double overlap, double relativeSpeed, double handSpeed, double thingSpeed,
        double offsetX, double offsetY, double doubt, long handAppearedNanos) {
    /** Beyond so many hand lengths, exact distances do not matter. */
    static final double FAR = 8;

    /** Fingertips so far away count nothing, hand lengths: about 3 cm. */
    private static final double FINGERTIP_REACH = 0.35;

    /** So much of the hand over the thing is full contact: two fingers of a dilated hand are about a fifth of it. */
    private static final double FULL_OVERLAP = 0.2;

    /** A border of half a hand length is full contact: three fingers side by side. */
    private static final double FULL_BORDER = 0.5;

    static ContactMeasure of(HandView hand, Drift handDrift, Thing thing, Backdrop backdrop, ImageSize size) {
        MaskShape shape = thing.shape();
        double length = hand.lengthPixels();
        BoxMotion motion = thing.track().motion();
        double relative = thing.isPartial(size, hand) ? Double.NaN : motion.relativeSpeed(handDrift) / length;
        double handSpeed = handDrift.ownSpeed(backdrop) / length;
        double thingSpeed = motion.ownSpeed(backdrop) / length;
        double boxDistance = boxDistance(hand, shape.box()) / length;
        if (boxDistance > FAR) {
            return new ContactMeasure(FAR, FAR, 0, relative, handSpeed, thingSpeed, Double.NaN, Double.NaN, 1 - hand.confidence(),
                    hand.appearedNanos());
        }
        double limit = Math.min(FAR, boxDistance + 3);
        double[] tips = hand.fingertipDistances(shape, limit);
        double palm = hand.palmDistance(shape, limit);
        double common = boxDistance > 2 ? 0 : shape.overlap(hand.region());
        double overlap = common / Math.max(1, Math.min(hand.region().area(), shape.area()));
        overlap = boxDistance > 2 ? overlap : withPixels(overlap, hand, shape);
        double unknown = thing.isPartial(size, hand) ? Double.NaN : 0;
        double offsetX = unknown + (hand.middleX() - shape.box().centerX()) / length;
        double offsetY = unknown + (hand.middleY() - shape.box().centerY()) / length;
        return new ContactMeasure(
                Math.min(tips[0], palm), (tips[0] + tips[1]) / 2, overlap, relative, handSpeed, thingSpeed, offsetX, offsetY,
                1 - hand.confidence(), hand.appearedNanos());
    }

    /** Where the hand's pixels are known, what they say of the contact and what the keypoints say, each with half a vote (geometric mean). */
    private static double withPixels(double overlap, HandView hand, MaskShape shape) {
        if (!hand.hasPixels()) {
            return overlap;
        }
        double byBorder = Math.min(1, Math.max(hand.borderWith(shape) / FULL_BORDER, hand.shareInReach(shape) / FULL_OVERLAP));
        return FULL_OVERLAP * Math.sqrt(Math.min(1, overlap / FULL_OVERLAP) * byBorder);
    }

    /** Of a thing that moves while its hand is not seen. */
    static ContactMeasure alone(double thingSpeed) {
        return new ContactMeasure(FAR, FAR, 0, thingSpeed, 0, thingSpeed, Double.NaN, Double.NaN, 1, Long.MAX_VALUE);
    }

    private static double boxDistance(HandView hand, BoundingBox box) {
        double dx = Math.max(0, Math.max(box.x() - hand.palmX(), hand.palmX() - box.right()));
        double dy = Math.max(0, Math.max(box.y() - hand.palmY(), hand.palmY() - box.bottom()));
        return Math.hypot(dx, dy);
    }

    /** 0 apart .. 1 touching: fingertips and overlap each say half. */
    double proximity() {
        double fingertips = Math.max(0, 1 - fingertipDistance / FINGERTIP_REACH);
        return 0.5 * fingertips + 0.5 * Math.min(1, overlap / FULL_OVERLAP);
    }
}
