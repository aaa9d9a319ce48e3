package org.egoscope.app.products;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.egoscope.perception.NamedBox;

/** Which named boxes two runs of one detector share, and with what scores those come that only one of them has. */
final class BoxAgreement {
    private static final float SAME_BOX_IOU = 0.5f;

    private long first;
    private long second;
    private long shared;
    private double scoreDifference;
    private double overlap;
    private final List<Float> alone = new ArrayList<>();

    /** Each box is matched with the best one of its label that overlaps by half, best scores first. */
    void add(List<NamedBox> one, List<NamedBox> other) {
        first += one.size();
        second += other.size();
        List<NamedBox> open = new ArrayList<>(other);
        for (NamedBox box : one) {
            NamedBox match = null;
            for (NamedBox candidate : open) {
                float iou = box.box().iou(candidate.box());
                if (iou >= SAME_BOX_IOU && candidate.label().equals(box.label()) && (match == null || iou > box.box().iou(match.box()))) {
                    match = candidate;
                }
            }
            if (match == null) {
                alone.add(box.score());
                continue;
            }
            open.remove(match);
            shared++;
            scoreDifference += Math.abs(box.score() - match.score());
            overlap += box.box().iou(match.box());
        }
        open.forEach(box -> alone.add(box.score()));
    }

    long shared() {
        return shared;
    }

    /** Scores of the boxes that only one run has, rising. */
    List<Float> alone() {
        return alone.stream().sorted().toList();
    }

    @Override
    public String toString() {
        List<Float> scores = alone();
        return String.format(
                Locale.ROOT, "named boxes: %d and %d, %d in both (mean IoU %.3f, scores apart by %.4f), %d in one only%s", first, second, shared,
                overlap / Math.max(1, shared), scoreDifference / Math.max(1, shared), scores.size(),
                scores.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT, " (scores: median %.2f, most %.2f)", scores.get(scores.size() / 2), scores.get(scores.size() - 1)));
    }
}
