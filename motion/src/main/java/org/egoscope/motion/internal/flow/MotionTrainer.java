package org.egoscope.motion.internal.flow;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.torch.AdamW;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.SafetensorsWriter;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchRuntime;

/** One training run: a step at a time, and all that is needed to go on exactly. */
public final class MotionTrainer implements AutoCloseable {
    private static final double MEAN_MODE_SHARE = 0.5;

    /** The last part of a run, with a low rate, goes for what the mean is used for: where the joints are. */
    private static final double FINISH_SHARE = 0.25;

    private static final double FINISH_MEAN_MODE_SHARE = 0.75;
    private static final double LEAST_JOINT_TIME = 0.2;
    private static final int NORMALIZATION_BATCHES = 40;
    private static final double WARM_UP_STEPS = 200;
    private static final double LAST_RATE = 0.03;
    private static final double DROPOUT = 0.15;
    private static final String WEIGHTS = "weights.";

    private final TrainingPlan plan;
    private final MotionBatches batches;
    private final Normalization normalization;
    private final FlowNetwork network;
    private final FlowLosses losses;
    private final FlowLosses finish;
    private final AdamW optimizer;
    private long step;

    /**
     * One step's figures.
     *
     * @param step number, from 1
     * @param learningRate of the step
     * @param total loss
     * @param parts state, joints, velocity, skating, floor
     * @param gradientNorm before clipping
     */
    public record Progress(long step, double learningRate, double total, List<Double> parts, double gradientNorm) {}

    /** Begins a new run. */
    public MotionTrainer(TrainingPlan plan, List<MotionClip> clips, Map<String, Double> shares) {
        this.plan = plan;
        this.batches = new MotionBatches(
                clips, shares, new MotionBatches.Size(plan.windows(), plan.frames()), plan.shape().conditioning(), plan.seed());
        this.normalization = Normalization.measure(batches, NORMALIZATION_BATCHES);
        this.network = new FlowNetwork(plan.shape(), plan.device(), plan.precision(), plan.seed());
        network.setDropout(DROPOUT);
        this.losses = new FlowLosses(normalization, FlowLosses.Weights.defaults());
        this.finish = new FlowLosses(normalization, FlowLosses.Weights.finish());
        this.optimizer = new AdamW(network.parameters(), new AdamW.Settings(0.9, 0.98, 0.1, 1.0, 0.999));
    }

    private MotionTrainer(MotionTrainer fresh, Normalization normalization) {
        this.plan = fresh.plan;
        this.batches = fresh.batches;
        this.normalization = normalization;
        this.network = fresh.network;
        this.losses = new FlowLosses(normalization, FlowLosses.Weights.defaults());
        this.finish = new FlowLosses(normalization, FlowLosses.Weights.finish());
        this.optimizer = fresh.optimizer;
    }

    public long step() {
        return step;
    }

    public long parameterCount() {
        return network.parameters().count();
    }

    private double learningRate(long at) {
        double warm = Math.min(1, at / WARM_UP_STEPS);
        double share = Math.min(1, at / (double) plan.steps());
        return plan.learningRate() * warm * (LAST_RATE + (1 - LAST_RATE) * (1 + Math.cos(Math.PI * share)) / 2);
    }

    private boolean finishing() {
        return step >= plan.steps() * (1 - FINISH_SHARE);
    }

    /** One step of the optimiser. */
    public Progress advance() {
        MotionBatches.Batch batch = batches.batch(step, true);
        SplittableRandom random = new SplittableRandom(plan.seed() * 7_919L + step);
        TorchRuntime.seed(random.nextLong());
        try (TensorScope scope = TensorScope.training()) {
            float[] states = batch.states;
            normalization.normalizeStates(states);
            normalization.normalizeFeatures(batch.frames);
            float[] time = new float[plan.windows()];
            float[] stateRows = new float[plan.windows()];
            float[] jointRows = new float[plan.windows()];
            float[] noisy = noisy(states, random, time, stateRows, jointRows);
            int b = plan.windows();
            int t = plan.frames();
            Tensor predicted = network.predict(new FlowNetwork.Input(
                    tensor(noisy, b, t, BodyState.CHANNELS), tensor(batch.frames, b, t, plan.shape().conditioning().channels()),
                    tensor(batch.window, b, HeadFeatures.WINDOW_CHANNELS), time, batch.valid));
            FlowLosses.Loss loss = (finishing() ? finish : losses).of(predicted, new FlowLosses.Truth(
                    tensor(states, b, t, BodyState.CHANNELS), tensor(batch.joints, b, t, BodySkeleton.JOINTS, 3),
                    tensor(batch.offsets, b, BodySkeleton.JOINTS, 3), tensor(batch.head, b, t, 6),
                    tensor(stateRows, b, 1), tensor(jointRows, b, 1), tensor(mask(batch.valid), b, t)));
            loss.total().backward();
            double rate = learningRate(step + 1);
            double norm = optimizer.step(rate);
            step++;
            return new Progress(
                    step, rate, loss.total().item(),
                    List.of(loss.state(), loss.joints(), loss.velocity(), loss.skating(), loss.floor()), norm);
        }
    }

    private Tensor tensor(float[] values, long... shape) {
        return Tensors.of(values, plan.device(), shape);
    }

    private float[] mask(int[] valid) {
        float[] mask = new float[valid.length * plan.frames()];
        for (int b = 0; b < valid.length; b++) {
            Arrays.fill(mask, b * plan.frames(), b * plan.frames() + valid[b], 1);
        }
        return mask;
    }

    /** A part of the windows without noise at time 0, from which the mean of all possible motions is to be predicted. */
    private float[] noisy(float[] states, SplittableRandom random, float[] time, float[] stateRows, float[] jointRows) {
        int size = plan.frames() * BodyState.CHANNELS;
        float[] noisy = new float[states.length];
        double meanShare = finishing() ? FINISH_MEAN_MODE_SHARE : MEAN_MODE_SHARE;
        for (int b = 0; b < time.length; b++) {
            if (random.nextDouble() < meanShare) {
                stateRows[b] = 1;
                jointRows[b] = 1;
                continue;
            }
            float t = plan.path().draw(random);
            time[b] = t;
            stateRows[b] = plan.path().weight(t);
            jointRows[b] = t > LEAST_JOINT_TIME ? 1 : 0;
            for (int i = b * size; i < (b + 1) * size; i++) {
                noisy[i] = (float) ((1 - t) * random.nextGaussian() + t * states[i]);
            }
        }
        return noisy;
    }

    /** The averaged weights as they are used and shipped. */
    public MotionWeights averaged() {
        return new MotionWeights(plan.shape(), normalization, optimizer.averagedWeights(), Map.of("steps", "" + step));
    }

    /** Writes all that is needed to go on exactly; whole or not at all. */
    public void save(Path file) {
        SortedMap<String, FloatTensor> tensors = new TreeMap<>(optimizer.state());
        network.weights().forEach((name, tensor) -> tensors.put(WEIGHTS + name, tensor));
        tensors.putAll(normalization.toTensors());
        Map<String, String> metadata = new HashMap<>(plan.shape().toMetadata());
        metadata.put("step", "" + step);
        metadata.put("optimizerSteps", "" + optimizer.steps());
        SafetensorsWriter.write(file, tensors, false, metadata);
    }

    /** Goes on where a run was saved. */
    public static MotionTrainer resume(TrainingPlan plan, List<MotionClip> clips, Map<String, Double> shares, Path file) {
        Map<String, FloatTensor> tensors = new HashMap<>();
        Map<String, String> metadata;
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            saved.names().forEach(name -> tensors.put(name, saved.floats(name)));
            metadata = saved.metadata();
        }
        if (!FlowShape.of(metadata).equals(plan.shape())) {
            throw PipelineException.badConfig("resume " + file + ": expected a network of " + plan.shape() + ", got " + FlowShape.of(metadata));
        }
        MotionTrainer fresh = new MotionTrainer(plan, clips, shares);
        MotionTrainer trainer = new MotionTrainer(fresh, Normalization.takeFrom(tensors, plan.shape().conditioning()));
        trainer.network.parameters().assign(weights(tensors));
        trainer.optimizer.restore(tensors, Long.parseLong(metadata.get("optimizerSteps")));
        trainer.step = Long.parseLong(metadata.get("step"));
        return trainer;
    }

    /** Begins a new run from another one's averaged weights. A network that was told less than is told now begins by heeding none of it. */
    public static MotionTrainer from(TrainingPlan plan, List<MotionClip> clips, Map<String, Double> shares, MotionWeights given) {
        MotionTrainer fresh = new MotionTrainer(plan, clips, shares);
        MotionWeights weights = given.toldMore(plan.shape().conditioning(), fresh.normalization);
        MotionTrainer trainer = new MotionTrainer(fresh, weights.normalization());
        trainer.network.parameters().assign(weights.tensors());
        Map<String, FloatTensor> state = trainer.optimizer.state();
        weights.tensors().forEach((name, tensor) -> state.put("average." + name, tensor));
        trainer.optimizer.restore(state, 0);
        return trainer;
    }

    private static Map<String, FloatTensor> weights(Map<String, FloatTensor> tensors) {
        Map<String, FloatTensor> weights = new HashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(WEIGHTS)) {
                weights.put(name.substring(WEIGHTS.length()), tensor);
            }
        });
        return weights;
    }

    @Override
    public void close() {
        optimizer.close();
        network.close();
    }
}
