package org.egoscope.synthetic.internal.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Intervals found: a prediction is right if it meets a true interval of the same meaning with at least the wanted temporal IoU; each is
 * used once, best pairs first.
 */
public final class IntervalScore {
    private static final double[] LIMITS = {0.3, 0.5};

    private final List<Fact> truths = new ArrayList<>();
    private final List<Fact> predictions = new ArrayList<>();
    private final TreeMap<String, Integer> unscored = new TreeMap<>();

    /** Stands for either hand as a subject. */
    public static final int ANY_HAND = -2;

    /**
     * A statement about an interval of frames.
     *
     * @param name verb or predicate
     * @param subject truth id or {@link #ANY_HAND}
     * @param object truth id; 0 for none or unknown
     * @param required false for truths too short to be asked for: finding them is not wrong
     */
    public record Fact(String name, int subject, int object, int first, int count, boolean required) {
        double iou(Fact other) {
            int common = Math.min(first + count, other.first + other.count) - Math.max(first, other.first);
            int union = count + other.count - common;
            return common <= 0 || union <= 0 ? 0 : (double) common / union;
        }
    }

    private record Pair(int truth, int prediction, double iou) {}

    private record Counts(int found, int missed, int wrong) {
        double f1() {
            return Sample.f1(orZero(Sample.ratio(found, found + wrong)), orZero(Sample.ratio(found, found + missed)));
        }

        private static double orZero(double value) {
            return Double.isNaN(value) ? 0 : value;
        }
    }

    public void addTruth(Fact fact) {
        truths.add(fact);
    }

    public void addPrediction(Fact fact) {
        predictions.add(fact);
    }

    private boolean known(String name) {
        return truths.stream().anyMatch(t -> t.name().equals(name));
    }

    private static boolean sameMeaning(Fact truth, Fact prediction, boolean objects) {
        boolean subject = prediction.subject() == ANY_HAND || prediction.subject() == truth.subject();
        return truth.name().equals(prediction.name()) && subject && (!objects || truth.object() == prediction.object());
    }

    private Counts count(String name, double limit, boolean objects) {
        List<Fact> wanted = truths.stream().filter(t -> name.isEmpty() || t.name().equals(name)).toList();
        List<Fact> given = predictions.stream()
                .filter(p -> name.isEmpty() ? known(p.name()) : p.name().equals(name))
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (int t = 0; t < wanted.size(); t++) {
            for (int p = 0; p < given.size(); p++) {
                double iou = wanted.get(t).iou(given.get(p));
                if (iou >= limit && sameMeaning(wanted.get(t), given.get(p), objects)) {
                    pairs.add(new Pair(t, p, iou));
                }
            }
        }
        pairs.sort((a, b) -> Double.compare(b.iou(), a.iou()));
        return assign(wanted, given, pairs);
    }

    private static Counts assign(List<Fact> wanted, List<Fact> given, List<Pair> pairs) {
        boolean[] truthUsed = new boolean[wanted.size()];
        boolean[] predictionUsed = new boolean[given.size()];
        int found = 0;
        for (Pair pair : pairs) {
            if (!truthUsed[pair.truth()] && !predictionUsed[pair.prediction()]) {
                truthUsed[pair.truth()] = true;
                predictionUsed[pair.prediction()] = true;
                found += wanted.get(pair.truth()).required() ? 1 : 0;
            }
        }
        int required = (int) wanted.stream().filter(Fact::required).count();
        int wrong = 0;
        for (boolean used : predictionUsed) {
            wrong += used ? 0 : 1;
        }
        return new Counts(found, required - found, wrong);
    }

    /** @param anyObjectToo also report scores that do not ask for the right object */
    public Map<String, Double> values(boolean anyObjectToo) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("true_intervals", (double) truths.stream().filter(Fact::required).count());
        values.put("predicted_intervals", (double) predictions.stream().filter(p -> known(p.name())).count());
        for (double limit : LIMITS) {
            Counts counts = count("", limit, true);
            values.put("precision_" + limit, Sample.ratio(counts.found(), counts.found() + counts.wrong()));
            values.put("recall_" + limit, Sample.ratio(counts.found(), counts.found() + counts.missed()));
            values.put("f1_" + limit, counts.f1());
            if (anyObjectToo) {
                values.put("f1_any_object_" + limit, count("", limit, false).f1());
            }
        }
        new TreeMap<>(names()).forEach((name, required) -> {
            values.put("f1_0.3." + name, count(name, LIMITS[0], true).f1());
        });
        values.put("unscored_intervals", (double) predictions.stream().filter(p -> !known(p.name())).count());
        return values;
    }

    private Map<String, Boolean> names() {
        Map<String, Boolean> names = new TreeMap<>();
        truths.stream().filter(Fact::required).forEach(t -> names.put(t.name(), true));
        return names;
    }
}
