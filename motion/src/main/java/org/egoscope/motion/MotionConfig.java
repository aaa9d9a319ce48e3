package org.egoscope.motion;

import org.egoscope.core.PipelineException;

/**
 * Settings of the motion stage.
 *
 * @param generator what makes the motion: {@code free} or {@code research} (trained, inside the program; see {@code models list}),
 *     {@code kinematic} (rules), or the path of a file that {@code train motion} made
 * @param statureMeters body height assumed until the head's height says more
 * @param estimateStature false to keep {@code statureMeters} throughout
 * @param latencySeconds how long a frame may wait for its body; more lets the generator see more of the future. 0.2 suits live footage,
 *     0.1 is for quick reactions
 * @param steps of the flow, for trained generators
 * @param meanDraws with one step: evaluations with noise that the mean is averaged with where the network is of two minds (0 to 32), for
 *     trained generators; each takes as long again as the mean alone, so that streams have none by default
 * @param guidance whether feet are kept from sliding and wrists brought to the seen hands, for trained generators
 * @param likelihood whether each body is told how likely it is by the network ({@code BodyPose.logLikelihood}), for trained generators;
 *     takes many times longer than the body itself
 */
public record MotionConfig(
        String generator, double statureMeters, boolean estimateStature, double latencySeconds, int steps, int meanDraws, boolean guidance,
        boolean likelihood) {
    /** {@link #generator()} of the rules. */
    public static final String KINEMATIC = "kinematic";

    /** Without draws for the mean and without likelihoods. */
    public MotionConfig(String generator, double statureMeters, boolean estimateStature, double latencySeconds, int steps, boolean guidance) {
        this(generator, statureMeters, estimateStature, latencySeconds, steps, 0, guidance, false);
    }

    public MotionConfig {
        if (generator.isBlank()) {
            throw PipelineException.badConfig("generator: expected free, research, kinematic or a file, got nothing");
        }
        check("stature in metres", statureMeters, 1.0, 2.2);
        check("latency in seconds", latencySeconds, 0, 4);
        check("steps of the flow", steps, 1, 100);
        check("draws of the mean", meanDraws, 0, 32);
        if (likelihood && generator.equals(KINEMATIC)) {
            throw PipelineException.badConfig("likelihood: expected a trained generator, got " + KINEMATIC);
        }
    }

    /** With this stature, which is kept. */
    public MotionConfig ofStature(double meters) {
        return new MotionConfig(generator, meters, false, latencySeconds, steps, meanDraws, guidance, likelihood);
    }

    private static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw PipelineException.badConfig(what + ": expected " + least + ".." + most + ", got " + value);
        }
    }

    /** Trained on free data; 1.70 m, estimated from then on; 1 s of latency, which suits files. */
    public static MotionConfig defaults() {
        return new MotionConfig("free", 1.70, true, 1.0, 1, true);
    }

    /** The rules, which need no network and 0.1 s of look-ahead. */
    public static MotionConfig kinematic() {
        return new MotionConfig(KINEMATIC, 1.70, true, 0.1, 1, false);
    }
}
