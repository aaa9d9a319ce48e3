package org.egoscope.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.egoscope.app.run.Ending;
import org.egoscope.app.run.QueryService;
import org.egoscope.storage.Dataset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Queries and reports over HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Answer queries over HTTP: POST /api/query {\"sql\": \"SELECT ...\"}, GET /api/sessions, and the report page at /.")
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "egoscope-out", description = "Folder of the run (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("egoscope-out");

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8787", description = "Port, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            defaultValue = "${env:EGOSCOPE_TOKEN}",
            description = "Bearer token that callers must send (default: environment EGOSCOPE_TOKEN; none: no login).")
    private @Nullable String token;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        QueryService service = QueryService.start(data, host, port, token);
        Ending.closes(service::close);
        if (service.isOpenToOthers()) {
            spec.commandLine().getErr().println("serve: whoever reaches " + host + " can read everything; --token asks for a login");
        }
        if (!Dataset.exists(data)) {
            spec.commandLine().getErr().println("serve: no tables in " + data.toAbsolutePath() + " yet");
        }
        spec.commandLine().getErr().flush();
        spec.commandLine().getOut().println("serving " + data.toAbsolutePath() + " at http://" + host + ":" + service.port());
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
