package org.egoscope.motion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.internal.FlowGenerator;
import org.egoscope.motion.internal.KinematicGenerator;
import org.egoscope.motion.internal.MotionGenerator;
import org.egoscope.motion.internal.flow.MotionWeights;
import org.egoscope.motion.internal.guidance.BodyGuidance;
import org.egoscope.motion.internal.guidance.GuidanceConfig;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/** What makes bodies: the chosen generator, its network loaded once and shared by the sessions. */
public final class Bodies implements AutoCloseable {
    /** Trained generators inside the program, the default first. */
    public static final List<String> BUILT_IN = List.of("free", "research");

    private final MotionConfig config;
    private final @Nullable LearnedMotion learned;

    private Bodies(MotionConfig config, @Nullable LearnedMotion learned) {
        this.config = config;
        this.learned = learned;
    }

    /** @throws PipelineException if there is no such generator */
    public static Bodies open(MotionConfig config) {
        return new Bodies(config, config.generator().equals(MotionConfig.KINEMATIC) ? null : load(config.generator(), TorchDevice.BEST));
    }

    /** A trained generator by its name or file. */
    public static LearnedMotion load(String generator, TorchDevice device) {
        return LearnedMotion.of(weights(generator), device);
    }

    /** Of a file by its own name, so that what is wrong with it is told of it. */
    private static MotionWeights weights(String generator) {
        if (!BUILT_IN.contains(generator)) {
            return MotionWeights.read(existing(generator));
        }
        try (InputStream in = stream(generator)) {
            return MotionWeights.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("motion generator " + generator + ": cannot read, " + e.getMessage(), e);
        }
    }

    /** Lower-case hex sha256 of the generator's weights; empty for rules. */
    public static Optional<String> sha256(String generator) {
        if (generator.equals(MotionConfig.KINEMATIC)) {
            return Optional.empty();
        }
        try (InputStream in = stream(generator)) {
            return Optional.of(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException("motion generator " + generator + ": cannot read, " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The header of the generator's weights: name, licence, what it was trained on. */
    public static Map<String, String> notes(String generator) {
        return weights(generator).notes();
    }

    private static InputStream stream(String generator) throws IOException {
        if (BUILT_IN.contains(generator)) {
            InputStream resource = Bodies.class.getResourceAsStream("weights/" + generator + ".safetensors");
            if (resource == null) {
                throw new IllegalStateException("motion generator " + generator + ": expected in the program, got none");
            }
            return resource;
        }
        return Files.newInputStream(existing(generator));
    }

    private static Path existing(String generator) {
        Path file = Path.of(generator);
        if (!Files.isRegularFile(file)) {
            throw PipelineException.badConfig(
                    "motion generator: expected kinematic, one of " + BUILT_IN + " or a weights file, got " + generator);
        }
        return file;
    }

    /** For one session. */
    public MotionEstimator newEstimator() {
        return new MotionEstimator(newGenerator(), config);
    }

    /** For one session, over a network that is open already and stays so, whatever generator is configured. */
    public static MotionEstimator estimator(LearnedMotion network, MotionConfig config) {
        return new Bodies(config, network).newEstimator();
    }

    MotionGenerator newGenerator() {
        if (learned == null) {
            return new KinematicGenerator(config.statureMeters(), config.estimateStature());
        }
        String name = BUILT_IN.contains(config.generator()) ? "flow-" + config.generator() : "flow-file";
        GuidanceConfig guided = MotionEstimator.isShort(config) ? GuidanceConfig.reactive() : GuidanceConfig.streaming();
        BodyGuidance guidance = new BodyGuidance(config.guidance() ? guided : GuidanceConfig.off());
        FlowGenerator.Network network = new FlowGenerator.Network(
                learned.sampler(), MotionSampling.mean(config.steps(), config.meanDraws()),
                config.likelihood() ? Optional.of(learned.likelihood()) : Optional.empty());
        return new FlowGenerator(
                new FlowGenerator.Setting(name, network, guidance, config.statureMeters(), config.estimateStature()));
    }

    @Override
    public void close() {
        if (learned != null) {
            learned.close();
        }
    }
}
