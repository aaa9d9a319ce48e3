package org.egoscope.app.command;

import java.nio.file.Path;
import org.egoscope.app.report.ReportWriter;
import org.egoscope.storage.Dataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The report page of an earlier run. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Write the report page of a run again.")
final class ReportCommand implements Runnable {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "egoscope-out", description = "Folder of the run (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("egoscope-out");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Path page = ReportWriter.write(Dataset.open(data), data.resolve("report"));
        spec.commandLine().getOut().println("report: " + page.toAbsolutePath());
    }
}
