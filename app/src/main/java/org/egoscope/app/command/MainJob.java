package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.egoscope.app.report.ReportWriter;
import org.egoscope.app.run.Failure;
import org.egoscope.app.run.ProgressLine;
import org.egoscope.app.run.RunRequest;
import org.egoscope.app.run.RunSummary;
import org.egoscope.app.run.StageTimes;
import org.egoscope.app.run.Transport;
import org.egoscope.core.ErrorKind;
import org.egoscope.storage.Dataset;

/** The main job as people see it: progress, summary, report. */
final class MainJob {
    private final RunRequest request;
    private final Transport transport;
    private final PrintWriter screen;

    MainJob(RunRequest request, Transport transport, PrintWriter screen) {
        this.request = request;
        this.transport = transport;
        this.screen = screen;
    }

    /** @return exit code */
    int run(boolean report) {
        long start = System.nanoTime();
        StageTimes times = new StageTimes();
        List<Failure> failures = List.of();
        RunRequest remaining = request.remaining();
        if (remaining.recordings().size() < request.recordings().size()) {
            screen.println("already done with this plan: "
                    + (request.recordings().size() - remaining.recordings().size()) + " of " + request.recordings().size());
        }
        if (!remaining.recordings().isEmpty()) {
            try (ProgressLine progress = new ProgressLine(times, screen)) {
                failures = transport.run(remaining, times);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        for (Failure failure : failures) {
            screen.println("not run: " + failure.error().getMessage());
        }
        if (failures.size() == request.recordings().size()) {
            screen.flush();
            return failures.get(0).error().kind().exitCode();
        }
        Dataset dataset = Dataset.open(request.output());
        boolean complete = RunSummary.of(dataset, request, failures).print(screen, times);
        screen.println(String.format(Locale.ROOT, "done in %.1f s; tables in %s", seconds, request.output().toAbsolutePath()));
        if (report) {
            Path page = ReportWriter.write(dataset, request.output().resolve("report"));
            screen.println("report: " + page.toAbsolutePath());
        }
        screen.flush();
        if (!complete) {
            return ErrorKind.INTERNAL.exitCode();
        }
        return failures.isEmpty() ? 0 : ErrorKind.BAD_INPUT.exitCode();
    }
}
