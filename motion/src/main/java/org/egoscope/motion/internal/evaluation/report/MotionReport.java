package org.egoscope.motion.internal.evaluation.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.motion.internal.evaluation.Bootstrap;
import org.egoscope.motion.internal.evaluation.Bootstrap.Interval;
import org.egoscope.motion.internal.evaluation.Measure;
import org.egoscope.motion.internal.evaluation.RowResult;
import org.egoscope.motion.internal.evaluation.report.BarChart.Bar;
import org.egoscope.motion.internal.evaluation.report.BarChart.Group;
import org.egoscope.motion.internal.evaluation.report.Examples.Example;
import org.egoscope.motion.internal.evaluation.report.Examples.Prediction;

/** Writes {@code report.md}, {@code report.html} (one file, nothing loaded from elsewhere) and {@code summary.csv}. */
public final class MotionReport {
    private static final String TITLE = "Head to body: evaluation";

    private static final String STYLE = "body{font:14px sans-serif;max-width:1100px;margin:24px auto;color:#222}"
            + "table{border-collapse:collapse;margin:8px 0 20px}td,th{border:1px solid #ccc;padding:3px 8px;text-align:right}"
            + "td:first-child,th:first-child{text-align:left}.strip{overflow-x:auto}";

    /** Posture is explained where its table stands, since averages hide bent frames. */
    private static final String NOTES = "Cells are means over frames; \"mean of sources\" is the plain mean of the sources. Intervals are 95 % "
            + "bootstrap intervals over performers; where a source has one performer there is none. Bent or low: the head is below 75 % of its "
            + "standing height, or the trunk leans by more than 45 degrees. A dash: not measured (such as rotations of predictors that make "
            + "positions only).";

    private final String subject;
    private final List<RowResult> results;
    private final List<String> skipped;
    private final Examples examples;
    private final Tables tables;

    /**
     * @param subject what was scored
     * @param skipped conditions without a result, with the reason
     */
    public MotionReport(String subject, List<RowResult> results, List<String> skipped, Examples examples) {
        this.subject = subject;
        this.results = results;
        this.skipped = skipped;
        this.examples = examples;
        this.tables = new Tables(results);
    }

    public String mainTable() {
        return tables.main().toMarkdown();
    }

    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("report.md"), markdown());
            Files.writeString(folder.resolve("report.html"), html());
            Files.writeString(folder.resolve("summary.csv"), SummaryCsv.of(results));
        } catch (IOException e) {
            throw new UncheckedIOException("report in " + folder + ": cannot write, " + e.getMessage(), e);
        }
    }

    private List<Table> allTables() {
        List<Table> all = new ArrayList<>(List.of(tables.main()));
        if (!tables.rows().isEmpty()) {
            String first = tables.rows().get(0);
            all.add(tables.postures(first));
            all.add(tables.activities(first));
        }
        tables.rows().forEach(row -> all.add(tables.measures(row)));
        return all;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# ").append(TITLE).append("\n\n").append(subject).append("\n\n").append(NOTES).append("\n\n");
        allTables().forEach(table -> text.append(table.toMarkdown()));
        if (!skipped.isEmpty()) {
            text.append("### Not run\n\n");
            skipped.forEach(line -> text.append("- ").append(line).append('\n'));
        }
        return text.toString();
    }

    String html() {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").append(TITLE)
                .append("</title><style>").append(STYLE).append("</style></head><body>\n<h1>").append(TITLE).append("</h1>\n<p>")
                .append(Svg.escaped(subject)).append("</p>\n<p>").append(Svg.escaped(NOTES)).append("</p>\n");
        html.append(tables.main().toHtml());
        appendCharts(html);
        appendExamples(html);
        allTables().stream().skip(1).forEach(table -> html.append(table.toHtml()));
        if (!skipped.isEmpty()) {
            html.append("<h3>Not run</h3><ul>");
            skipped.forEach(line -> html.append("<li>").append(Svg.escaped(line)).append("</li>"));
            html.append("</ul>\n");
        }
        return html.append("</body></html>\n").toString();
    }

    private void appendCharts(StringBuilder html) {
        if (results.isEmpty()) {
            return;
        }
        html.append("<h2>Plots</h2>\n<p>").append(legend()).append("</p>\n");
        html.append(BarChart.draw("MPJPE, baseline protocol, mm, by source: " + tables.rows().get(0), sourceGroups(), tables.predictors()));
        html.append(rowChart(Measure.BASELINE_MPJPE)).append(rowChart(Measure.MPJVE)).append(rowChart(Measure.JITTER));
        html.append(rowChart(Measure.FOOT_SLIDE)).append(rowChart(Measure.CONTACT_F1)).append(rowChart(Measure.FID));
    }

    private String legend() {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < tables.predictors().size(); i++) {
            html.append("<span style=\"color:").append(Palette.colour(i)).append("\">&#9632;</span> ")
                    .append(Svg.escaped(tables.predictors().get(i))).append(" &nbsp; ");
        }
        return html.toString();
    }

    private List<Group> sourceGroups() {
        List<RowResult> first = tables.ofRow(tables.rows().get(0));
        List<Group> groups = new ArrayList<>();
        for (String source : first.get(0).sources()) {
            List<Bar> bars = new ArrayList<>();
            for (RowResult result : first) {
                bars.add(bar(result, result.ofSource(Measure.BASELINE_MPJPE, source),
                        Bootstrap.ofSource(result, Measure.BASELINE_MPJPE, source)));
            }
            groups.add(new Group(source, bars));
        }
        return groups;
    }

    private static Bar bar(RowResult result, double value, Interval interval) {
        return new Bar(result.predictor(), value, interval.low(), interval.high());
    }

    private String rowChart(Measure measure) {
        List<Group> groups = new ArrayList<>();
        boolean any = false;
        for (String row : tables.rows()) {
            List<Bar> bars = new ArrayList<>();
            for (RowResult result : tables.ofRow(row)) {
                bars.add(bar(result, result.meanOfSources(measure), Bootstrap.ofMeanOfSources(result, measure)));
                any |= Double.isFinite(result.meanOfSources(measure));
            }
            groups.add(new Group(row, bars));
        }
        return any ? BarChart.draw(Tables.titleOf(measure) + ", mean of sources, by condition", groups, tables.predictors()) : "";
    }

    private void appendExamples(StringBuilder html) {
        html.append("<h2>Clips</h2>\n<p>Black: truth. Colour: prediction. Above from the wearer's right, below from behind; ")
                .append("left limbs thin, right limbs thick.</p>\n");
        for (Example example : examples.all()) {
            html.append("<h3>").append(Svg.escaped(example.title())).append("</h3>\n");
            for (Prediction prediction : example.predictions()) {
                String colour = Palette.colour(tables.predictors().indexOf(prediction.predictor()));
                html.append("<p><span style=\"color:").append(colour).append("\">&#9632;</span> ")
                        .append(Svg.escaped(prediction.predictor())).append(", ").append(Tables.number(prediction.errorMillimeters()))
                        .append(" mm</p>\n<div class=\"strip\">")
                        .append(new StickFigures(example.truth(), prediction.body(), colour)).append("</div>\n");
            }
        }
    }
}
