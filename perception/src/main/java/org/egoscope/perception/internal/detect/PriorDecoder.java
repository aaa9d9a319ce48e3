package org.egoscope.perception.internal.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.Shape;

/**
 * Raw outputs of MediaPipe's detectors (palms, people, faces) to boxes in the pixels of their square input. Priors have the fixed size
 * 1, so only their centres matter: cells row by row, in a cell its priors one after another. Suppression is the weighted kind: a box
 * becomes the mean, by score, of all that overlap it.
 */
public final class PriorDecoder {
    private static final float OVERLAP = 0.3f;
    private static final float MAX_LOGIT = 100;

    private final float[] priorX;
    private final float[] priorY;
    private final int values;
    private final float minimumLogit;

    /**
     * @param inputSide pixels
     * @param cellsAndPriors per map its cells on a side and its priors in a cell
     * @param values in a row: box and points
     * @param minimumScore 0..1, exclusive
     */
    public PriorDecoder(int inputSide, int[][] cellsAndPriors, int values, float minimumScore) {
        int count = 0;
        for (int[] map : cellsAndPriors) {
            count += map[0] * map[0] * map[1];
        }
        this.priorX = new float[count];
        this.priorY = new float[count];
        this.values = values;
        this.minimumLogit = (float) Math.log(minimumScore / (1 - minimumScore));
        int at = 0;
        for (int[] map : cellsAndPriors) {
            for (int cell = 0; cell < map[0] * map[0]; cell++) {
                for (int prior = 0; prior < map[1]; prior++, at++) {
                    priorX[at] = (cell % map[0] + 0.5f) / map[0] * inputSide;
                    priorY[at] = (cell / map[0] + 0.5f) / map[0] * inputSide;
                }
            }
        }
    }

    public int priors() {
        return priorX.length;
    }

    public int values() {
        return values;
    }

    /** Boxes, best first. */
    public List<PriorBox> decode(@Shape("priors values") float[] rows, @Shape("priors 1") float[] logits) {
        List<PriorBox> candidates = new ArrayList<>();
        for (int i = 0; i < priorX.length; i++) {
            if (logits[i] >= minimumLogit) {
                candidates.add(candidate(rows, i, score(logits[i])));
            }
        }
        candidates.sort(Comparator.comparingDouble(PriorBox::score).reversed());
        return suppress(candidates);
    }

    private static float score(float logit) {
        float clamped = Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit));
        return (float) (1 / (1 + Math.exp(-clamped)));
    }

    private PriorBox candidate(float[] rows, int index, float score) {
        int at = index * values;
        float x = priorX[index];
        float y = priorY[index];
        float[] box = new float[values];
        box[0] = rows[at] + x - rows[at + 2] / 2;
        box[1] = rows[at + 1] + y - rows[at + 3] / 2;
        box[2] = rows[at] + x + rows[at + 2] / 2;
        box[3] = rows[at + 1] + y + rows[at + 3] / 2;
        for (int k = 4; k < values; k += 2) {
            box[k] = rows[at + k] + x;
            box[k + 1] = rows[at + k + 1] + y;
        }
        return new PriorBox(score, box);
    }

    private List<PriorBox> suppress(List<PriorBox> candidates) {
        List<PriorBox> remaining = new ArrayList<>(candidates);
        List<PriorBox> kept = new ArrayList<>();
        while (!remaining.isEmpty()) {
            PriorBox best = remaining.remove(0);
            List<PriorBox> group = new ArrayList<>();
            group.add(best);
            remaining.removeIf(other -> other.iou(best) > OVERLAP && group.add(other));
            kept.add(weightedMean(best.score(), group));
        }
        return kept;
    }

    private PriorBox weightedMean(float score, List<PriorBox> group) {
        float[] mean = new float[values];
        float total = 0;
        for (PriorBox one : group) {
            total += one.score();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += one.score() * one.values()[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= total;
        }
        return new PriorBox(score, mean);
    }
}
