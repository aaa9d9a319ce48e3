package org.egoscope.perception.internal.hands;

import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.perception.internal.detect.PriorDecoder;

/**
 * Raw outputs of MediaPipe's palm detector to palms in the pixels of its 192 x 192 input. Priors: 24 x 24 cells with 2, then 12 x 12
 * cells with 6.
 */
final class PalmDecoder {
    static final int INPUT_SIDE = 192;
    static final int PRIORS = 2016;
    private static final int[][] CELLS_AND_PRIORS = {{24, 2}, {12, 6}};

    private final PriorDecoder decoder;

    PalmDecoder(float minimumScore) {
        decoder = new PriorDecoder(INPUT_SIDE, CELLS_AND_PRIORS, PalmDetection.VALUES, minimumScore);
    }

    /** Palms, best first. */
    List<PalmDetection> decode(@Shape("2016 18") float[] rows, @Shape("2016 1") float[] logits) {
        return decoder.decode(rows, logits).stream().map(box -> new PalmDetection(box.score(), box.values())).toList();
    }
}
