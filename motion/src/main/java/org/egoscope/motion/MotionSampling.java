package org.egoscope.motion;

/**
 * How a motion is drawn from the network.
 *
 * @param steps of the solver
 * @param solver of the equation
 * @param noise 0 for the mean of all possible motions, 1 for a sample of them
 * @param handWeight how strongly seen hands count: 1 as trained, more exaggerates what they change (classifier-free guidance)
 * @param seed of the noise
 * @param meanDraws evaluations with noise that the mean in one step is averaged with where the network is of two minds; 0 for none. They
 *     have noise of their own, whatever the seed; nothing but {@link #mean} in one step has them
 */
public record MotionSampling(int steps, Solver solver, double noise, double handWeight, long seed, int meanDraws) {
    /** One draw has most of what there is to gain. */
    private static final int MEAN_DRAWS = 1;

    private static final int MOST_DRAWS = 32;

    public MotionSampling {
        if (meanDraws < 0 || meanDraws > MOST_DRAWS) {
            throw new IllegalArgumentException("sampling: expected 0.." + MOST_DRAWS + " draws for the mean, got " + meanDraws);
        }
        if (steps < 1 || steps > 1000 || !(noise >= 0 && noise <= 2) || !(handWeight >= 0 && handWeight <= 10)) {
            throw new IllegalArgumentException("sampling: expected steps 1..1000, noise 0..2, hand weight 0..10, got " + steps + ", "
                    + noise + ", " + handWeight);
        }
    }

    /** Without draws for the mean. */
    public MotionSampling(int steps, Solver solver, double noise, double handWeight, long seed) {
        this(steps, solver, noise, handWeight, seed, 0);
    }

    /**
     * Towards the mean of all possible motions. One step is that mean, which is closest to the truth on average; more steps lead on to a
     * motion without noise, which is livelier and further from it.
     */
    public static MotionSampling mean(int steps) {
        return mean(steps, MEAN_DRAWS);
    }

    /** @param meanDraws 0 for half of the time and a little more error */
    public static MotionSampling mean(int steps, int meanDraws) {
        return new MotionSampling(steps, Solver.EULER, 0, 1, 0, meanDraws);
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
