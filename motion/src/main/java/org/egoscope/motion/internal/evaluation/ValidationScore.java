package org.egoscope.motion.internal.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionClip;

/**
 * What {@code eval motion --rows head-128-draws0 --clips 40} says of a network, for a network in training. Windows cut otherwise (a short
 * rest at a clip's end, other clips) have ranked networks otherwise: 53.6 instead of 63.4 mm on one source, where another network had 52.7
 * and 58.9.
 */
public final class ValidationScore {
    /** Of a source, evenly spread; as {@code --clips 40}. */
    private static final int MOST_CLIPS = 40;

    private static final EvaluationRow ROW = EvaluationRow.parse("head-128-draws0");

    private ValidationScore() {}

    /** Clips of each source that are measured. */
    public static List<MotionClip> chosen(List<MotionClip> clips) {
        SortedMap<String, List<MotionClip>> bySource = new TreeMap<>();
        clips.forEach(clip -> bySource.computeIfAbsent(clip.source(), source -> new ArrayList<>()).add(clip));
        return bySource.values().stream().flatMap(all -> ClipFolder.spread(all, MOST_CLIPS).stream()).toList();
    }

    /** Mean joint distance of the baseline protocol by source, millimetres. */
    public static SortedMap<String, Double> millimeters(LearnedMotion network, List<MotionClip> clips) {
        RowRunner runner = new RowRunner(ROW, FlowPredictor.of("training", network), 1, false);
        clips.forEach(runner::add);
        RowResult result = runner.result();
        SortedMap<String, Double> bySource = new TreeMap<>();
        result.sources().forEach(source -> bySource.put(source, result.ofSource(Measure.BASELINE_MPJPE, source)));
        return bySource;
    }
}
