package org.egoscope.synthetic.internal.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.synthetic.HandTruth;

/**
 * Hands found. A prediction belongs to the truth hand with which the box around its keypoints overlaps most (IoU at least 0.25), each
 * used once, best first. A truth hand that is in the picture but not counted as visible may be found or not: both are right.
 */
public final class HandScore {
    private static final double LEAST_BOX_IOU = 0.25;

    /** A keypoint is correct within this share of the longer side of the hand's true box (PCK 0.2). */
    private static final double CORRECT_SHARE = 0.2;

    private int found;
    private int missed;
    private int wrong;
    private int rightSide;
    private long keypoints;
    private long correctKeypoints;
    private final Sample pixelError = new Sample();
    private final Sample wristError = new Sample();

    private record Pair(HandTruth truth, Hand hand, double iou) {}

    public void add(List<HandTruth> truths, List<Hand> predicted) {
        List<Pair> pairs = new ArrayList<>();
        for (HandTruth truth : truths) {
            for (Hand hand : predicted) {
                double iou = truth.pixels() == 0 ? 0 : boxOf(truth).iou(hand.keypoints().boundingBox());
                if (iou >= LEAST_BOX_IOU) {
                    pairs.add(new Pair(truth, hand, iou));
                }
            }
        }
        pairs.sort((a, b) -> Double.compare(b.iou(), a.iou()));
        List<HandTruth> openTruths = new ArrayList<>(truths);
        List<Hand> openHands = new ArrayList<>(predicted);
        for (Pair pair : pairs) {
            if (openTruths.contains(pair.truth()) && openHands.contains(pair.hand())) {
                openTruths.remove(pair.truth());
                openHands.remove(pair.hand());
                count(pair);
            }
        }
        missed += (int) openTruths.stream().filter(HandTruth::visible).count();
        wrong += openHands.size();
    }

    private static BoundingBox boxOf(HandTruth truth) {
        return truth.keypoints().boundingBox();
    }

    private void count(Pair pair) {
        if (!pair.truth().visible()) {
            return;
        }
        found++;
        rightSide += pair.truth().side() == pair.hand().side() ? 1 : 0;
        BoundingBox box = boxOf(pair.truth());
        double limit = CORRECT_SHARE * Math.max(box.width(), box.height());
        double sum = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            double error = pair.truth().keypoints().inImage(k).distanceTo(pair.hand().keypoints().inImage(k));
            sum += error;
            keypoints++;
            correctKeypoints += error <= limit ? 1 : 0;
        }
        pixelError.add(sum / HandKeypoints.COUNT);
        if (pair.hand().keypoints().hasDepth()) {
            wristError.add(pair.truth().keypoints().inCamera(0).distanceTo(pair.hand().keypoints().inCamera(0)));
        }
    }

    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        double precision = Sample.ratio(found, found + wrong);
        double recall = Sample.ratio(found, found + missed);
        values.put("visible_hands", (double) (found + missed));
        values.put("precision", precision);
        values.put("recall", recall);
        values.put("f1", Sample.f1(precision, recall));
        values.put("side_accuracy", Sample.ratio(rightSide, found));
        values.put("keypoint_error_pixels_mean", pixelError.mean());
        values.put("keypoint_error_pixels_median", pixelError.median());
        values.put("pck_0.2", Sample.ratio(correctKeypoints, keypoints));
        values.put("wrist_error_meters_median", wristError.median());
        return values;
    }
}
