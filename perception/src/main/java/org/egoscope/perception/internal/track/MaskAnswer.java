package org.egoscope.perception.internal.track;

import org.egoscope.core.observation.Mask;
import org.egoscope.perception.PromptMask;

/**
 * A mask that a network gave for a prompt.
 *
 * @param predictedIou 0..1
 * @param stabilityScore 0..1
 */
record MaskAnswer(Mask mask, float predictedIou, float stabilityScore) {
    static MaskAnswer of(PromptMask answer) {
        return new MaskAnswer(answer.mask(), Math.max(0, Math.min(1, answer.predictedIou())), answer.stability());
    }

    /** How far it can be trusted, 0..1: a mask that is expected to be right, and that another threshold would not change. */
    float quality() {
        return predictedIou * stabilityScore;
    }
}
