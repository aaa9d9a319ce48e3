package org.egoscope.app.command;

import java.nio.file.Path;
import org.egoscope.ingest.Probe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a path is, before anything is run. */
@Command(name = "probe", mixinStandardHelpOptions = true, description = "Say what a file or folder is and what would be run.")
final class ProbeCommand implements Runnable {
    @Parameters(paramLabel = "PATH", description = "File or folder.")
    private Path path = Path.of(".");

    @Option(names = "--json", description = "JSON in place of text.")
    private boolean json;

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Probe probe = Probe.of(path, modelOptions.config().ingest());
        spec.commandLine().getOut().println(json ? probe.toJson() : probe.toText());
    }
}
