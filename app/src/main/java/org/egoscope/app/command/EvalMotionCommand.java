package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.egoscope.motion.MotionEvaluation;
import org.egoscope.torch.TorchDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores of generated body motion against recorded motion. */
@Command(
        name = "motion",
        mixinStandardHelpOptions = true,
        description = {
            "Score generated body motion against recorded motion, with baselines and 95 %% intervals by performer.",
            "Writes report.html, report.md, summary.csv and scores/ to the output folder."
        })
final class EvalMotionCommand implements Callable<Integer> {
    /** What is measured. */
    enum Protocol {
        /** Joint errors as in the table of the clips' baselines. */
        BASELINE,
        /** Every measure and condition. */
        FULL
    }

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Clips: DIR/<source>/<split>/*.npz.")
    private Path data;

    @Option(names = "--split", paramLabel = "NAME", defaultValue = "val", description = "Which clips to score (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(names = "--protocol", paramLabel = "NAME", defaultValue = "baseline", description = "baseline or full (default: ${DEFAULT-VALUE}).")
    private Protocol protocol;

    @Option(
            names = "--model",
            split = ",",
            defaultValue = "baselines",
            paramLabel = "NAME|PATH",
            description = "baselines (all of mean-pose, ridge, nearest, nearest-10, fitted to the split train), one of these, gru (trains for many minutes), or a file or "
                    + "folder of weights; PATH+guided adds guidance (default: ${DEFAULT-VALUE}).")
    private List<String> models;

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "ROW",
            description = "Conditions, such as head-128, fov90-128-noisy, three-whole, head-128-best8, head-128-draws0, head-128-ddim-steps30, "
                    + "head-whole-stream0.2 (as live, 0.2 s of latency), or patterns of those of the full protocol (fov*); default: all of the protocol.")
    private List<String> rows = List.of();

    @Option(names = "--clips", defaultValue = "0", paramLabel = "N", description = "At most so many clips of each folder (default: all).")
    private int clips;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "1", description = "Steps of a network's solver (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--out", defaultValue = "eval-motion", paramLabel = "DIR", description = "Output (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--resume", description = "Keep finished rows of an earlier run with the same options in the output folder.")
    private boolean resume;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "cpu", description = "cpu, cuda or best (default: ${DEFAULT-VALUE}).")
    private TorchDevice device;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter screen = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        MotionEvaluation.Options options =
                new MotionEvaluation.Options(protocol == Protocol.FULL, rows, clips, steps, resume);
        MotionEvaluation.Request request = new MotionEvaluation.Request(data, split, models, out, options);
        String table = new MotionEvaluation(request, device, line -> {
            err.println(line);
            err.flush();
        }).run();
        screen.print(table);
        screen.println("report: " + out.resolve("report.html"));
        return 0;
    }
}
