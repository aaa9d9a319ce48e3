package org.egoscope.motion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.flow.FlowLikelihood;
import org.egoscope.motion.internal.flow.FlowNetwork;
import org.egoscope.motion.internal.flow.FlowSampler;
import org.egoscope.motion.internal.flow.MotionWeights;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TorchDevice;

/** A trained motion network, ready to be asked: a head's trajectory in, a body out. One thread at a time. */
public final class LearnedMotion implements AutoCloseable {
    private final FlowNetwork network;
    private final FlowSampler sampler;
    private final FlowLikelihood likelihood;

    private LearnedMotion(MotionWeights weights, TorchDevice device) {
        this.network = new FlowNetwork(weights.shape(), device, Precision.FLOAT32, 0);
        network.parameters().assign(weights.tensors());
        this.sampler = new FlowSampler(network, weights.normalization());
        this.likelihood = new FlowLikelihood(network, weights.normalization());
    }

    /** A file that {@code train motion} made. */
    public static LearnedMotion load(Path file, TorchDevice device) {
        return new LearnedMotion(MotionWeights.read(file), device);
    }

    static LearnedMotion of(MotionWeights weights, TorchDevice device) {
        return new LearnedMotion(weights, device);
    }

    FlowSampler sampler() {
        return sampler;
    }

    /** The body over the whole trajectory, of any length; time and memory are linear in it. */
    public BodySequence predict(HeadTrajectory head, MotionSampling options) {
        return BodyState.toBody(sampler.generate(head, options, null), head);
    }

    /** Several trajectories at once, which is faster than one by one; lengths may differ. */
    public List<BodySequence> predict(List<HeadTrajectory> heads, MotionSampling options) {
        List<float[]> states = sampler.generate(heads, options, null);
        List<BodySequence> bodies = new ArrayList<>(heads.size());
        for (int i = 0; i < heads.size(); i++) {
            bodies.add(BodyState.toBody(states.get(i), heads.get(i)));
        }
        return bodies;
    }

    /**
     * How likely this body is to move so below this head: {@code [T]} log-density in nats per channel of the frame's normalised state, the
     * higher the likelier. Only to be compared among motions of one network: states are densest on a surface, and its scale is the
     * network's. Takes {@value FlowLikelihood#STEPS} times three evaluations and a backward pass.
     *
     * @param seed of the probes that the estimate of the divergence takes
     */
    public @Shape("T") float[] logLikelihood(BodySequence body, HeadTrajectory head, long seed) {
        return likelihood.of(body, head, seed);
    }

    @Override
    public void close() {
        network.close();
    }
}
