package org.egoscope.motion.internal.evaluation.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.egoscope.motion.internal.evaluation.control.ControlScores;
import org.egoscope.motion.internal.evaluation.control.ControlScores.Cell;

/** Writes {@code report.md} and {@code summary.csv} of control. */
public final class ControlReport {
    private static final String MEAN = "mean of sources";

    private final String subject;
    private final ControlScores scores;

    /** @param subject what was scored */
    public ControlReport(String subject, ControlScores scores) {
        this.subject = subject;
        this.scores = scores;
    }

    /** A table per task: methods down, measures across, means of sources; then the same of every source. */
    public String markdown() {
        StringBuilder text = new StringBuilder("# Control of the generator\n\n").append(subject).append(".\n")
                .append("Mean distances in the world, millimetres; \"").append(MEAN).append("\" is the plain mean of the sources.\n\n");
        Map<String, List<Cell>> tasks = scores.cells().stream()
                .collect(Collectors.groupingBy(Cell::task, LinkedHashMap::new, Collectors.toList()));
        tasks.forEach((task, cells) -> {
            text.append("Trials of ").append(task).append(": ").append(scores.sources().stream()
                    .map(source -> source + " " + scores.trials(task, source)).collect(Collectors.joining(", "))).append(".\n\n");
            text.append(table(task, MEAN, cells).toMarkdown());
            scores.sources().forEach(source -> text.append(table(task, source, cells).toMarkdown()));
        });
        return text.toString();
    }

    private Table table(String task, String source, List<Cell> cells) {
        List<String> measures = cells.stream().map(Cell::measure).distinct().toList();
        List<String> columns = new ArrayList<>(List.of("method"));
        columns.addAll(measures);
        Table table = Table.of(task + ", " + source, columns);
        for (String method : cells.stream().map(Cell::method).distinct().toList()) {
            List<String> row = new ArrayList<>(List.of(method));
            measures.forEach(measure -> row.add(shown(value(new Cell(task, method, measure), source))));
            table.add(row);
        }
        return table;
    }

    private double value(Cell cell, String source) {
        return source.equals(MEAN) ? scores.meanOfSources(cell) : scores.of(cell, source);
    }

    private static String shown(double millimeters) {
        return Double.isNaN(millimeters) ? "–" : String.format(Locale.ROOT, "%.1f", millimeters);
    }

    private String csv() {
        StringBuilder text = new StringBuilder("task,method,measure,source,trials,millimeters\n");
        for (Cell cell : scores.cells()) {
            String prefix = String.join(",", quoted(cell.task()), quoted(cell.method()), quoted(cell.measure()));
            for (String source : scores.sources()) {
                append(text, prefix + "," + quoted(source) + "," + scores.trials(cell.task(), source), scores.of(cell, source));
            }
            append(text, prefix + "," + MEAN + ",", scores.meanOfSources(cell));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String prefix, double value) {
        text.append(prefix).append(',').append(Double.isNaN(value) ? "" : "" + value).append('\n');
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("report.md"), markdown());
            Files.writeString(folder.resolve("summary.csv"), csv());
        } catch (IOException e) {
            throw new UncheckedIOException("report in " + folder + ": cannot write, " + e.getMessage(), e);
        }
    }
}
