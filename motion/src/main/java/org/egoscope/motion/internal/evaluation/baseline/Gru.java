package org.egoscope.motion.internal.evaluation.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.internal.evaluation.BodyPredictor;
import org.egoscope.torch.AdamW;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/**
 * A recurrent network that is trained here and now, as strong a regression as a quarter of an hour on two cores gives: windows of 64
 * frames, 48 per step, mean joint distance, AdamW with a cosine. As many windows of each source, save that the smallest variety (idle
 * standing) gets a tenth where there are three sources.
 */
public final class Gru implements BodyPredictor, AutoCloseable {
    private static final int WINDOW = 64;
    private static final int BATCH = 48;
    private static final int STEPS = 2730;
    private static final double LEARNING_RATE = 1e-3;
    private static final double FLOOR_NOISE_METERS = 0.02;
    private static final int HEIGHT = 12;
    private static final String IDLE = "reactidle";
    private static final double IDLE_SHARE = 0.1;
    private static final double EPSILON = 1e-10;

    private final TrainingFrames training;
    private final GruNetwork network;
    private final long seed;

    public Gru(TrainingFrames training, long seed, Consumer<String> progress) {
        this(training, seed, STEPS, progress);
    }

    Gru(TrainingFrames training, long seed, int steps, Consumer<String> progress) {
        this.training = training;
        this.seed = seed;
        this.network = new GruNetwork(seed);
        Map<String, List<TrainingFrames.Clip>> bySource = new TreeMap<>();
        training.clips().stream()
                .filter(clip -> clip.frames() >= WINDOW)
                .forEach(clip -> bySource.computeIfAbsent(clip.source(), name -> new ArrayList<>()).add(clip));
        if (bySource.isEmpty()) {
            throw new IllegalArgumentException("training clips: expected one of at least " + WINDOW + " frames, got none");
        }
        try (AdamW optimizer = new AdamW(network.parameters(), new AdamW.Settings(0.9, 0.999, 0.01, 1, 0.99))) {
            for (int step = 0; step < steps; step++) {
                double loss = advance(optimizer, bySource, step, steps);
                if (step % 200 == 0) {
                    progress.accept("gru: step " + step + " of " + steps + ", " + Math.round(loss * 1000) + " mm per metre of stature");
                }
            }
        }
    }

    private double advance(AdamW optimizer, Map<String, List<TrainingFrames.Clip>> bySource, int step, int steps) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + step);
        float[] features = new float[BATCH * WINDOW * HeadFeatures.SIZE];
        float[] targets = new float[BATCH * WINDOW * HeadFeatures.TARGETS];
        for (int b = 0; b < BATCH; b++) {
            draw(bySource, random, b, features, targets);
        }
        try (TensorScope scope = TensorScope.training()) {
            Tensor predicted = network.predict(Tensors.of(features, TorchDevice.CPU, BATCH, WINDOW, HeadFeatures.SIZE));
            Tensor error = predicted.sub(Tensors.of(targets, TorchDevice.CPU, BATCH, WINDOW, HeadFeatures.TARGETS))
                    .reshape(BATCH, WINDOW, HeadFeatures.TARGETS / 3, 3);
            Tensor loss = error.square().sum(3, false).add(EPSILON).sqrt().mean();
            loss.backward();
            optimizer.step(LEARNING_RATE * (1 + Math.cos(Math.PI * step / steps)) / 2);
            return loss.item();
        }
    }

    private void draw(
            Map<String, List<TrainingFrames.Clip>> bySource, SplittableRandom random, int b, float[] features, float[] targets) {
        List<TrainingFrames.Clip> clips = bySource.get(source(bySource, random));
        long frames = clips.stream().mapToLong(TrainingFrames.Clip::frames).sum();
        long at = random.nextLong(frames);
        int which = 0;
        while (at >= clips.get(which).frames()) {
            at -= clips.get(which++).frames();
        }
        TrainingFrames.Clip clip = clips.get(which);
        int start = random.nextInt(clip.frames() - WINDOW + 1);
        float shift = (float) (random.nextGaussian() * FLOOR_NOISE_METERS / training.deviation(HEIGHT));
        int row = b * WINDOW;
        System.arraycopy(
                clip.features(), start * HeadFeatures.SIZE, features, row * HeadFeatures.SIZE, WINDOW * HeadFeatures.SIZE);
        for (int t = 0; t < WINDOW; t++) {
            features[(row + t) * HeadFeatures.SIZE + HEIGHT] += shift;
        }
        for (int i = 0; i < WINDOW * HeadFeatures.TARGETS; i++) {
            targets[row * HeadFeatures.TARGETS + i] =
                    (float) (clip.targets()[start * HeadFeatures.TARGETS + i] / clip.statureMeters());
        }
    }

    private static String source(Map<String, List<TrainingFrames.Clip>> bySource, SplittableRandom random) {
        List<String> names = new ArrayList<>(bySource.keySet());
        if (names.size() > 2 && names.remove(IDLE) && random.nextDouble() < IDLE_SHARE) {
            return IDLE;
        }
        return names.get(random.nextInt(names.size()));
    }

    @Override
    public String name() {
        return "gru";
    }

    @Override
    public boolean usesHands() {
        return false;
    }

    @Override
    public BodySequence predict(HeadTrajectory head) {
        try (TensorScope scope = TensorScope.withoutGradients()) {
            Tensor features = Tensors.of(training.featuresOf(head), TorchDevice.CPU, 1, head.frames(), HeadFeatures.SIZE);
            return Bodies.of(head, metres(features, head.skeleton().statureMeters()).toArray());
        }
    }

    Tensor metres(Tensor features, double statureMeters) {
        return network.predict(features).mul(statureMeters);
    }

    @Override
    public void close() {
        network.close();
    }
}
