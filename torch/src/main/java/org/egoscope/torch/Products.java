package org.egoscope.torch;

import org.egoscope.core.PipelineException;

/** In which numbers a network multiplies. Weights, sums between layers and results stay float32. */
public enum Products {
    /** bfloat16 on a GPU, float32 on the CPU. */
    AUTO,
    FLOAT32,
    /** Eight bits of each factor: products take half the time on CPUs with instructions for it; results differ in the third digit. */
    BFLOAT16;

    /** For networks that run on the CPU in any case: {@link #AUTO} is bfloat16 where that is fast and safe, else float32. */
    public Products fastestOnCpu() {
        if (this != AUTO) {
            return this;
        }
        return TorchRuntime.cpuHasFastBfloat16() ? BFLOAT16 : FLOAT32;
    }

    /**
     * What that comes to.
     *
     * @throws PipelineException if bfloat16 is asked for where it is slower or not safe
     */
    public Tensor.Precision on(TorchDevice device) {
        boolean gpu = device != TorchDevice.CPU && TorchRuntime.info().cudaAvailable();
        if (this == BFLOAT16 && !gpu && !TorchRuntime.cpuHasFastBfloat16()) {
            throw PipelineException.badConfig(
                    "products: expected a CPU with instructions for bfloat16 (AVX512-BF16, no AMX in use) or a GPU, got neither");
        }
        return this == BFLOAT16 || this == AUTO && gpu ? Tensor.Precision.BFLOAT16 : Tensor.Precision.FLOAT32;
    }
}
