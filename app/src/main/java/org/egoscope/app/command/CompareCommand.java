package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.DatasetDigest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether two runs gave the same rows. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compare the tables of two runs. Exit code 0 if they agree, 1 if not.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of a run.")
    private Path first = Path.of(".");

    @Parameters(index = "1", paramLabel = "DIR", description = "Folder of another.")
    private Path second = Path.of(".");

    @Option(names = "--bytes", description = "Compare the files byte by byte, not only the rows.")
    private boolean bytes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Dataset a = Dataset.open(first);
        Dataset b = Dataset.open(second);
        List<String> differences = bytes ? DatasetDigest.compareFiles(a, b) : DatasetDigest.compare(a, b);
        PrintWriter out = spec.commandLine().getOut();
        differences.forEach(out::println);
        if (differences.isEmpty()) {
            DatasetDigest.of(a).forEach((table, digest) -> out.println(table + "  " + digest));
            out.println("the same");
        }
        return differences.isEmpty() ? 0 : 1;
    }
}
