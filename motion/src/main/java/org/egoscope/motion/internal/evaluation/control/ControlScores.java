package org.egoscope.motion.internal.evaluation.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Means of millimetres by task, method and measure, for each source; in the order in which they were first added. */
public final class ControlScores {
    private final Map<Cell, Map<String, double[]>> sums = new LinkedHashMap<>();
    private final SortedSet<String> sources = new TreeSet<>();
    private final Map<String, Integer> trials = new TreeMap<>();

    /**
     * What a figure is of.
     *
     * @param task such as {@code forecast}
     * @param method who answered
     * @param measure what was measured, such as {@code after 0.5 s}
     */
    public record Cell(String task, String method, String measure) {}

    void add(Cell cell, String source, double millimeters) {
        sources.add(source);
        double[] sum = sums.computeIfAbsent(cell, key -> new TreeMap<>()).computeIfAbsent(source, key -> new double[2]);
        sum[0] += millimeters;
        sum[1]++;
    }

    void count(String task, String source) {
        trials.merge(task + " " + source, 1, Integer::sum);
    }

    /** How often a task was set. */
    public int trials(String task, String source) {
        return trials.getOrDefault(task + " " + source, 0);
    }

    public List<Cell> cells() {
        return new ArrayList<>(sums.keySet());
    }

    public List<String> sources() {
        return List.copyOf(sources);
    }

    /** NaN where the source has none. */
    public double of(Cell cell, String source) {
        double[] sum = sums.getOrDefault(cell, Map.of()).getOrDefault(source, new double[2]);
        return sum[0] / sum[1];
    }

    /** The plain mean of those sources that have the figure. */
    public double meanOfSources(Cell cell) {
        return sources.stream().mapToDouble(source -> of(cell, source)).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }
}
