package org.egoscope.app.command;

import java.nio.file.Path;
import java.util.Optional;
import org.egoscope.app.report.ReportWriter;
import org.egoscope.storage.Dataset;
import org.egoscope.torch.ModelDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The report page of an earlier run. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Write the report page of a run again.")
final class ReportCommand implements Runnable {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "egoscope-out", description = "Folder of the run (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("egoscope-out");

    @Option(
            names = "--models",
            paramLabel = "DIR",
            defaultValue = "${env:EGOSCOPE_MODELS}",
            description = "Folder of networks: the face detector is needed where the run blurred faces.")
    private @Nullable Path models;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Optional<ModelDirectory> directory =
                Optional.ofNullable(models).filter(path -> !path.toString().isEmpty()).map(ModelDirectory::open);
        Path page = ReportWriter.write(Dataset.open(data), data.resolve("report"), directory);
        spec.commandLine().getOut().println("report: " + page.toAbsolutePath());
    }
}
