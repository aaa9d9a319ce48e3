package org.egoscope.perception.internal.sam2;

import org.egoscope.perception.internal.sam2.Sam2Network.Answer;
import org.egoscope.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Where an object is in one frame, before that is remembered. Outlives scopes until closed.
 *
 * @param frame number of the frame
 * @param answer of the network
 * @param prompted true if the user pointed at it here
 * @param tracked true if it was followed to here; then {@code conditioned} are the tokens that this was seen in, unless they were lost
 * @param conditioned {@code [1, cells, C]}
 */
record Sighting(long frame, Answer answer, boolean prompted, boolean tracked, @Nullable Tensor conditioned) implements AutoCloseable {
    static Sighting kept(long frame, Answer answer, boolean prompted, boolean tracked, @Nullable Tensor conditioned) {
        answer.logits().keep();
        answer.pointer().keep();
        if (conditioned != null) {
            conditioned.keep();
        }
        return new Sighting(frame, answer, prompted, tracked, conditioned);
    }

    @Override
    public void close() {
        answer.logits().release();
        answer.pointer().release();
        if (conditioned != null) {
            conditioned.release();
        }
    }
}
