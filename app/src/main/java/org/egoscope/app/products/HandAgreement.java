package org.egoscope.app.products;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;

/** How far the keypoints of two trackers are apart where both see the same hand. */
final class HandAgreement {
    private static final float SAME_HAND_IOU = 0.25f;

    private long first;
    private long second;
    private long sides;
    private final List<Double> distances = new ArrayList<>();

    void add(List<Hand> one, List<Hand> other) {
        first += one.size();
        second += other.size();
        List<Hand> open = new ArrayList<>(other);
        for (Hand hand : one) {
            BoundingBox box = hand.keypoints().boundingBox();
            Hand match = null;
            for (Hand candidate : open) {
                float iou = box.iou(candidate.keypoints().boundingBox());
                if (iou >= SAME_HAND_IOU && (match == null || iou > box.iou(match.keypoints().boundingBox()))) {
                    match = candidate;
                }
            }
            if (match != null) {
                open.remove(match);
                sides += match.side() == hand.side() ? 1 : 0;
                distances.add(distance(hand.keypoints(), match.keypoints()) / Math.max(box.width(), box.height()));
            }
        }
    }

    private static double distance(HandKeypoints a, HandKeypoints b) {
        double sum = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            sum += a.inImage(k).distanceTo(b.inImage(k));
        }
        return sum / HandKeypoints.COUNT;
    }

    long shared() {
        return distances.size();
    }

    /** Mean distance of the keypoints over the longer side of the hand, of the pair at this share of all pairs, rising. */
    double distanceAt(double share) {
        List<Double> sorted = distances.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "hands: %d and %d, %d in both, keypoints apart by %.4f of the hand (median), %.4f (9 of 10), %.3f on the same side", first,
                second, shared(), distanceAt(0.5), distanceAt(0.9), sides / (double) Math.max(1, shared()));
    }
}
