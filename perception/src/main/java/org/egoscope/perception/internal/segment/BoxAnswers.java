package org.egoscope.perception.internal.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.PromptPoint;
import org.jspecify.annotations.Nullable;

/**
 * Answers to a box. {@link MaskJudge} says how likely each candidate is the true one; the candidates vote for each cell with these
 * probabilities, and the first answer is the set of cells with the largest expected IoU under the votes. The others are candidates as
 * they are.
 */
final class BoxAnswers {
    /** From the IoU that is expected under the votes to the true one: least squares on objects of two side cameras, within
     * limits. */
    private static final double CALIBRATION_SLOPE = 1.37;

    private static final double CALIBRATION_OFFSET = -0.44;
    private static final double LEAST_IOU = 0.05;
    private static final double MOST_IOU = 0.98;

    /** Answers with a larger IoU with a better one say the same. */
    private static final double SAME = 0.85;

    /** Votes this far from the chosen threshold on both sides bound the stability. */
    private static final double STABILITY_OFFSET = 0.1;

    /** What a point on the wrong side takes off the log odds of a candidate. */
    private static final double WRONG_POINT = 4;

    private final LookedAt picture;
    private final BoxReadings readings;
    private final double[] probability;

    /**
     * @param points of the working picture
     * @param prior a mask of the working picture that the answer resembles
     */
    BoxAnswers(LookedAt picture, BoundingBox box, List<PromptPoint> points, byte @Nullable [] prior) {
        this.picture = picture;
        readings = new BoxReadings(picture, box, prior);
        probability = judge(points);
    }

    /** Probabilities that sum to 1. */
    private double[] judge(List<PromptPoint> points) {
        int count = readings.count();
        double[] odds = MaskJudge.logOdds(readings);
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            odds[i] -= WRONG_POINT * wrongPoints(readings.mask(i), points);
            most = Math.max(most, odds[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            odds[i] = Math.exp(odds[i] - most);
            sum += odds[i];
        }
        for (int i = 0; i < count; i++) {
            odds[i] /= sum;
        }
        return odds;
    }

    private int wrongPoints(byte[] mask, List<PromptPoint> points) {
        int wrong = 0;
        for (PromptPoint point : points) {
            wrong += mask[readings.crop().cellAt(point.x(), point.y())] != 0 == point.foreground() ? 0 : 1;
        }
        return wrong;
    }

    /** At most {@code count}, the vote's first, then by expected IoU. */
    List<Answer> best(int count) {
        List<PackedMask> chosen = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        Vote vote = new Vote();
        PackedMask voted = new PackedMask(vote.mask);
        chosen.add(voted);
        answers.add(new Answer(paint(vote.mask), calibrated(vote.expectedIou), (float) vote.stability));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < probability.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> -probability[i]));
        for (int i : order) {
            PackedMask mask = readings.packed(i);
            if (answers.size() < count && chosen.stream().noneMatch(other -> other.iou(mask) > SAME)) {
                chosen.add(mask);
                answers.add(new Answer(paint(readings.mask(i)), calibrated(expectedIou(mask)), (float) mask.iou(voted)));
            }
        }
        return answers;
    }

    private static float calibrated(double expected) {
        return (float) Math.max(LEAST_IOU, Math.min(MOST_IOU, CALIBRATION_SLOPE * expected + CALIBRATION_OFFSET));
    }

    /** Mean IoU with the candidates, by their probabilities. */
    private double expectedIou(PackedMask mask) {
        double sum = 0;
        for (int i = 0; i < probability.length; i++) {
            sum += probability[i] * mask.iou(readings.packed(i));
        }
        return sum;
    }

    private byte[] paint(byte[] mask) {
        byte[] bitmap = new byte[picture.width() * picture.height()];
        readings.crop().paint(mask, bitmap);
        return bitmap;
    }

    /** The set of cells with the largest expected IoU when each cell is inside with the probability of the votes for it. */
    private final class Vote {
        private static final int STEPS = 100;

        private final byte[] mask = new byte[readings.crop().cells()];
        private double expectedIou;
        private double stability;

        Vote() {
            double[] inside = probabilities();
            int[] count = new int[STEPS + 1];
            double[] sum = new double[STEPS + 1];
            double total = 0;
            for (double p : inside) {
                int step = (int) (p * STEPS);
                count[step]++;
                sum[step] += p;
                total += p;
            }
            int threshold = STEPS;
            double in = 0;
            int area = 0;
            for (int step = STEPS; step >= 1; step--) {
                in += sum[step];
                area += count[step];
                // The expected intersection over the expected union of all cells at or above the threshold.
                double iou = in / (area + total - in);
                if (iou > expectedIou) {
                    expectedIou = iou;
                    threshold = step;
                }
            }
            int strict = 0;
            int lax = 0;
            for (int cell = 0; cell < mask.length; cell++) {
                double p = (int) (inside[cell] * STEPS);
                mask[cell] = (byte) (p >= threshold ? 1 : 0);
                strict += p >= threshold + STABILITY_OFFSET * STEPS ? 1 : 0;
                lax += p >= threshold - STABILITY_OFFSET * STEPS && p > 0 ? 1 : 0;
            }
            stability = lax == 0 ? 0 : (double) strict / lax;
        }

        private double[] probabilities() {
            double[] inside = new double[readings.crop().cells()];
            for (int i = 0; i < probability.length; i++) {
                byte[] candidate = readings.mask(i);
                for (int cell = 0; cell < inside.length; cell++) {
                    inside[cell] += probability[i] * candidate[cell];
                }
            }
            return inside;
        }
    }
}
