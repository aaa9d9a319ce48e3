package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.egoscope.app.PipelinePlan;
import org.egoscope.app.config.ConfigTree;
import org.egoscope.app.run.Recording;
import org.egoscope.app.run.RunRequest;
import org.egoscope.ingest.Probe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Footage to tables and a report. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run footage through all stages. Run the same command again after an interruption and it goes on where it was.",
        footer = "%nExit code 3 if a recording could not be read; the others are done all the same.")
final class RunCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "VIDEO", description = "Files, folders or stream addresses.")
    private List<String> inputs = List.of();

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "egoscope-out", description = "Folder of the results (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("egoscope-out");

    @Option(names = "--no-report", description = "Tables only.")
    private boolean noReport;

    @Option(names = "--print-config", description = "Print the effective configuration and stop.")
    private boolean printConfig;

    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Mixin
    private TransportOptions transportOptions = new TransportOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter screen = spec.commandLine().getOut();
        PipelinePlan plan = planOptions.plan();
        if (printConfig) {
            for (Map.Entry<String, String> entry : ConfigTree.flatten(plan.config()).entrySet()) {
                screen.println(entry.getKey() + "=" + entry.getValue());
            }
            return 0;
        }
        for (Path vrs : Recording.vrsIn(inputs)) {
            screen.println("left out: " + vrs + ": " + Probe.VRS_REFUSED);
        }
        RunRequest request = new RunRequest(Recording.find(inputs), out, plan);
        if (request.recordings().isEmpty()) {
            throw new picocli.CommandLine.ParameterException(spec.commandLine(), "run: expected at least one VIDEO, got none");
        }
        return new MainJob(request, transportOptions.transport(), screen).run(!noReport);
    }
}
