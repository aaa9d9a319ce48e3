package org.egoscope.motion.internal.evaluation;

import java.nio.file.Path;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionSampling;
import org.egoscope.motion.MotionSampling.Solver;
import org.egoscope.torch.TorchDevice;

/** A trained network as a predictor. */
public final class FlowPredictor implements BodySampler {
    private static final int STANDARD_STEPS = 4;

    private final String name;
    private final LearnedMotion network;
    private final int steps;
    private final Solver solver;

    private FlowPredictor(String name, LearnedMotion network, int steps, Solver solver) {
        this.name = name;
        this.network = network;
        this.steps = steps;
        this.solver = solver;
    }

    public static FlowPredictor load(String name, Path weights, TorchDevice device) {
        return new FlowPredictor(name, LearnedMotion.load(weights, device), STANDARD_STEPS, Solver.EULER);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BodySampler with(int otherSteps, Solver otherSolver) {
        return new FlowPredictor(name, network, otherSteps, otherSolver);
    }

    @Override
    public BodySequence predict(HeadTrajectory head) {
        return network.predict(head, new MotionSampling(steps, solver, 0, 1, 0));
    }

    @Override
    public BodySequence sample(HeadTrajectory head, long seed) {
        return network.predict(head, new MotionSampling(steps, solver, 1, 1, seed));
    }
}
