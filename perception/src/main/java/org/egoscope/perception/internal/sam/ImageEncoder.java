package org.egoscope.perception.internal.sam;

import org.egoscope.torch.Tensor;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;

/** Pictures to embeddings. Results live in the caller's scope. */
public interface ImageEncoder extends AutoCloseable {
    /** On a GPU, so that it is kept busy by the small windows, too; on a CPU a larger batch only falls out of the caches. */
    int PICTURES_AT_ONCE_ON_GPU = 8;

    /** Pictures that are worth encoding at once. */
    static int picturesAtOnce(TorchDevice device) {
        return device != TorchDevice.CPU && TorchRuntime.info().cudaAvailable() ? PICTURES_AT_ONCE_ON_GPU : 1;
    }

    /**
     * @param pictures {@code [B, 3, S, S]}, normalised; fastest with the channels innermost in memory
     * @return {@code [B, C, S / 16, S / 16]}
     */
    Tensor encode(Tensor pictures);

    /** Frees what was made from the weights, not the weights. */
    @Override
    void close();
}
