package org.egoscope.perception.internal.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.PromptPoint;
import org.jspecify.annotations.Nullable;

/**
 * Answers to a box. Every candidate gets an expected IoU from {@link MaskJudge}; the candidates vote for each cell with weights that grow
 * with it, and the first answer is the set of cells with the largest expected IoU under these votes. The others are candidates as they are.
 */
final class BoxAnswers {
    /** An expected IoU higher by 0.1 makes a vote this much heavier: exp of a tenth of this; the best of 5, 10, 20, 40 on synthetic views. */
    private static final double VOTE_SHARPNESS = 10;

    /** Answers with a larger IoU with a better one say the same. */
    private static final double SAME = 0.85;

    /** Votes this far from the chosen threshold on both sides bound the stability. */
    private static final double STABILITY_OFFSET = 0.1;

    /** What a point on the wrong side does to the odds of a candidate. */
    private static final double WRONG_POINT = 0.2;

    private final LookedAt picture;
    private final BoundingBox box;
    private final BoxCrop crop;
    private final List<BoxCandidates.Candidate> candidates;
    private final double[] expected;

    /**
     * @param points of the working picture
     * @param prior a mask of the working picture that the answer resembles
     */
    BoxAnswers(LookedAt picture, BoundingBox box, List<PromptPoint> points, byte @Nullable [] prior) {
        this.picture = picture;
        this.box = box;
        crop = new BoxCrop(box, picture);
        BoxCut cut = new BoxCut(crop);
        candidates = new BoxCandidates(picture, box, crop, cut).all(prior);
        expected = judge(new MaskFeatures(crop, cut));
        for (int i = 0; i < expected.length; i++) {
            for (PromptPoint point : points) {
                boolean in = candidates.get(i).mask()[crop.cellAt(point.x(), point.y())] != 0;
                expected[i] *= in == point.foreground() ? 1 : WRONG_POINT;
            }
        }
    }

    private double[] judge(MaskFeatures features) {
        double[] scores = new double[candidates.size()];
        for (int i = 0; i < scores.length; i++) {
            byte[] mask = candidates.get(i).mask();
            double[] f = features.measure(mask);
            double agreement = 0;
            for (int j = 0; j < scores.length; j++) {
                agreement += j == i ? 0 : MaskFeatures.iou(mask, candidates.get(j).mask());
            }
            f[MaskFeatures.AGREEMENT] = agreement / Math.max(1, scores.length - 1);
            scores[i] = MaskJudge.expectedIou(candidates.get(i).source(), f);
        }
        return scores;
    }

    /** At most {@code count}, the vote's first, then by expected IoU. */
    List<Answer> best(int count) {
        List<byte[]> chosen = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        Vote vote = new Vote();
        chosen.add(vote.mask);
        answers.add(new Answer(paint(vote.mask), (float) vote.expectedIou, (float) vote.stability));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> -expected[i]));
        for (int i : order) {
            byte[] mask = candidates.get(i).mask();
            if (answers.size() < count && chosen.stream().noneMatch(other -> MaskFeatures.iou(other, mask) > SAME)) {
                chosen.add(mask);
                answers.add(new Answer(paint(mask), (float) expected[i], (float) MaskFeatures.iou(mask, vote.mask)));
            }
        }
        return answers;
    }

    private byte[] paint(byte[] mask) {
        byte[] bitmap = new byte[picture.width() * picture.height()];
        crop.paint(mask, bitmap);
        return bitmap;
    }

    BoundingBox box() {
        return box;
    }

    /** The set of cells with the largest expected IoU when each cell is inside with the probability of the votes for it. */
    private final class Vote {
        private static final int STEPS = 100;

        private final byte[] mask = new byte[crop.cells()];
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
            double best = 0;
            for (double score : expected) {
                best = Math.max(best, score);
            }
            double[] inside = new double[crop.cells()];
            double weights = 0;
            for (int i = 0; i < expected.length; i++) {
                double weight = Math.exp(VOTE_SHARPNESS * (expected[i] - best));
                weights += weight;
                byte[] candidate = candidates.get(i).mask();
                for (int cell = 0; cell < inside.length; cell++) {
                    inside[cell] += weight * candidate[cell];
                }
            }
            for (int cell = 0; cell < inside.length; cell++) {
                inside[cell] /= weights;
            }
            return inside;
        }
    }
}
