package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.egoscope.motion.ControlEvaluation;
import org.egoscope.torch.TorchDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What control of a motion generator is worth on recorded motion. */
@Command(
        name = "control",
        mixinStandardHelpOptions = true,
        description = {
            "Score drawn paths of a wrist, motion filled in between and forecasts against recorded motion and simple rules.",
            "Writes report.md and summary.csv to the output folder."
        })
final class EvalControlCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Clips: DIR/<source>/<split>/*.npz.")
    private Path data;

    @Option(names = "--split", paramLabel = "NAME", defaultValue = "val", description = "Which clips to take (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(
            names = "--model",
            defaultValue = "free",
            paramLabel = "NAME|PATH",
            description = "free, research, or a file or folder of weights (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--clips", defaultValue = "0", paramLabel = "N", description = "At most so many clips of each folder (default: all).")
    private int clips;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "8", description = "Steps of the network's solver, at least 2 (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--samples", paramLabel = "N", defaultValue = "4", description = "Samples of each forecast (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--out", defaultValue = "eval-control", paramLabel = "DIR", description = "Output (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "cpu", description = "cpu, cuda or best (default: ${DEFAULT-VALUE}).")
    private TorchDevice device;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter screen = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ControlEvaluation.Request request = new ControlEvaluation.Request(data, split, model, out, clips, steps, samples);
        screen.print(new ControlEvaluation(request, device, line -> {
            err.println(line);
            err.flush();
        }).run());
        screen.println("report: " + out.resolve("report.md"));
        return 0;
    }
}
