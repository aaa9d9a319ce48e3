package org.egoscope.perception.internal.track;

import org.egoscope.core.observation.Mask;
import org.egoscope.perception.PromptMask;

/**
 * A mask that a network gave for a prompt.
 *
 * @param predictedIou 0..1
 * @param stabilityScore 0..1
 * @param cutOff true if it ends where a close-up does, so that more of it may lie beyond
 */
record MaskAnswer(Mask mask, float predictedIou, float stabilityScore, boolean cutOff) {
    static MaskAnswer of(PromptMask answer) {
        return new MaskAnswer(answer.mask(), Math.max(0, Math.min(1, answer.predictedIou())), answer.stability(), false);
    }

    /** The same mask at its place in a larger picture. */
    MaskAnswer placed(Mask whole, boolean cut) {
        return new MaskAnswer(whole, predictedIou, stabilityScore, cut);
    }

    /** How far it can be trusted, 0..1: a mask that is expected to be right, and that another threshold would not change. */
    float quality() {
        return predictedIou * stabilityScore;
    }
}
