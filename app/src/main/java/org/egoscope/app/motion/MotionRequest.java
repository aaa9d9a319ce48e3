package org.egoscope.app.motion;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.egoscope.core.PipelineException;
import org.egoscope.ingest.HeadTrajectories;
import org.egoscope.motion.MotionConfig;

/**
 * What {@code egoscope motion} is asked to do.
 *
 * @param trajectory file with head poses
 * @param hands file with wrists
 * @param options what the trajectory does not say
 * @param span part of the recording
 * @param floorInFile height of the floor along up, metres; empty to go by the file, or to estimate it
 * @param config of the motion stage
 * @param offline true to let the network see the whole recording at once, without guidance
 * @param truth ADT skeleton to compare with
 * @param control what is sampled, if anything
 * @param out folder of the results
 */
public record MotionRequest(
        Path trajectory,
        Optional<Path> hands,
        HeadTrajectories.Options options,
        Span span,
        OptionalDouble floorInFile,
        MotionConfig config,
        boolean offline,
        Optional<Path> truth,
        Control control,
        Path out) {
    public MotionRequest {
        if (floorInFile.isPresent() && !Double.isFinite(floorInFile.getAsDouble())) {
            throw PipelineException.badConfig("--floor: expected metres, got " + floorInFile.getAsDouble());
        }
        if (offline && config.generator().equals(MotionConfig.KINEMATIC)) {
            throw PipelineException.badConfig("--offline: expected a trained generator, got " + MotionConfig.KINEMATIC);
        }
        if (control.isAny() && config.generator().equals(MotionConfig.KINEMATIC)) {
            throw PipelineException.badConfig(
                    "--constraints and --forecast-seconds: expected a trained generator, got " + MotionConfig.KINEMATIC);
        }
    }

    /**
     * What a sampled motion has to keep to, and how far it is to go on.
     *
     * @param constraints file; the whole recording is sampled at once
     * @param forecastSeconds after the recording's end; 0 for none
     * @param samples of the forecast
     * @param steps of the flow
     * @param seed of the first sample
     */
    public record Control(Optional<Path> constraints, double forecastSeconds, int samples, int steps, long seed) {
        public Control {
            if (!(forecastSeconds >= 0 && forecastSeconds <= 60) || samples < 1 || samples > 1000) {
                throw PipelineException.badConfig("forecast: expected 0..60 s and 1..1000 samples, got " + forecastSeconds + " s, " + samples);
            }
            if (steps < 2 || steps > 1000) {
                throw PipelineException.badConfig("--steps: expected 2..1000 for constraints and forecasts, got " + steps);
            }
        }

        boolean isAny() {
            return constraints.isPresent() || forecastSeconds > 0;
        }
    }

    /** Seconds since the first pose, {@code [start, end)}. */
    public record Span(double startSeconds, double endSeconds) {
        public static final Span ALL = new Span(0, Double.POSITIVE_INFINITY);

        public Span {
            if (!(startSeconds >= 0 && endSeconds > startSeconds)) {
                throw PipelineException.badConfig(
                        "--seconds: expected 0 <= A < B, got " + startSeconds + ":" + endSeconds);
            }
        }

        /** {@code A:B}, either of them optional. */
        public static Span parse(String text) {
            String[] parts = text.split(":", -1);
            try {
                if (parts.length == 2) {
                    return new Span(
                            parts[0].isBlank() ? 0 : Double.parseDouble(parts[0]),
                            parts[1].isBlank() ? Double.POSITIVE_INFINITY : Double.parseDouble(parts[1]));
                }
            } catch (NumberFormatException e) {
                throw PipelineException.badConfig("--seconds: expected A:B in seconds, got '" + text + "'");
            }
            throw PipelineException.badConfig("--seconds: expected A:B in seconds, got '" + text + "'");
        }
    }
}
