package org.egoscope.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.app.hands.HandEvaluation;
import org.egoscope.perception.Hands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How often hands are found on real clips, at what cost, and how far keypoints are off on labelled pictures. */
@Command(
        name = "hands",
        mixinStandardHelpOptions = true,
        description = {
            "Share of frames with a confident hand per clip, time per frame and where it goes; error of the keypoints on labelled pictures.",
            "Writes sheets of random detections (to count false ones by eye), of random frames without a hand, and of every identity over its life."
        })
final class EvalHandsCommand implements Callable<Integer> {
    @Mixin
    private ClipOptions clips = new ClipOptions();

    @Option(names = "--detections", defaultValue = "200", paramLabel = "N", description = "Random detections to paint (default: ${DEFAULT-VALUE}).")
    private int detections;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", defaultValue = "eval-hands", paramLabel = "DIR", description = "Sheets (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PipelineConfig config = modelOptions.config();
        PrintWriter err = spec.commandLine().getErr();
        HandEvaluation.Options options = new HandEvaluation.Options(clips.frames(), clips.confidence(), detections, seed);
        try (Hands hands = modelOptions.models().map(models -> Hands.open(models, config.perception().hands())).orElseGet(Hands::withoutNetworks)) {
            HandEvaluation evaluation = new HandEvaluation(hands, config.ingest(), options, line -> {
                err.println(line);
                err.flush();
            });
            spec.commandLine().getOut().println(evaluation.run(clips.data(), out).toTable());
            return 0;
        }
    }
}
