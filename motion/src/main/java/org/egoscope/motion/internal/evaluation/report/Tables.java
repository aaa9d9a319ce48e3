package org.egoscope.motion.internal.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.egoscope.motion.internal.evaluation.Bootstrap;
import org.egoscope.motion.internal.evaluation.Measure;
import org.egoscope.motion.internal.evaluation.RowResult;
import org.egoscope.motion.internal.evaluation.Scores;

/** The tables of a report. */
final class Tables {
    private final List<RowResult> results;
    private final SortedSet<String> sources = new TreeSet<>();
    private final Set<String> predictors = new LinkedHashSet<>();
    private final Set<String> rows = new LinkedHashSet<>();

    Tables(List<RowResult> results) {
        this.results = results;
        for (RowResult result : results) {
            sources.addAll(result.sources());
            predictors.add(result.predictor());
            rows.add(result.row().name());
        }
    }

    List<String> predictors() {
        return List.copyOf(predictors);
    }

    List<String> rows() {
        return List.copyOf(rows);
    }

    /** MPJPE / PA-MPJPE of the baseline protocol by source, with the interval of the first. */
    Table main() {
        List<String> columns = new ArrayList<>(List.of("condition", "method"));
        columns.addAll(sources);
        columns.add("all frames");
        columns.add("mean of sources");
        Table table = Table.of("MPJPE / PA-MPJPE in mm, baseline protocol, with 95 % interval of MPJPE by performer", columns);
        for (RowResult result : results) {
            List<String> cells = new ArrayList<>(List.of(result.row().name(), result.predictor()));
            for (String source : sources) {
                cells.add(number(result.ofSource(Measure.BASELINE_MPJPE, source)) + " / "
                        + number(result.ofSource(Measure.BASELINE_PA_MPJPE, source))
                        + interval(Bootstrap.ofSource(result, Measure.BASELINE_MPJPE, source)));
            }
            cells.add(number(result.ofAllFrames(Measure.BASELINE_MPJPE)) + " / " + number(result.ofAllFrames(Measure.BASELINE_PA_MPJPE)));
            cells.add(number(result.meanOfSources(Measure.BASELINE_MPJPE)) + " / "
                    + number(result.meanOfSources(Measure.BASELINE_PA_MPJPE))
                    + interval(Bootstrap.ofMeanOfSources(result, Measure.BASELINE_MPJPE)));
            table.add(cells);
        }
        return table;
    }

    /** Every measure of one row, mean of sources; measures that nobody has are left out. */
    Table measures(String row) {
        List<RowResult> ofRow = ofRow(row);
        List<String> columns = new ArrayList<>(List.of("measure, mean of sources"));
        ofRow.forEach(result -> columns.add(result.predictor()));
        Table table = Table.of("All measures, " + row, columns);
        for (Measure measure : Measure.values()) {
            if (ofRow.stream().allMatch(result -> Double.isNaN(result.meanOfSources(measure)))) {
                continue;
            }
            List<String> cells = new ArrayList<>(List.of(titleOf(measure)));
            for (RowResult result : ofRow) {
                cells.add(number(result.meanOfSources(measure)) + interval(Bootstrap.ofMeanOfSources(result, measure)));
            }
            table.add(cells);
        }
        return table;
    }

    /** Upright against bent or low frames, by source. */
    Table postures(String row) {
        List<RowResult> ofRow = ofRow(row);
        List<String> columns = new ArrayList<>(List.of("frames"));
        ofRow.forEach(result -> columns.add(result.predictor()));
        Table table = Table.of("MPJPE in mm by posture (head anchored, every frame), " + row, columns);
        for (String source : sources) {
            for (Measure measure : List.of(Measure.MPJPE_UPRIGHT, Measure.MPJPE_BENT)) {
                List<String> cells = new ArrayList<>();
                double frames = ofRow.get(0).clips().stream().filter(clip -> clip.source().equals(source))
                        .mapToDouble(clip -> clip.scores().weight(measure)).sum();
                cells.add(source + (measure == Measure.MPJPE_BENT ? ", bent or low" : ", upright") + " (" + (long) frames + ")");
                ofRow.forEach(result -> cells.add(number(result.ofSource(measure, source))));
                table.add(cells);
            }
        }
        return table;
    }

    Table activities(String row) {
        List<RowResult> ofRow = ofRow(row);
        List<String> columns = new ArrayList<>(List.of("activity"));
        ofRow.forEach(result -> columns.add(result.predictor()));
        Table table = Table.of("MPJPE in mm by activity, baseline protocol, " + row, columns);
        for (String activity : ofRow.get(0).byActivity().keySet()) {
            List<String> cells = new ArrayList<>(List.of(activity));
            for (RowResult result : ofRow) {
                Scores scores = result.byActivity().get(activity);
                cells.add(number(scores.value(Measure.BASELINE_MPJPE)));
            }
            table.add(cells);
        }
        return table;
    }

    List<RowResult> ofRow(String row) {
        return results.stream().filter(result -> result.row().name().equals(row)).toList();
    }

    static String titleOf(Measure measure) {
        return measure.title() + (measure.unit().isEmpty() ? "" : ", " + measure.unit());
    }

    /** An en dash for what was not measured. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }

    private static String interval(Bootstrap.Interval interval) {
        return Double.isNaN(interval.low()) ? "" : " [" + number(interval.low()) + ", " + number(interval.high()) + "]";
    }
}
