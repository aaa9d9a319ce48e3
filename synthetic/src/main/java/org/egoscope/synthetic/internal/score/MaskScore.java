package org.egoscope.synthetic.internal.score;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.observation.Instance;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.SceneInstance.Kind;

/**
 * Masks found: for each true object and arm that is large enough, the best IoU of any predicted mask; a change of the matched track is
 * an identity switch. Votes of all frames say which truth a predicted track stands for.
 */
public final class MaskScore {
    /** Smaller truth masks are not asked for: 0.05 percent of the picture, 74 of 512 x 288 pixels. */
    private static final double LEAST_SHARE = 0.0005;

    private static final double FOUND_IOU = 0.5;
    private static final double VOTE_IOU = 0.25;
    private static final Map<String, String> SAME_LABEL = Map.of("dining table", "table", "cutting board", "board");

    private final Map<Integer, SceneInstance> instances = new HashMap<>();
    private final Sample objectIou = new Sample();
    private final Sample armIou = new Sample();
    private final Sample furnitureIou = new Sample();
    private final Map<Integer, Long> lastTrack = new HashMap<>();
    private final Map<Long, TreeMap<Integer, Integer>> votes = new HashMap<>();
    private int switches;
    private int labelled;
    private int rightLabel;

    public MaskScore(List<SceneInstance> instances) {
        instances.forEach(i -> this.instances.put(i.id(), i));
    }

    /** Truth as instances whose track id is the truth id. */
    public void add(List<Instance> truths, List<Instance> predicted) {
        for (Instance truth : truths) {
            Instance best = null;
            double bestIou = 0;
            for (Instance candidate : predicted) {
                double iou = truth.mask().iou(candidate.mask());
                if (iou >= VOTE_IOU) {
                    votes.computeIfAbsent(candidate.trackId(), t -> new TreeMap<>()).merge((int) truth.trackId(), 1, Integer::sum);
                }
                if (iou > bestIou) {
                    best = candidate;
                    bestIou = iou;
                }
            }
            count(truth, best, bestIou);
        }
    }

    private void count(Instance truth, @org.jspecify.annotations.Nullable Instance best, double iou) {
        if (truth.mask().area() < LEAST_SHARE * truth.mask().size().pixels()) {
            return;
        }
        Kind kind = instances.get((int) truth.trackId()).kind();
        (kind == Kind.OBJECT ? objectIou : kind == Kind.FURNITURE ? furnitureIou : armIou).add(iou);
        if (best == null || iou < FOUND_IOU || kind == Kind.FURNITURE) {
            return;
        }
        Long before = lastTrack.put((int) truth.trackId(), best.trackId());
        switches += before != null && before != best.trackId() ? 1 : 0;
        if (kind == Kind.OBJECT && !best.label().equals(Instance.UNKNOWN)) {
            labelled++;
            rightLabel += SAME_LABEL.getOrDefault(best.label(), best.label()).equals(truth.label()) ? 1 : 0;
        }
    }

    /** The truth id that a predicted track stands for; 0 if none. */
    public int truthOf(long trackId) {
        TreeMap<Integer, Integer> counts = votes.get(trackId);
        if (counts == null) {
            return 0;
        }
        return counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("object_masks", (double) objectIou.count());
        values.put("object_iou_mean", objectIou.mean());
        values.put("object_iou_median", objectIou.median());
        values.put("object_recall_0.5", objectIou.shareFrom(FOUND_IOU));
        values.put("arm_iou_mean", armIou.mean());
        values.put("arm_recall_0.5", armIou.shareFrom(FOUND_IOU));
        values.put("furniture_recall_0.5", furnitureIou.shareFrom(FOUND_IOU));
        values.put("identity_switches", (double) switches);
        values.put("labelled_share", Sample.ratio(labelled, objectFound()));
        values.put("label_accuracy", Sample.ratio(rightLabel, labelled));
        return values;
    }

    private double objectFound() {
        return Math.rint(objectIou.count() * (objectIou.count() == 0 ? 0 : objectIou.shareFrom(FOUND_IOU)));
    }
}
