package org.egoscope.motion.internal.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Confidence intervals by performer: performers are drawn with replacement within each source, all clips of a performer together, and the
 * 2.5th and 97.5th percentile of the measure over the draws are its 95 % interval (Efron's percentile bootstrap). Clips of one performer are
 * too alike to count as independent; with one performer there is no interval.
 */
public final class Bootstrap {
    private static final int DRAWS = 2000;
    private static final long SEED = 20240229;

    private Bootstrap() {}

    /** Both ends; NaN where there are too few performers. */
    public record Interval(double low, double high) {
        static final Interval NONE = new Interval(Double.NaN, Double.NaN);
    }

    public static Interval ofSource(RowResult result, Measure measure, String source) {
        return interval(List.<double[][]>of(performers(result, measure, source)));
    }

    /** Sources are all there in every draw; only their performers change. A source of one performer adds its mean and no width. */
    public static Interval ofMeanOfSources(RowResult result, Measure measure) {
        List<double[][]> sources = new ArrayList<>();
        for (String source : result.sources()) {
            double[][] performers = performers(result, measure, source);
            if (performers.length > 0) {
                sources.add(performers);
            }
        }
        return interval(sources);
    }

    /** Sum and weight of each performer who has the measure. */
    private static double[][] performers(RowResult result, Measure measure, String source) {
        SortedMap<String, Scores> byName = new TreeMap<>();
        for (ClipScore clip : result.clips()) {
            if (clip.source().equals(source)) {
                byName.computeIfAbsent(clip.performer(), name -> new Scores()).addAll(clip.scores());
            }
        }
        return byName.values().stream().filter(scores -> scores.weight(measure) > 0)
                .map(scores -> new double[] {scores.sum(measure), scores.weight(measure)}).toArray(double[][]::new);
    }

    static Interval interval(List<double[][]> sources) {
        if (sources.stream().allMatch(performers -> performers.length < 2)) {
            return Interval.NONE;
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            for (double[][] performers : sources) {
                double sum = 0;
                double weight = 0;
                for (int i = 0; i < performers.length; i++) {
                    double[] drawn = performers[random.nextInt(performers.length)];
                    sum += drawn[0];
                    weight += drawn[1];
                }
                means[d] += sum / weight / sources.size();
            }
        }
        Arrays.sort(means);
        return new Interval(means[(int) (0.025 * DRAWS)], means[(int) (0.975 * DRAWS)]);
    }
}
