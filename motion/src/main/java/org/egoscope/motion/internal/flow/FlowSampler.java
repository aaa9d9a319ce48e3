package org.egoscope.motion.internal.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionSampling;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/** Generates states by following the flow from noise (or, for the mean of all possible motions, from zero) to data. */
public final class FlowSampler {
    /** Steps shrink towards the data, where detail is decided. */
    private static final double STEP_POWER = 1.5;

    /** Between the seeds of one sample's noises: the golden ratio times 2^64, as {@link SplittableRandom} has it. */
    private static final long NEXT_SEED = 0x9e3779b97f4a7c15L;

    private final FlowNetwork network;
    private final Normalization normalization;

    public FlowSampler(FlowNetwork network, Normalization normalization) {
        this.network = network;
        this.normalization = normalization;
    }

    /**
     * Values that are given and stay as they are.
     *
     * @param states {@code [T, D]} as {@link BodyState} has them
     * @param given {@code [T, D]} 1 where given, 0 where to be generated; between, how firmly
     */
    public record Given(float[] states, float[] given) {}

    /**
     * {@code [T, D]} state of one trajectory, kept to what is known: given values are those of the noise's own path to them at every time,
     * and every prediction is corrected. The last prediction is left to the correction alone, so that it can lead over smoothly from what
     * is given to what is generated.
     *
     * <p>From each prediction the next state is reached with new noise rather than with what the prediction leaves of the old. What was
     * made of the noise before anything could be told of the given values would else stay (the reason for the repeated steps of RePaint,
     * Lugmayr et al. 2022).
     */
    public float[] generate(HeadTrajectory head, MotionSampling options, Given given, CleanCorrection correction) {
        try (TensorScope scope = TensorScope.inference()) {
            Problem problem = new Problem(List.of(head), options, given);
            problem.correction = correction;
            float[] states = problem.solve().toArray();
            normalization.denormalizeStates(states);
            return states;
        }
    }

    /** {@code [T, D]} state of one trajectory. */
    public float[] generate(HeadTrajectory head, MotionSampling options, @Nullable Given given) {
        return generate(List.of(head), options, given).get(0);
    }

    /**
     * States of several trajectories at once; given values hold for all of them.
     *
     * <p>The mean of all possible motions of a mirrored head is the mirrored mean. The network only learns this approximately; taking both
     * together makes it exact and the error 1 to 2 % smaller (measured).
     */
    public List<float[]> generate(List<HeadTrajectory> heads, MotionSampling options, @Nullable Given given) {
        return options.noise() > 0 || given != null ? generateAsTold(heads, options, given) : mean(heads, options, 0);
    }

    /**
     * {@code [T, D]} mean of one trajectory.
     *
     * @param firstFrame number of its first frame: a frame of the same number has the same noise in every window
     */
    public float[] mean(HeadTrajectory head, MotionSampling options, long firstFrame) {
        return mean(List.of(head), options, firstFrame).get(0);
    }

    private List<float[]> mean(List<HeadTrajectory> heads, MotionSampling options, long firstFrame) {
        int draws = options.steps() == 1 ? options.meanDraws() : 0;
        List<HeadTrajectory> both = new ArrayList<>();
        for (int draw = 0; draw <= draws; draw++) {
            both.addAll(heads);
            heads.forEach(head -> both.add(Mirror.of(head)));
        }
        List<float[]> states = generate(() -> new Problem(both, options, AveragedMean.noise(heads, draws, firstFrame)));
        List<float[]> means = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            AveragedMean mean = new AveragedMean(heads.get(i).skeleton());
            for (int at = i; at < states.size(); at += 2 * heads.size()) {
                mean.add(states.get(at), Mirror.of(states.get(at + heads.size())));
            }
            means.add(mean.states());
        }
        return means;
    }

    /** Without the mirrored trajectories. */
    List<float[]> generateAsTold(List<HeadTrajectory> heads, MotionSampling options, @Nullable Given given) {
        return generate(() -> new Problem(heads, options, given));
    }

    private List<float[]> generate(Supplier<Problem> posed) {
        try (TensorScope scope = TensorScope.inference()) {
            Problem problem = posed.get();
            float[] states = problem.solve().toArray();
            normalization.denormalizeStates(states);
            return problem.split(states);
        }
    }

    /** One batch on its way. */
    private final class Problem {
        private final List<HeadTrajectory> heads;
        private final MotionSampling options;
        private final int length;
        private final int channels = network.shape().conditioning().channels();
        private final int[] valid;
        private final Tensor frames;
        private final Tensor window;
        private final @Nullable Tensor framesWithoutHands;
        private final Tensor windowWithoutHands;
        private final Tensor start;
        private final @Nullable Tensor given;
        private final @Nullable Tensor mask;
        private @Nullable CleanCorrection correction;
        private Tensor noise;
        private Tensor nextNoise;

        Problem(List<HeadTrajectory> heads, MotionSampling options, @Nullable Given fixed) {
            this(heads, options, fixed, null);
        }

        /** @param begin {@code [B, T, D]} */
        Problem(List<HeadTrajectory> heads, MotionSampling options, float[] begin) {
            this(heads, options, null, begin);
        }

        private Problem(List<HeadTrajectory> heads, MotionSampling options, @Nullable Given fixed, float @Nullable [] begin) {
            this.heads = heads;
            this.options = options;
            this.length = heads.stream().mapToInt(HeadTrajectory::frames).max().orElseThrow();
            this.valid = heads.stream().mapToInt(HeadTrajectory::frames).toArray();
            float[] features = features();
            frames = tensor(features, heads.size(), length, channels);
            framesWithoutHands = options.handWeight() == 1
                    ? null : tensor(withoutHands(features), heads.size(), length, channels);
            float[] windows = new float[heads.size() * HeadFeatures.WINDOW_CHANNELS];
            for (int b = 0; b < heads.size(); b++) {
                System.arraycopy(
                        HeadFeatures.perWindow(heads.get(b)), 0, windows, b * HeadFeatures.WINDOW_CHANNELS, HeadFeatures.WINDOW_CHANNELS);
            }
            window = tensor(windows, heads.size(), HeadFeatures.WINDOW_CHANNELS);
            for (int b = 0; b < heads.size(); b++) {
                windows[b * HeadFeatures.WINDOW_CHANNELS + HeadFeatures.FIELD_OF_VIEW] = HeadFeatures.NO_FIELD_OF_VIEW;
            }
            windowWithoutHands = tensor(windows, heads.size(), HeadFeatures.WINDOW_CHANNELS);
            start = begin == null ? noise(options.seed()) : tensor(begin, heads.size(), length, BodyState.CHANNELS);
            noise = start;
            nextNoise = start;
            if (fixed == null) {
                given = null;
                mask = null;
            } else {
                float[] states = fixed.states().clone();
                normalization.normalizeStates(states);
                given = tensor(states, 1, length, BodyState.CHANNELS);
                mask = tensor(fixed.given(), 1, length, BodyState.CHANNELS);
            }
        }

        private Tensor tensor(float[] values, long... shape) {
            return Tensors.of(values, network.device(), shape);
        }

        private float[] features() {
            float[] features = new float[heads.size() * length * channels];
            for (int b = 0; b < heads.size(); b++) {
                float[] one = HeadFeatures.perFrame(heads.get(b), network.shape().conditioning());
                normalization.normalizeFeatures(one);
                System.arraycopy(one, 0, features, b * length * channels, one.length);
            }
            return features;
        }

        private float[] withoutHands(float[] features) {
            float[] without = features.clone();
            for (int at = 0; at < without.length; at += channels) {
                Arrays.fill(without, at + HeadFeatures.HEAD_CHANNELS, at + HeadFeatures.POSE_CHANNELS, 0);
            }
            return without;
        }

        /** The same for every trajectory of the batch, so that a batch gives what each would give alone. */
        private Tensor noise(long seed) {
            float[] values = new float[heads.size() * length * BodyState.CHANNELS];
            if (options.noise() > 0) {
                int size = length * BodyState.CHANNELS;
                SplittableRandom random = new SplittableRandom(seed);
                for (int i = 0; i < size; i++) {
                    values[i] = (float) (options.noise() * random.nextGaussian());
                }
                for (int b = 1; b < heads.size(); b++) {
                    System.arraycopy(values, 0, values, b * size, size);
                }
            }
            return tensor(values, heads.size(), length, BodyState.CHANNELS);
        }

        Tensor solve() {
            Tensor x = start;
            for (int i = 0; i < options.steps(); i++) {
                double from = time(i);
                double to = i + 1 == options.steps() ? 1 : time(i + 1);
                Tensor before = x;
                if (correction != null) {
                    noise = nextNoise;
                    nextNoise = noise(options.seed() + (i + 1) * NEXT_SEED);
                }
                x = TensorScope.only(() -> options.solver() == MotionSampling.Solver.DDIM && correction == null ? ddim(before, from, to) : flow(before, from, to));
            }
            return x;
        }

        private double time(int step) {
            double share = step / (double) options.steps();
            if (options.solver() == MotionSampling.Solver.DDIM) {
                return step == 0 ? 0 : FlowPath.timeOf(FlowPath.signal(1 - share));
            }
            return 1 - Math.pow(1 - share, STEP_POWER);
        }

        private Tensor flow(Tensor x, double from, double to) {
            Tensor clean = clean(x, from);
            if (to == 1) {
                return clean;
            }
            if (correction != null) {
                return nextNoise.mul(1 - to).add(clean.mul(to));
            }
            Tensor velocity = clean.sub(x).mul(1 / (1 - from));
            Tensor next = x.add(velocity.mul(to - from));
            if (options.solver() == MotionSampling.Solver.HEUN) {
                Tensor after = clean(next, to).sub(next).mul(1 / (1 - to));
                next = x.add(velocity.add(after).mul((to - from) / 2));
            }
            return next;
        }

        /** The noise is what the prediction leaves of the state; on the straight path that is all there is to DDIM. */
        private Tensor ddim(Tensor x, double from, double to) {
            Tensor clean = clean(x, from);
            if (to == 1) {
                return clean;
            }
            Tensor left = x.sub(clean.mul(from)).mul(1 / (1 - from));
            return left.mul(1 - to).add(clean.mul(to));
        }

        private Tensor clean(Tensor x, double t) {
            Tensor state = x;
            if (given != null && mask != null) {
                Tensor noised = noise.mul(1 - t).add(given.mul(t));
                state = x.add(noised.sub(x).mul(mask));
            }
            Tensor clean = evaluate(state, frames, window, t);
            if (framesWithoutHands != null) {
                Tensor without = evaluate(state, framesWithoutHands, windowWithoutHands, t);
                clean = without.add(clean.sub(without).mul(options.handWeight()));
            }
            if (correction != null) {
                return corrected(clean, t);
            }
            return given == null || mask == null ? clean : clean.add(given.sub(clean).mul(mask));
        }

        private Tensor corrected(Tensor clean, double t) {
            float[] states = clean.toArray();
            normalization.denormalizeStates(states);
            Objects.requireNonNull(correction).correct(states, t, t >= time(options.steps() - 1));
            normalization.normalizeStates(states);
            return tensor(states, heads.size(), length, BodyState.CHANNELS);
        }

        private boolean uniform() {
            return Arrays.stream(valid).allMatch(frames -> frames == length);
        }

        private Tensor evaluate(Tensor state, Tensor features, Tensor body, double t) {
            float[] times = new float[heads.size()];
            Arrays.fill(times, (float) t);
            return network.predict(new FlowNetwork.Input(state, features, body, times, uniform() ? null : valid));
        }

        List<float[]> split(float[] states) {
            List<float[]> parts = new ArrayList<>();
            for (int b = 0; b < valid.length; b++) {
                int from = b * length * BodyState.CHANNELS;
                parts.add(Arrays.copyOfRange(states, from, from + valid[b] * BodyState.CHANNELS));
            }
            return parts;
        }
    }
}
