package org.egoscope.motion;

/**
 * How a motion is drawn from the network.
 *
 * @param steps of the solver
 * @param solver of the equation
 * @param noise 0 for the mean of all possible motions, 1 for a sample of them
 * @param handWeight how strongly seen hands count: 1 as trained, more exaggerates what they change (classifier-free guidance)
 * @param seed of the noise
 */
public record MotionSampling(int steps, Solver solver, double noise, double handWeight, long seed) {
    public MotionSampling {
        if (steps < 1 || steps > 1000 || !(noise >= 0 && noise <= 2) || !(handWeight >= 0 && handWeight <= 10)) {
            throw new IllegalArgumentException("sampling: expected steps 1..1000, noise 0..2, hand weight 0..10, got " + steps + ", "
                    + noise + ", " + handWeight);
        }
    }

    /**
     * Towards the mean of all possible motions. One step is that mean, which is closest to the truth on average; more steps lead on to a
     * motion without noise, which is livelier and further from it.
     */
    public static MotionSampling mean(int steps) {
        return new MotionSampling(steps, Solver.EULER, 0, 1, 0);
    }

    /** One of the possible motions. */
    public static MotionSampling sample(int steps, long seed) {
        return new MotionSampling(steps, Solver.EULER, 1, 1, seed);
    }

    /** How the flow's equation is solved. */
    public enum Solver {
        /** One evaluation per step. */
        EULER,
        /** Two evaluations per step but the last, error of second order. */
        HEUN,
        /** The same network as a deterministic diffusion sampler (Song et al. 2021), one evaluation per step: the yardstick. */
        DDIM
    }
}
