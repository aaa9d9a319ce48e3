package org.egoscope.motion.internal.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.internal.evaluation.baseline.Gru;
import org.egoscope.motion.internal.evaluation.baseline.MeanPose;
import org.egoscope.motion.internal.evaluation.baseline.NearestNeighbour;
import org.egoscope.motion.internal.evaluation.baseline.Ridge;
import org.egoscope.motion.internal.evaluation.baseline.TrainingFrames;
import org.egoscope.motion.Bodies;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/** Predictors by name: baselines, which are fitted to the training clips here and now, and trained networks in files. */
public final class PredictorCatalogue {
    /** Stands for all baselines. */
    public static final String BASELINES = "baselines";

    /** Behind a network's name: with guidance. */
    private static final String GUIDED = "+guided";

    private static final String TRAINING_SPLIT = "train";
    private static final List<String> FITTED = List.of("mean-pose", "ridge", "nearest", "nearest-10");

    /** Not among {@link #BASELINES}: it trains for many minutes. */
    private static final String GRU = "gru";

    private static final long GRU_SEED = 1;
    private static final int PROGRESS_CLIPS = 500;

    private final ClipFolder data;
    private final TorchDevice device;
    private final Consumer<String> progress;
    private @Nullable TrainingFrames training;

    public PredictorCatalogue(ClipFolder data, TorchDevice device, Consumer<String> progress) {
        this.data = data;
        this.device = device;
        this.progress = progress;
    }

    /**
     * @param names of baselines, {@link #BASELINES}, generators inside the program, or files of weights or folders with {@code motion.safetensors}, each of these also with
     *     {@code +guided} behind it
     */
    public List<BodyPredictor> all(List<String> names) {
        List<BodyPredictor> predictors = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        for (String name : names) {
            for (String one : name.equals(BASELINES) ? FITTED : List.of(name)) {
                BodyPredictor predictor = make(one);
                if (!used.add(predictor.name())) {
                    throw PipelineException.badConfig("model " + one + ": expected different names, got " + predictor.name() + " twice");
                }
                predictors.add(predictor);
            }
        }
        return predictors;
    }

    private BodyPredictor make(String name) {
        if (FITTED.contains(name) || name.equals(GRU)) {
            return fitted(name);
        }
        boolean guided = name.endsWith(GUIDED);
        String plain = guided ? name.substring(0, name.length() - GUIDED.length()) : name;
        if (Bodies.BUILT_IN.contains(plain)) {
            FlowPredictor inside = FlowPredictor.builtIn(plain, device);
            return guided ? new GuidedPredictor(inside) : inside;
        }
        Path given = Path.of(plain);
        Path weights = Files.isDirectory(given) ? given.resolve("motion.safetensors") : given;
        if (!Files.isRegularFile(weights)) {
            throw PipelineException.badConfig(
                    "model: expected " + BASELINES + ", one of " + FITTED + ", " + GRU + " or " + Bodies.BUILT_IN + ", or a file or folder of weights, got " + name);
        }
        progress.accept("loading " + weights);
        FlowPredictor network = FlowPredictor.load(nameOf(given), weights, device);
        return guided ? new GuidedPredictor(network) : network;
    }

    private static String nameOf(Path given) {
        String name = given.toAbsolutePath().normalize().getFileName().toString();
        return name.replaceFirst("\\.safetensors$", "").replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private BodyPredictor fitted(String name) {
        TrainingFrames frames = training();
        progress.accept("fitting " + name + " to " + frames.frames() + " frames");
        return switch (name) {
            case "mean-pose" -> new MeanPose(frames);
            case "ridge" -> new Ridge(frames);
            case "nearest" -> new NearestNeighbour(frames, 1);
            case GRU -> new Gru(frames, GRU_SEED, progress);
            default -> new NearestNeighbour(frames, 10);
        };
    }

    private TrainingFrames training() {
        if (training == null) {
            if (!data.has(TRAINING_SPLIT)) {
                throw PipelineException.badInput("baselines: expected training clips in folders named " + TRAINING_SPLIT + ", got none");
            }
            TrainingFrames frames = new TrainingFrames();
            int count = 0;
            for (Path file : data.files(TRAINING_SPLIT)) {
                frames.add(ClipFolder.read(file));
                if (++count % PROGRESS_CLIPS == 0) {
                    progress.accept("read " + count + " training clips");
                }
            }
            frames.standardise();
            training = frames;
        }
        return training;
    }
}
