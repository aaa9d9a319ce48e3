package org.egoscope.motion.internal.evaluation;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The figures of one predictor in one row.
 *
 * @param row what was known
 * @param predictor its name
 * @param clips one by one
 * @param bySource figures that only many clips together have (distributions, events), by source
 */
public record RowResult(EvaluationRow row, String predictor, List<ClipScore> clips, SortedMap<String, Scores> bySource) {
    public SortedSet<String> sources() {
        SortedSet<String> sources = new TreeSet<>();
        clips.forEach(clip -> sources.add(clip.source()));
        return sources;
    }

    /** Mean over all frames of the source, NaN where nothing was measured. */
    public double ofSource(Measure measure, String source) {
        Scores sum = new Scores();
        clips.stream().filter(clip -> clip.source().equals(source)).forEach(clip -> sum.addAll(clip.scores()));
        if (bySource.containsKey(source)) {
            sum.addAll(bySource.get(source));
        }
        return sum.value(measure);
    }

    /** Plain mean of the means of the sources that have the measure. */
    public double meanOfSources(Measure measure) {
        double sum = 0;
        int count = 0;
        for (String source : sources()) {
            double value = ofSource(measure, source);
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return sum / count;
    }

    /** Every frame alike. */
    public double ofAllFrames(Measure measure) {
        Scores sum = new Scores();
        clips.forEach(clip -> sum.addAll(clip.scores()));
        return sum.value(measure);
    }

    /** Means over all frames by source and activity ({@code cmu walk}). */
    public SortedMap<String, Scores> byActivity() {
        SortedMap<String, Scores> activities = new TreeMap<>();
        clips.forEach(clip -> activities.computeIfAbsent(clip.source() + " " + clip.activity(), key -> new Scores()).addAll(clip.scores()));
        return activities;
    }
}
