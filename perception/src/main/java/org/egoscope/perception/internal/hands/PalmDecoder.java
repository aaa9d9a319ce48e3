package org.egoscope.perception.internal.hands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.Shape;

/**
 * Raw outputs of MediaPipe's palm detector to palms in the pixels of its 192 x 192 input. Priors: 24 x 24 cells with 2, then 12 x 12
 * cells with 6, of fixed size 1, so only their centres matter. Suppression is the weighted kind.
 */
final class PalmDecoder {
    static final int INPUT_SIDE = 192;
    static final int PRIORS = 2016;
    private static final int[][] CELLS_AND_PRIORS = {{24, 2}, {12, 6}};
    private static final float OVERLAP = 0.3f;
    private static final float MAX_LOGIT = 100;

    private final float[] priorX = new float[PRIORS];
    private final float[] priorY = new float[PRIORS];
    private final float minimumScore;
    private final float minimumLogit;

    PalmDecoder(float minimumScore) {
        this.minimumScore = minimumScore;
        this.minimumLogit = (float) Math.log(minimumScore / (1 - minimumScore));
        int at = 0;
        for (int[] map : CELLS_AND_PRIORS) {
            for (int cell = 0; cell < map[0] * map[0]; cell++) {
                for (int prior = 0; prior < map[1]; prior++, at++) {
                    priorX[at] = (cell % map[0] + 0.5f) / map[0] * INPUT_SIDE;
                    priorY[at] = (cell / map[0] + 0.5f) / map[0] * INPUT_SIDE;
                }
            }
        }
    }

    /** Palms, best first. */
    List<PalmDetection> decode(@Shape("2016 18") float[] rows, @Shape("2016 1") float[] logits) {
        List<PalmDetection> candidates = new ArrayList<>();
        for (int i = 0; i < PRIORS; i++) {
            if (logits[i] >= minimumLogit) {
                candidates.add(candidate(rows, i, score(logits[i])));
            }
        }
        candidates.sort(Comparator.comparingDouble(PalmDetection::score).reversed());
        return suppress(candidates);
    }

    private static float score(float logit) {
        float clamped = Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit));
        return (float) (1 / (1 + Math.exp(-clamped)));
    }

    private PalmDetection candidate(float[] rows, int index, float score) {
        int at = index * PalmDetection.VALUES;
        float x = priorX[index];
        float y = priorY[index];
        float[] values = new float[PalmDetection.VALUES];
        values[0] = rows[at] + x - rows[at + 2] / 2;
        values[1] = rows[at + 1] + y - rows[at + 3] / 2;
        values[2] = rows[at] + x + rows[at + 2] / 2;
        values[3] = rows[at + 1] + y + rows[at + 3] / 2;
        for (int k = 4; k < PalmDetection.VALUES; k += 2) {
            values[k] = rows[at + k] + x;
            values[k + 1] = rows[at + k + 1] + y;
        }
        return new PalmDetection(score, values);
    }

    private static List<PalmDetection> suppress(List<PalmDetection> candidates) {
        List<PalmDetection> remaining = new ArrayList<>(candidates);
        List<PalmDetection> kept = new ArrayList<>();
        while (!remaining.isEmpty()) {
            PalmDetection best = remaining.get(0);
            List<PalmDetection> group = new ArrayList<>();
            group.add(best);
            remaining.remove(0);
            remaining.removeIf(other -> other.iou(best) > OVERLAP && group.add(other));
            kept.add(weightedMean(best.score(), group));
        }
        return kept;
    }

    private static PalmDetection weightedMean(float score, List<PalmDetection> group) {
        float[] mean = new float[PalmDetection.VALUES];
        float total = 0;
        for (PalmDetection one : group) {
            total += one.score();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += one.score() * one.values()[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= total;
        }
        return new PalmDetection(score, mean);
    }

    float minimumScore() {
        return minimumScore;
    }
}
