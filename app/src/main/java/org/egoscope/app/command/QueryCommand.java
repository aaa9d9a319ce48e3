package org.egoscope.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.TextImageEncoder;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.QueryResult;
import org.egoscope.storage.SceneQuery;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Read-only SQL over the tables of a run, and search of things by text. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Ask the tables of a run in SQL (DuckDB's dialect, read-only), or find things by what they look like.",
        footer = {
            "%nTables: docs/formats/tables.md. Example:",
            "  egoscope query --sql \"SELECT verb, label, seconds(t0_ns) AS at FROM actions ORDER BY t0_ns\"",
            "  egoscope query --tables",
            "  egoscope query --clip DIR --text \"a red cup\" --limit 5"
        })
final class QueryCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Question question = new Question();

    @Option(
            names = "--clip",
            paramLabel = "DIR",
            defaultValue = "${env:EGOSCOPE_CLIP}",
            description = "For --text: folder with the CLIP that the run had (default: environment EGOSCOPE_CLIP).")
    private @Nullable Path clip;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "egoscope-out", description = "Folder of the run (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("egoscope-out");

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100000", description = "Most rows to give out (default: ${DEFAULT-VALUE}).")
    private long limit;

    @Option(names = "--timeout", paramLabel = "DURATION", defaultValue = "PT30S", description = "Longest time, ISO-8601 (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(30);

    @ArgGroup
    private Format format = new Format();

    @Spec
    private CommandSpec spec;

    static final class Question {
        @Option(names = "--sql", paramLabel = "SELECT", description = "One SELECT statement.")
        private @Nullable String sql;

        @Option(names = "--tables", description = "What can be asked for: tables, columns, and the names in them.")
        private boolean tables;

        @Option(names = "--text", paramLabel = "TEXT", description = "Things that look like this, best first; for runs with --clip.")
        private @Nullable String text;
    }

    static final class Format {
        @Option(names = "--json", description = "JSON to standard output.")
        private boolean json;

        @Option(names = "--arrow", description = "An Arrow IPC stream to standard output.")
        private boolean arrow;
    }

    @Override
    public Integer call() {
        SceneQuery.Limits limits = new SceneQuery.Limits(
                timeout, limit, SceneQuery.Limits.DEFAULT.memoryBytes(), SceneQuery.Limits.DEFAULT.threads());
        try (SceneQuery query = SceneQuery.open(Dataset.open(data), limits);
                QueryResult result = query.run(statement())) {
            write(result);
            if (result.truncated()) {
                spec.commandLine().getErr().println("egoscope: more than " + limit + " rows: the rest is cut off, see --limit");
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "standard output: expected to be open, got " + e.getMessage(), e);
        }
        return 0;
    }

    private String statement() {
        if (question.tables) {
            return TableNames.statement();
        }
        if (question.text == null) {
            return Objects.requireNonNull(question.sql, "picocli gives one of both");
        }
        if (clip == null || clip.toString().isEmpty()) {
            throw PipelineException.badConfig("--text: expected a folder with CLIP (--clip or EGOSCOPE_CLIP), got none");
        }
        try (TextImageEncoder encoder = TextImageEncoder.open(clip, TorchDevice.BEST)) {
            return TextSearch.statement(encoder.texts(List.of(question.text))[0]);
        }
    }

    private void write(QueryResult result) throws IOException {
        if (format.json || format.arrow) {
            OutputStream out = StandardOutput.bytes();
            if (format.json) {
                result.writeJson(out);
            } else {
                result.writeArrow(out);
            }
            out.flush();
        } else {
            PrintWriter out = spec.commandLine().getOut();
            if (question.tables) {
                TableNames.print(result, out);
            } else {
                boolean empty = !result.hasNext();
                result.writeTable(out);
                if (empty) {
                    spec.commandLine().getErr().println("egoscope: no rows; query --tables shows the names that this run has");
                }
            }
            out.flush();
        }
    }
}
