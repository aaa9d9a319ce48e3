package org.egoscope.torch;

/** Where a network runs. */
public enum TorchDevice {
    CPU,
    /** The first CUDA device; loading fails with a clear error where there is none. */
    CUDA,
    /** CUDA where it is available, else CPU. */
    BEST
}
