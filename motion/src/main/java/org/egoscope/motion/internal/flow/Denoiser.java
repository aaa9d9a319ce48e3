package org.egoscope.motion.internal.flow;

/** What predicts the clean state {@code [T, D]} from a noisy one, both normalised, and how the prediction depends on the noisy one. */
interface Denoiser {
    /** Prediction at a time of the flow (0 noise, 1 data). */
    float[] clean(float[] noisy, double time);

    /** {@code probeᵀ (d clean / d noisy)}, for a probe of the state's size. */
    float[] pulledBack(float[] noisy, double time, float[] probe);
}
