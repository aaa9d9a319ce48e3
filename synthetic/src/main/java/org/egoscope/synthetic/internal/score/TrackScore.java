package org.egoscope.synthetic.internal.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.egoscope.core.observation.Instance;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.SceneInstance.Kind;

/**
 * Identity over time, as CLEAR MOT (Bernardin and Stiefelhagen 2008) and IDF1 (Ristani et al. 2016) count it, over the movable objects.
 *
 * <p>In each frame a true object first keeps the track it had, while their IoU is at least {@link #MATCH_IOU}; the others take what is
 * left, the best IoU first, one track each. A match with another track than the last one is an identity switch, a match after a gap in
 * which the object was visible a fragmentation. For the identity score each object gets one track for the whole run, those that agree
 * in most frames first. Predicted tracks that match no object (walls, parts) are neither right nor wrong: the truth does not name them.
 */
public final class TrackScore {
    private static final double MATCH_IOU = 0.5;

    /** Smaller truth masks are not asked for, as in {@link MaskScore}. */
    private static final double LEAST_SHARE = 0.0005;

    private final Map<Integer, ObjectTrack> objects = new TreeMap<>();
    private final Map<Long, int[]> lives = new HashMap<>();
    private int frame;
    private int matchedFrames;

    /** One true object over the run. */
    public static final class ObjectTrack {
        private final String label;
        private final Map<Long, Integer> matches = new TreeMap<>();
        private long lastTrack;
        private boolean matchedBefore;
        private int visible;
        private int matched;
        private int switches;
        private int fragments;
        private double iou;

        private ObjectTrack(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** Frames in which it is large enough to be asked for. */
        public int visibleFrames() {
            return visible;
        }

        /** Share of them in which it had a track. */
        public double matchedShare() {
            return Sample.ratio(matched, visible);
        }

        /** Mean IoU over the visible frames, 0 where it had no track. */
        public double meanIou() {
            return Sample.ratio(iou, visible);
        }

        public int switches() {
            return switches;
        }

        public int fragmentations() {
            return fragments;
        }

        /** Frames by the track that was matched. */
        public Map<Long, Integer> tracks() {
            return Map.copyOf(matches);
        }
    }

    public TrackScore(List<SceneInstance> instances) {
        instances.stream()
                .filter(instance -> instance.kind() == Kind.OBJECT)
                .forEach(instance -> objects.put(instance.id(), new ObjectTrack(instance.label())));
    }

    /** One frame; truth as instances whose track id is the truth id. */
    public void add(List<Instance> truths, List<Instance> predicted) {
        for (Instance instance : predicted) {
            int[] life = lives.computeIfAbsent(instance.trackId(), id -> new int[] {frame, frame});
            life[1] = frame;
        }
        List<Instance> asked = truths.stream()
                .filter(t -> objects.containsKey((int) t.trackId()))
                .filter(t -> t.mask().area() >= LEAST_SHARE * t.mask().size().pixels())
                .toList();
        Set<Long> taken = new HashSet<>();
        List<Instance> open = new ArrayList<>();
        for (Instance truth : asked) {
            if (!keepsTrack(truth, predicted, taken)) {
                open.add(truth);
            }
        }
        matchOpen(open, predicted, taken);
        frame++;
    }

    private boolean keepsTrack(Instance truth, List<Instance> predicted, Set<Long> taken) {
        ObjectTrack object = object(truth);
        for (Instance candidate : predicted) {
            if (candidate.trackId() == object.lastTrack && !taken.contains(candidate.trackId())) {
                double iou = truth.mask().iou(candidate.mask());
                if (iou >= MATCH_IOU) {
                    taken.add(candidate.trackId());
                    match(object, candidate.trackId(), iou);
                    return true;
                }
            }
        }
        return false;
    }

    private ObjectTrack object(Instance truth) {
        ObjectTrack object = objects.get((int) truth.trackId());
        if (object == null) {
            throw new IllegalStateException("object: expected one of the scene's, got " + truth.trackId());
        }
        return object;
    }

    private record Pair(Instance truth, Instance candidate, double iou) {}

    private void matchOpen(List<Instance> open, List<Instance> predicted, Set<Long> taken) {
        List<Pair> pairs = new ArrayList<>();
        for (Instance truth : open) {
            for (Instance candidate : predicted) {
                double iou = truth.mask().iou(candidate.mask());
                if (iou >= MATCH_IOU && !taken.contains(candidate.trackId())) {
                    pairs.add(new Pair(truth, candidate, iou));
                }
            }
        }
        pairs.sort(Comparator.comparing((Pair p) -> -p.iou())
                .thenComparing(p -> p.truth().trackId())
                .thenComparing(p -> p.candidate().trackId()));
        Set<Long> done = new HashSet<>();
        for (Pair pair : pairs) {
            if (!done.contains(pair.truth().trackId()) && taken.add(pair.candidate().trackId())) {
                done.add(pair.truth().trackId());
                match(object(pair.truth()), pair.candidate().trackId(), pair.iou());
            }
        }
        for (Instance truth : open) {
            if (!done.contains(truth.trackId())) {
                ObjectTrack object = object(truth);
                object.visible++;
                object.matchedBefore = false;
            }
        }
    }

    private void match(ObjectTrack object, long trackId, double iou) {
        object.switches += object.lastTrack != 0 && object.lastTrack != trackId ? 1 : 0;
        object.fragments += object.lastTrack != 0 && !object.matchedBefore ? 1 : 0;
        object.lastTrack = trackId;
        object.matchedBefore = true;
        object.visible++;
        object.matched++;
        object.iou += iou;
        object.matches.merge(trackId, 1, Integer::sum);
        matchedFrames++;
    }

    /** The objects that were ever to be seen, in the order of their ids. */
    public List<ObjectTrack> objects() {
        return objects.values().stream().filter(o -> o.visible > 0).toList();
    }

    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        int visible = objects.values().stream().mapToInt(o -> o.visible).sum();
        int agreed = agreedFrames();
        double recall = Sample.ratio(agreed, visible);
        double precision = Sample.ratio(agreed, matchedFrames);
        values.put("objects", (double) objects().size());
        values.put("identity_switches", (double) objects.values().stream().mapToInt(o -> o.switches).sum());
        values.put("fragmentations", (double) objects.values().stream().mapToInt(o -> o.fragments).sum());
        values.put("tracks_per_object", Sample.ratio(objects.values().stream().mapToInt(o -> o.matches.size()).sum(), objects().size()));
        values.put("idf1", Sample.f1(precision, recall));
        values.put("id_precision", precision);
        values.put("id_recall", recall);
        values.put("matched_share", Sample.ratio(matchedFrames, visible));
        values.put("iou_over_time", Sample.ratio(objects.values().stream().mapToDouble(o -> o.iou).sum(), visible));
        values.put("iou_where_matched", Sample.ratio(objects.values().stream().mapToDouble(o -> o.iou).sum(), matchedFrames));
        values.put("tracks_born", (double) lives.size());
        values.put("tracks_died", (double) lives.values().stream().filter(life -> life[1] < frame - 1).count());
        return values;
    }

    private record Agreement(ObjectTrack object, long trackId, int frames) {}

    private int agreedFrames() {
        List<Agreement> agreements = new ArrayList<>();
        objects.forEach((id, object) ->
                object.matches.forEach((track, frames) -> agreements.add(new Agreement(object, track, frames))));
        agreements.sort(Comparator.comparing((Agreement a) -> -a.frames()).thenComparing(Agreement::trackId));
        Set<Object> taken = new HashSet<>();
        int agreed = 0;
        for (Agreement agreement : agreements) {
            if (!taken.contains(agreement.object()) && !taken.contains(agreement.trackId())) {
                taken.add(agreement.object());
                taken.add(agreement.trackId());
                agreed += agreement.frames();
            }
        }
        return agreed;
    }
}
