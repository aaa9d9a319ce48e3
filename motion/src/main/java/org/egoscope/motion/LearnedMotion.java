package org.egoscope.motion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.flow.FlowLikelihood;
import org.egoscope.motion.internal.flow.FlowNetwork;
import org.egoscope.motion.internal.flow.FlowSampler;
import org.egoscope.motion.internal.flow.LegsAtRest;
import org.egoscope.motion.internal.flow.MotionWeights;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TorchDevice;

/** A trained motion network, ready to be asked: a head's trajectory in, a body out. One thread at a time. */
public final class LearnedMotion implements AutoCloseable {
    private static final double FORECAST_PAST_SECONDS = 2;

    /** How soon generated motion takes over from the motion that goes on: before that its errors are larger. */
    private static final double TAKING_OVER_SECONDS = 0.5;

    private final FlowNetwork network;
    private final FlowSampler sampler;
    private final FlowLikelihood likelihood;

    private LearnedMotion(MotionWeights weights, TorchDevice device) {
        this.network = new FlowNetwork(weights.shape(), device, Precision.FLOAT32, 0);
        network.parameters().assign(weights.tensors());
        network.parameters().freeze();
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

    FlowLikelihood likelihood() {
        return likelihood;
    }

    /** The body over the whole trajectory, of any length; time and memory are linear in it. */
    public BodySequence predict(HeadTrajectory head, MotionSampling options) {
        return LegsAtRest.toSkeleton(BodyState.toBody(sampler.generate(head, options, null), head), head);
    }

    /** Several trajectories at once, which is faster than one by one; lengths may differ. */
    public List<BodySequence> predict(List<HeadTrajectory> heads, MotionSampling options) {
        List<float[]> states = sampler.generate(heads, options, null);
        List<BodySequence> bodies = new ArrayList<>(heads.size());
        for (int i = 0; i < heads.size(); i++) {
            bodies.add(LegsAtRest.toSkeleton(BodyState.toBody(states.get(i), heads.get(i)), heads.get(i)));
        }
        return bodies;
    }

    /**
     * A body under this head that keeps to the constraints, with feet that do not slide.
     *
     * @param options at least 2 steps, better 8 or more
     */
    public BodySequence sample(HeadTrajectory head, MotionSampling options, MotionConstraints constraints) {
        return new ConstrainedMotion(head, constraints).sample(sampler, options);
    }

    /**
     * The frames between two motions whose poses are given, without a measured head. Without noise ({@link MotionSampling#mean}) what is
     * expected, which needs no network ({@link MotionBridge}); with noise a sample: it leaves and comes back to the expected motion, which
     * also leads its head, and what the network generates takes over between.
     *
     * @param first at least 2 frames, better 30, in the same world as the last and at the same rate
     * @param missing frames between
     * @param options with noise at least 2 steps, better 8
     * @return first, missing and last frames
     */
    public BodySequence between(BodySequence first, BodySequence last, int missing, MotionSampling options) {
        BodySequence bridged = MotionBridge.between(first, last, missing);
        if (options.noise() > 0) {
            MotionConstraints ends = MotionConstraints.inBetween(first, last, bridged.frames());
            BodySequence generated = sample(HeadTrajectory.of(bridged, 0), options, ends);
            bridged = MotionBridge.ledOver(bridged, generated, first.frames(), missing, TAKING_OVER_SECONDS);
        }
        return BridgedFeet.stand(bridged, first.frames(), missing);
    }

    /**
     * How a motion goes on after its last frame: what is expected from up to 2 s of the past ({@link MotionContinuation}), and samples, which
     * start from there; generated motion below the same head takes over.
     *
     * @param past at least 2 frames
     * @param options of the first sample; at least 2 steps, better 8; the others have the next seeds
     * @param samples 1 or more
     */
    public MotionForecast forecast(BodySequence past, double seconds, MotionSampling options, int samples) {
        long more = Math.round(seconds * past.framesPerSecond());
        if (!(seconds <= 60) || more < 1 || samples < 1 || samples > 1000) {
            throw PipelineException.badInput(
                    "forecast: expected at least one frame, at most 60 s and 1..1000 samples, got " + seconds + " s, " + samples);
        }
        int told = Math.min(past.frames(), (int) Math.ceil(FORECAST_PAST_SECONDS * past.framesPerSecond()));
        BodySequence recent = past.slice(past.frames() - told, past.frames());
        BodySequence expected = MotionContinuation.after(recent, (int) more);
        HeadTrajectory head = HeadTrajectory.of(recent.followedBy(expected), 0);
        MotionConstraints known = MotionConstraints.builder().poses(recent, 0, 1).build();
        List<BodySequence> futures = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            MotionSampling one = new MotionSampling(
                    options.steps(), options.solver(), options.noise(), options.handWeight(), options.seed() + i);
            BodySequence generated = sample(head, one, known).slice(told, told + (int) more);
            futures.add(MotionContinuation.ledOver(expected, generated, TAKING_OVER_SECONDS));
        }
        return new MotionForecast(expected, futures);
    }

    /**
     * How likely this body is to move so below this head: {@code [T]} log-density in nats per channel of the frame's normalised state, the
     * higher the likelier. Only to be compared among motions of one network: states are densest on a surface, and its scale is the
     * network's. Takes {@value FlowLikelihood#STEPS} times three evaluations and a backward pass.
     *
     * @param seed of the probes that the estimate of the divergence takes
     */
    public @Shape("T") float[] logLikelihood(BodySequence body, HeadTrajectory head, long seed) {
        return likelihood.of(LegsAtRest.toNetwork(body, head), head, seed);
    }

    @Override
    public void close() {
        network.close();
    }
}
