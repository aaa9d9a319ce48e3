package org.egoscope.motion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.internal.ContactLabels;
import org.egoscope.motion.internal.evaluation.ValidationScore;
import org.egoscope.motion.internal.flow.Conditioning;
import org.egoscope.motion.internal.flow.FlowPath;
import org.egoscope.motion.internal.flow.FlowShape;
import org.egoscope.motion.internal.flow.LegsAtRest;
import org.egoscope.motion.internal.flow.MotionTrainer;
import org.egoscope.motion.internal.flow.MotionTrainer.Progress;
import org.egoscope.motion.internal.flow.MotionWeights;
import org.egoscope.motion.internal.flow.TrainingCurves;
import org.egoscope.motion.internal.flow.TrainingPlan;
import org.egoscope.motion.internal.procedure.ProceduralMotion;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/**
 * Trains the motion network and keeps the run in a folder: {@code checkpoint.safetensors} (to go on exactly), {@code motion.safetensors}
 * (the averaged weights, float16), {@code losses.csv} and {@code validation.csv} with their curves as PNG.
 */
public final class MotionTraining {
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMinutes(1);
    private static final double FRAMES_PER_SECOND = 30;
    private static final int LOG_STEPS = 20;
    private static final int WINDOW_FRAMES = 128;

    /** About 2 GB of motion. */
    private static final double MOST_MINUTES = 10_000;

    private final TrainingPlan plan;
    private final Data data;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * How to train.
     *
     * @param steps of the optimiser in all; the learning rate falls to its end over them
     * @param windows of 128 frames per step
     * @param learningRate highest
     * @param bfloat16 for products; float32 otherwise
     * @param size {@code full} as shipped; {@code small} for comparisons that would take days
     * @param conditioning {@code invariant}; {@code sequence} and {@code absolute} to compare with
     * @param path {@code flow}; {@code diffusion} to compare with
     * @param seed of weights, windows and noise
     * @param device to train on
     */
    public record Settings(
            long steps,
            int windows,
            double learningRate,
            boolean bfloat16,
            String size,
            String conditioning,
            String path,
            long seed,
            TorchDevice device) {
        private static final int MOST_WINDOWS = 100_000;

        public Settings {
            if (steps < 1 || windows < 1 || windows > MOST_WINDOWS) {
                throw PipelineException.badConfig(
                        "training: expected at least 1 step of 1.." + MOST_WINDOWS + " windows, got " + steps + " of " + windows);
            }
            if (!(learningRate > 0 && learningRate <= 1)) {
                throw PipelineException.badConfig("learning rate: expected above 0 and at most 1, got " + learningRate);
            }
        }

        TrainingPlan toPlan() {
            FlowShape shape = choice("size", Size.class, size).shape().with(choice("conditioning", Conditioning.class, conditioning));
            Precision precision = bfloat16 ? Precision.BFLOAT16 : Precision.FLOAT32;
            return new TrainingPlan(
                    shape, choice("path", FlowPath.class, path), steps, windows, WINDOW_FRAMES, learningRate, device, precision, seed);
        }

        private enum Size {
            FULL,
            SMALL;

            FlowShape shape() {
                return this == FULL ? FlowShape.defaults() : FlowShape.small();
            }
        }

        private static <E extends Enum<E>> E choice(String what, Class<E> type, String name) {
            try {
                return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw PipelineException.badConfig(what + ": expected one of " + List.of(type.getEnumConstants()) + ", got " + name);
            }
        }
    }

    /**
     * @param train to learn from
     * @param validation to measure on, by other performers
     * @param shares how often each source is drawn, by its name; empty for the square root of its length
     */
    public record Data(List<MotionClip> train, List<MotionClip> validation, Map<String, Double> shares) {}

    /** @param progress takes a line now and then */
    public MotionTraining(Settings settings, Data data, Path folder, Consumer<String> progress) {
        data.shares().forEach((source, share) -> {
            if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
                throw PipelineException.badConfig("share of " + source + ": expected a number from 0 on, got " + share);
            }
        });
        this.plan = settings.toPlan();
        this.data = new Data(prepared(data.train()), prepared(ValidationScore.chosen(data.validation())), data.shares());
        this.folder = folder;
        this.progress = progress;
    }

    /** Everyday motion made by our own procedures: sitting, counter work, picking up, which recorded data lack. Same seed, same motion. */
    public static List<MotionClip> everydayMotion(long seed, double minutes) {
        if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw PipelineException.badConfig("minutes of everyday motion: expected above 0 and at most " + MOST_MINUTES + ", got " + minutes);
        }
        return ProceduralMotion.generateAll(seed, minutes);
    }

    /** At the network's rate, with contacts labelled where they are not known, and straight legs where no joint is turned. */
    private static List<MotionClip> prepared(List<MotionClip> clips) {
        return clips.stream()
                .map(clip -> {
                    BodySequence motion = MotionFiles.resample(clip.motion(), FRAMES_PER_SECOND);
                    BodySequence labelled = Float.isNaN(motion.contact(0, 0)) ? ContactLabels.label(motion) : motion;
                    return new MotionClip(clip.name(), clip.source(), clip.performer(), clip.activity(), LegsAtRest.onStraightLegs(labelled));
                })
                .toList();
    }

    private Path checkpoint() {
        return folder.resolve("checkpoint.safetensors");
    }

    /** Where the averaged weights are kept. */
    public Path weights() {
        return folder.resolve("motion.safetensors");
    }

    /**
     * Goes on from the folder's checkpoint, else from the given weights, else from nothing, until the plan's steps are done or the time is
     * up.
     *
     * @param validationSteps steps between measurements on other performers
     * @param notes for the header of the weights, such as name and licence
     * @param initial averaged weights of another run to begin with; {@code null} for none
     */
    public void run(Duration limit, int validationSteps, Map<String, String> notes, @Nullable Path initial) {
        if (validationSteps < 1) {
            throw PipelineException.badConfig("steps between measurements: expected 1 or more, got " + validationSteps);
        }
        long end = System.nanoTime() + limit.toNanos();
        try (MotionTrainer trainer = open(initial)) {
            progress.accept("training " + trainer.parameterCount() + " parameters from step " + trainer.step() + " of " + plan.steps());
            long saved = System.nanoTime();
            long logged = System.nanoTime();
            double sum = 0;
            while (trainer.step() < plan.steps() && System.nanoTime() < end) {
                Progress step = trainer.advance();
                sum += step.total();
                if (step.step() % LOG_STEPS == 0) {
                    log(step, sum / LOG_STEPS, (System.nanoTime() - logged) / 1e9 / LOG_STEPS);
                    sum = 0;
                    logged = System.nanoTime();
                }
                if (step.step() % validationSteps == 0) {
                    validate(trainer);
                }
                if (System.nanoTime() - saved > CHECKPOINT_INTERVAL.toNanos()) {
                    save(trainer, notes);
                    saved = System.nanoTime();
                }
            }
            validate(trainer);
            save(trainer, notes);
        }
    }

    private MotionTrainer open(@Nullable Path initial) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("training folder " + folder + ": cannot make, " + e.getMessage(), e);
        }
        if (Files.exists(checkpoint())) {
            return MotionTrainer.resume(plan, data.train(), data.shares(), checkpoint());
        }
        return initial == null
                ? new MotionTrainer(plan, data.train(), data.shares())
                : MotionTrainer.from(plan, data.train(), data.shares(), MotionWeights.read(initial));
    }

    private void save(MotionTrainer trainer, Map<String, String> notes) {
        trainer.save(checkpoint());
        trainer.averaged().write(weights(), notes);
        TrainingCurves.draw(folder.resolve("losses.csv"), "loss", folder.resolve("losses.png"));
        TrainingCurves.draw(folder.resolve("validation.csv"), "mm", folder.resolve("validation.png"));
    }

    private void log(Progress step, double loss, double seconds) {
        List<Double> p = step.parts();
        append("losses.csv", "step,learning_rate,loss,state,joints,velocity,skating,floor,gradient_norm,seconds_per_step",
                String.format(Locale.ROOT, "%d,%.6f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.3f,%.3f", step.step(), step.learningRate(), loss,
                        p.get(0), p.get(1), p.get(2), p.get(3), p.get(4), step.gradientNorm(), seconds));
        progress.accept(String.format(Locale.ROOT, "step %d  loss %.3f  joints %.3f dm  %.2f s/step", step.step(), loss, p.get(1), seconds));
    }

    /** Head only, mean mode, one step: mean joint distance with the head as the anchor, per source, by the rules of {@code eval motion}. */
    private void validate(MotionTrainer trainer) {
        if (data.validation().isEmpty()) {
            return;
        }
        StringBuilder row = new StringBuilder().append(trainer.step());
        StringBuilder names = new StringBuilder("step");
        double sum = 0;
        try (LearnedMotion motion = LearnedMotion.of(trainer.averaged(), plan.device())) {
            SortedMap<String, Double> errors = ValidationScore.millimeters(motion, data.validation());
            for (Map.Entry<String, Double> error : errors.entrySet()) {
                sum += error.getValue();
                names.append(',').append(error.getKey()).append("_mm");
                row.append(String.format(Locale.ROOT, ",%.1f", error.getValue()));
            }
            row.append(String.format(Locale.ROOT, ",%.2f", sum / errors.size()));
        }
        append("validation.csv", names + ",mean_mm", row.toString());
        progress.accept("validation " + names + ",mean_mm: " + row);
    }

    private void append(String file, String header, String row) {
        Path path = folder.resolve(file);
        try {
            String lines = Files.exists(path) ? row + "\n" : header + "\n" + row + "\n";
            Files.writeString(path, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("training log " + path + ": cannot write, " + e.getMessage(), e);
        }
    }

    /**
     * Writes the mean of weights that were trained on from the same ones.
     *
     * @param shares by file
     * @param notes for the header, over those of the first file
     * @throws PipelineException if they have no common beginning
     */
    public static void mean(SortedMap<Path, Double> shares, Path out, Map<String, String> notes) {
        List<MotionWeights> networks = shares.keySet().stream().map(MotionWeights::read).toList();
        MotionWeights.mean(networks, List.copyOf(shares.values())).write(out, notes);
    }
}
