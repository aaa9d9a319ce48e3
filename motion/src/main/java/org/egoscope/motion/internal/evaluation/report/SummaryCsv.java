package org.egoscope.motion.internal.evaluation.report;

import java.util.List;
import org.egoscope.motion.internal.evaluation.Bootstrap;
import org.egoscope.motion.internal.evaluation.Bootstrap.Interval;
import org.egoscope.motion.internal.evaluation.Measure;
import org.egoscope.motion.internal.evaluation.RowResult;

/** Every mean of a report in one CSV. */
final class SummaryCsv {
    private SummaryCsv() {}

    static String of(List<RowResult> results) {
        StringBuilder text = new StringBuilder("row,predictor,source,measure,unit,value,low95,high95\n");
        for (RowResult result : results) {
            for (Measure measure : Measure.values()) {
                for (String source : result.sources()) {
                    append(text, result, source, measure, result.ofSource(measure, source), Bootstrap.ofSource(result, measure, source));
                }
                append(text, result, "mean of sources", measure, result.meanOfSources(measure), Bootstrap.ofMeanOfSources(result, measure));
            }
        }
        return text.toString();
    }

    private static void append(
            StringBuilder text, RowResult result, String source, Measure measure, double value, Interval interval) {
        if (!Double.isNaN(value)) {
            text.append(String.join(",", result.row().name(), result.predictor(), source, measure.key(), measure.unit(), "" + value,
                    cell(interval.low()), cell(interval.high()))).append('\n');
        }
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : "" + value;
    }
}
