package org.egoscope.motion.internal.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.egoscope.motion.Bodies;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionConfig;
import org.egoscope.motion.MotionSampling;
import org.egoscope.motion.MotionSampling.Solver;
import org.egoscope.torch.TorchDevice;

/** A trained network as a predictor. */
public final class FlowPredictor implements StreamingPredictor {
    private static final EvaluationRow.Sampling STANDARD =
            new EvaluationRow.Sampling(1, Solver.EULER, EvaluationRow.Sampling.STANDARD_DRAWS, Double.NaN);

    private final String name;
    private final String version;
    private final LearnedMotion network;
    private final EvaluationRow.Sampling sampling;

    private FlowPredictor(String name, String version, LearnedMotion network, EvaluationRow.Sampling sampling) {
        this.name = name;
        this.version = version;
        this.network = network;
        this.sampling = sampling;
    }

    public static FlowPredictor builtIn(String name, TorchDevice device) {
        String hash = Bodies.sha256(name).orElseThrow();
        return new FlowPredictor(name, hash, Bodies.load(name, device), STANDARD);
    }

    /** A network that is not kept anywhere yet. */
    static FlowPredictor of(String name, LearnedMotion network) {
        return new FlowPredictor(name, "none", network, STANDARD);
    }

    public static FlowPredictor load(String name, Path weights, TorchDevice device) {
        return new FlowPredictor(name, hash(weights), LearnedMotion.load(weights, device), STANDARD);
    }

    private static String hash(Path weights) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(weights)));
        } catch (IOException e) {
            throw new UncheckedIOException("weights " + weights + ": cannot read, " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every JDK, got none", e);
        }
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FlowPredictor with(EvaluationRow.Sampling other) {
        return new FlowPredictor(name, version, network, other);
    }

    @Override
    public BodyPredictor streamed(EvaluationRow.Sampling other) {
        return streamed(this, other, false);
    }

    BodyPredictor streamed(BodyPredictor of, EvaluationRow.Sampling other, boolean guided) {
        MotionConfig usual = MotionConfig.defaults();
        int draws = other.meanDraws() == EvaluationRow.Sampling.STANDARD_DRAWS ? usual.meanDraws() : other.meanDraws();
        return new StreamedPredictor(of, network, new MotionConfig(
                usual.generator(), usual.statureMeters(), false, other.latencySeconds(), other.steps(), draws, guided, false));
    }

    @Override
    public BodySequence predict(HeadTrajectory head) {
        int usual = MotionSampling.mean(sampling.steps()).meanDraws();
        int draws = sampling.meanDraws() == EvaluationRow.Sampling.STANDARD_DRAWS ? usual : sampling.meanDraws();
        return network.predict(head, new MotionSampling(sampling.steps(), sampling.solver(), 0, 1, 0, draws));
    }

    @Override
    public BodySequence sample(HeadTrajectory head, long seed) {
        return network.predict(head, new MotionSampling(sampling.steps(), sampling.solver(), 1, 1, seed));
    }
}
