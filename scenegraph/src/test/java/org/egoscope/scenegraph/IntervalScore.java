package org.egoscope.scenegraph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * F1 of intervals: a prediction is right if its key equals that of a truth interval that no other prediction has taken and their temporal
 * IoU reaches the threshold (the definition of F1@k of action segmentation, Lea et al. 2017). Greedy in order of IoU.
 */
final class IntervalScore {
    /** Frames {@code [first, end)} under a key. */
    record Interval(String key, String group, long first, long end) {
        double iou(Interval other) {
            long common = Math.max(0, Math.min(end, other.end) - Math.max(first, other.first));
            long union = end - first + other.end - other.first - common;
            return union == 0 ? 0 : (double) common / union;
        }
    }

    private final TreeMap<String, int[]> counts = new TreeMap<>();

    private record Match(int truth, int predicted, double iou) {}

    void add(List<Interval> truth, List<Interval> predicted, double threshold) {
        List<Match> matches = new ArrayList<>();
        for (int t = 0; t < truth.size(); t++) {
            for (int p = 0; p < predicted.size(); p++) {
                double iou = truth.get(t).iou(predicted.get(p));
                if (iou >= threshold && truth.get(t).key().equals(predicted.get(p).key())) {
                    matches.add(new Match(t, p, iou));
                }
            }
        }
        matches.sort((a, b) -> Double.compare(b.iou(), a.iou()));
        Set<Integer> truthTaken = new HashSet<>();
        Set<Integer> predictedTaken = new HashSet<>();
        for (Match match : matches) {
            if (!truthTaken.contains(match.truth()) && !predictedTaken.contains(match.predicted())) {
                truthTaken.add(match.truth());
                predictedTaken.add(match.predicted());
                count(truth.get(match.truth()).group())[0]++;
            }
        }
        truth.forEach(interval -> count(interval.group())[1]++);
        predicted.forEach(interval -> count(interval.group())[2]++);
    }

    private int[] count(String group) {
        return counts.computeIfAbsent(group, name -> new int[3]);
    }

    double f1(String group) {
        int[] c = count(group);
        return c[1] + c[2] == 0 ? 1 : 2.0 * c[0] / (c[1] + c[2]);
    }

    /** Truth intervals of a group. */
    int truths(String group) {
        return count(group)[1];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((group, c) -> text.append(String.format(java.util.Locale.ROOT,
                "%-12s F1 %.2f  precision %.2f  recall %.2f  (%d right of %d true, %d found)%n",
                group, f1(group), c[2] == 0 ? 1 : (double) c[0] / c[2], c[1] == 0 ? 1 : (double) c[0] / c[1], c[0], c[1], c[2])));
        return text.toString();
    }
}
