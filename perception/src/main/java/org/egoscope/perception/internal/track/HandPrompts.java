package org.egoscope.perception.internal.track;

import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.perception.internal.segment.Hierarchy;

/** Hands as prompts for the hierarchy, and the rule that tells the wearer's arm from a person. */
final class HandPrompts {
    /** Parent of each keypoint along the fingers; the knuckles hang from the wrist. */
    private static final int[] PARENTS = {0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19};

    /** Half the thickness of a finger as a share of the palm's length (wrist to middle knuckle), about 18 mm of 100 mm. */
    private static final double FINGER_RADIUS = 0.11;

    /** Of 21 keypoints, how many must lie in a person's box for it to be the wearer's arm. */
    private static final int LEAST_KEYPOINTS = 7;

    private static final float BORDER_PIXELS = 4;

    private HandPrompts() {}

    /** Pixels of the hand, drawn as thick bones, in each leaf of the hierarchy. */
    static int[] hits(Hierarchy hierarchy, Hand hand) {
        int width = hierarchy.width();
        boolean[] drawn = new boolean[hierarchy.labels().length];
        HandKeypoints points = hand.keypoints();
        ImagePoint wrist = points.inImage(HandKeypoints.WRIST);
        ImagePoint knuckle = points.inImage(HandKeypoints.MIDDLE_MCP);
        double radius = Math.max(1.5, FINGER_RADIUS * Math.hypot(knuckle.x() - wrist.x(), knuckle.y() - wrist.y()));
        for (int k = 1; k < HandKeypoints.COUNT; k++) {
            drawBone(drawn, width, points.inImage(PARENTS[k]), points.inImage(k), radius);
        }
        int[] hits = new int[hierarchy.tree().leaves()];
        for (int p = 0; p < drawn.length; p++) {
            if (drawn[p]) {
                hits[hierarchy.labels()[p]]++;
            }
        }
        return hits;
    }

    private static void drawBone(boolean[] drawn, int width, ImagePoint a, ImagePoint b, double radius) {
        int height = drawn.length / width;
        int x0 = (int) Math.max(0, Math.min(a.x(), b.x()) - radius);
        int x1 = (int) Math.min(width - 1, Math.max(a.x(), b.x()) + radius);
        int y0 = (int) Math.max(0, Math.min(a.y(), b.y()) - radius);
        int y1 = (int) Math.min(height - 1, Math.max(a.y(), b.y()) + radius);
        double dx = b.x() - a.x();
        double dy = b.y() - a.y();
        double squared = Math.max(1e-9, dx * dx + dy * dy);
        for (int y = y0; y <= y1; y++) {
            for (int x = x0; x <= x1; x++) {
                double px = x + 0.5 - a.x();
                double py = y + 0.5 - a.y();
                double t = Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
                drawn[y * width + x] |= Math.hypot(px - t * dx, py - t * dy) <= radius;
            }
        }
    }

    /** A person's box that reaches the bottom and begins lower than this share of the height shows no one with a head. */
    private static final float NO_HEAD = 0.4f;

    /**
     * True if what a detector takes for somebody is the wearer: an arm, or the trunk and legs below, which come up from the lower border
     * and end where another one's shoulders and head would be.
     */
    static boolean isWearer(BoundingBox person, Iterable<Hand> hands, int width, int height) {
        boolean below = person.bottom() >= height - BORDER_PIXELS && person.y() >= NO_HEAD * height;
        return below || isOwnArm(person, hands, width, height);
    }

    /** True if a person's box holds a hand of the wearer and reaches the bottom or a side of the picture. */
    static boolean isOwnArm(BoundingBox person, Iterable<Hand> hands, int width, int height) {
        boolean atBorder = person.bottom() >= height - BORDER_PIXELS
                || person.x() <= BORDER_PIXELS
                || person.right() >= width - BORDER_PIXELS;
        if (!atBorder) {
            return false;
        }
        for (Hand hand : hands) {
            if (hand.wearer() && keypointsInside(person, hand.keypoints()) >= LEAST_KEYPOINTS) {
                return true;
            }
        }
        return false;
    }

    /** True if a keypoint of the wearer lies in the box. */
    static boolean isAtHand(BoundingBox box, Iterable<Hand> hands) {
        for (Hand hand : hands) {
            if (hand.wearer() && keypointsInside(box, hand.keypoints()) > 0) {
                return true;
            }
        }
        return false;
    }

    private static int keypointsInside(BoundingBox box, HandKeypoints points) {
        int inside = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            ImagePoint p = points.inImage(k);
            inside += p.x() >= box.x() && p.x() < box.right() && p.y() >= box.y() && p.y() < box.bottom() ? 1 : 0;
        }
        return inside;
    }
}
