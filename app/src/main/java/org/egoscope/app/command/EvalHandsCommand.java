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
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "All *.mp4 below it are clips, all COCO-style *.json with 21 keypoints are labelled pictures.")
    private Path data;

    @Option(names = "--every", defaultValue = "1", paramLabel = "N", description = "Every N-th frame goes to the tracker (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--windows",
            defaultValue = "0",
            paramLabel = "N",
            description = "Only so many windows of each clip, spread evenly (default: 0, all of it).")
    private int windows;

    @Option(names = "--window-seconds", paramLabel = "SECONDS", defaultValue = "1", description = "Length of each window (default: ${DEFAULT-VALUE}).")
    private double windowSeconds;

    @Option(names = "--confidence", paramLabel = "P", defaultValue = "0.5", description = "Least of a hand that counts (default: ${DEFAULT-VALUE}).")
    private double confidence;

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
        HandEvaluation.Options options = new HandEvaluation.Options(every, windows, windowSeconds, confidence, detections, seed);
        try (Hands hands = modelOptions.models().map(models -> Hands.open(models, config.perception().hands())).orElseGet(Hands::withoutNetworks)) {
            HandEvaluation evaluation = new HandEvaluation(hands, config.ingest(), options, line -> {
                err.println(line);
                err.flush();
            });
            spec.commandLine().getOut().println(evaluation.run(data, out).toTable());
            return 0;
        }
    }
}
