package org.egoscope.motion.internal.flow;

import java.util.SplittableRandom;

/**
 * From noise to data: which times are trained on, and what each counts. The network sees {@code x_t = (1 - t) noise + t data} in both
 * cases; a variance-preserving diffusion is the same line, scaled (see {@link #timeOf}), so one network can be trained and sampled either
 * way and compared.
 */
public enum FlowPath {
    /** Straight-path flow matching (Lipman et al. 2023) with logit-normal times (Esser et al. 2024). */
    FLOW,
    /** DDPM with a cosine schedule of 1000 steps and weights by signal-to-noise ratio within 0.01..1 (as EgoAllo has it). */
    DIFFUSION;

    private static final double COSINE_OFFSET = 0.008;
    private static final double LARGEST_WEIGHT = 20;

    /** A time in {@code (0, 1)}. */
    float draw(SplittableRandom random) {
        if (this == FLOW) {
            return (float) (1 / (1 + Math.exp(-random.nextGaussian())));
        }
        return (float) timeOf(signal(random.nextDouble()));
    }

    /** Weight of the squared error at a time. */
    float weight(double t) {
        if (this == FLOW) {
            return (float) (Math.min(1 / ((1 - t) * (1 - t)), LARGEST_WEIGHT) / 4);
        }
        double ratio = t / (1 - t);
        return (float) Math.max(0.01, Math.min(1, ratio * ratio));
    }

    /** Share of the signal {@code alpha-bar} after a share of the diffusion's steps (Nichol and Dhariwal 2021). */
    static double signal(double share) {
        double f = Math.cos((share + COSINE_OFFSET) / (1 + COSINE_OFFSET) * Math.PI / 2);
        double f0 = Math.cos(COSINE_OFFSET / (1 + COSINE_OFFSET) * Math.PI / 2);
        return Math.max(1e-5, f * f / (f0 * f0));
    }

    /** Time on the straight path with the same ratio of data to noise as {@code sqrt(a) data + sqrt(1 - a) noise}. */
    static double timeOf(double signal) {
        double data = Math.sqrt(signal);
        double noise = Math.sqrt(Math.max(0, 1 - signal));
        return data / (data + noise);
    }
}
