package org.egoscope.perception.internal.sam;

import org.egoscope.torch.Tensor;

/** Pictures to embeddings. Results live in the caller's scope. */
public interface ImageEncoder extends AutoCloseable {
    /**
     * @param pictures {@code [B, 3, S, S]}, normalised; fastest with the channels innermost in memory
     * @return {@code [B, C, S / 16, S / 16]}
     */
    Tensor encode(Tensor pictures);

    /** Frees what was made from the weights, not the weights. */
    @Override
    void close();
}
