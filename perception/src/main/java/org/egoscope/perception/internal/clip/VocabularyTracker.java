package org.egoscope.perception.internal.clip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.egoscope.core.StateBytes;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.TextImageEncoder;
import org.egoscope.perception.VocabularyConfig;
import org.jspecify.annotations.Nullable;

/**
 * Looks at tracks now and then, at new ones first, and names them by the mean of what was seen. A frame's instance carries an embedding
 * if it was looked at in that frame. The wearer's own arm keeps its name.
 */
public final class VocabularyTracker implements InstanceTracker {
    /** Media time after which a track that is not seen is forgotten; its number does not come again much later. */
    private static final long FORGET_NANOS = 60_000_000_000L;

    private final InstanceTracker tracker;
    private final TextImageEncoder encoder;
    private final LabelScores labels;
    private final VocabularyConfig config;
    private final String method;
    private final Map<Long, Seen> tracks = new TreeMap<>();

    /** What is known of a track. */
    private static final class Seen {
        private final float[] sum;
        private int looks;
        private long nextNanos;
        private long lastNanos;

        Seen(int length) {
            sum = new float[length];
        }
    }

    public VocabularyTracker(InstanceTracker tracker, TextImageEncoder encoder, LabelScores labels, VocabularyConfig config) {
        this.tracker = tracker;
        this.encoder = encoder;
        this.labels = labels;
        this.config = config;
        this.method = "clip:" + encoder.name();
    }

    @Override
    public List<Instance> track(VideoFrame frame, List<Hand> hands, HeadPose headPose) {
        List<Instance> instances = tracker.track(frame, hands, headPose);
        long now = frame.time().nanos();
        for (Instance instance : instances) {
            tracks.computeIfAbsent(instance.trackId(), id -> new Seen(encoder.length())).lastNanos = now;
        }
        tracks.values().removeIf(seen -> now - seen.lastNanos > FORGET_NANOS);
        Map<Long, float[]> looked = look(frame, due(instances, now), now);
        List<Instance> named = new ArrayList<>(instances.size());
        for (Instance instance : instances) {
            named.add(named(instance, looked.get(instance.trackId())));
        }
        return named;
    }

    @Override
    public void expect(List<VideoFrame> coming) {
        tracker.expect(coming);
    }

    private List<Instance> due(List<Instance> instances, long now) {
        return instances.stream()
                .filter(instance -> instance.mask().area() >= config.leastArea() && !instance.label().equals(Instance.OWN_ARM))
                .filter(instance -> tracks.get(instance.trackId()).nextNanos <= now || tracks.get(instance.trackId()).looks == 0)
                .sorted(Comparator.<Instance>comparingInt(instance -> tracks.get(instance.trackId()).looks)
                        .thenComparing(instance -> -instance.mask().area())
                        .thenComparing(Instance::trackId))
                .limit(config.cropsPerFrame())
                .toList();
    }

    private Map<Long, float[]> look(VideoFrame frame, List<Instance> due, long now) {
        Map<Long, float[]> looked = new HashMap<>();
        if (due.isEmpty()) {
            return looked;
        }
        float[][] vectors = encoder.crops(frame.rgb(), frame.size(), due.stream().map(Instance::box).toList());
        for (int i = 0; i < vectors.length; i++) {
            Seen seen = tracks.get(due.get(i).trackId());
            UnitVectors.add(seen.sum, vectors[i]);
            long interval = config.firstIntervalNanos();
            for (int k = 0; k < seen.looks && interval < config.longestIntervalNanos(); k++) {
                interval *= 2;
            }
            seen.nextNanos = now + Math.min(interval, config.longestIntervalNanos());
            seen.looks++;
            looked.put(due.get(i).trackId(), vectors[i]);
        }
        return looked;
    }

    private Instance named(Instance instance, float @Nullable [] vector) {
        Instance result = vector == null ? instance : instance.withEmbedding(Embedding.of(vector));
        Seen seen = tracks.get(instance.trackId());
        if (seen.looks == 0 || instance.label().equals(Instance.OWN_ARM)) {
            return result;
        }
        Optional<LabelScores.Best> best = labels.best(UnitVectors.unit(seen.sum));
        return best.isPresent() && best.get().probability() >= config.leastProbability()
                ? result.named(best.get().name(), best.get().probability(), method)
                : result;
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            StateBytes.writePart(out, tracker.snapshot());
            out.writeInt(tracks.size());
            for (Map.Entry<Long, Seen> entry : tracks.entrySet()) {
                Seen seen = entry.getValue();
                out.writeLong(entry.getKey());
                out.writeInt(seen.looks);
                out.writeLong(seen.nextNanos);
                out.writeLong(seen.lastNanos);
                for (int i = 0; i < seen.sum.length && seen.looks > 0; i++) {
                    out.writeFloat(seen.sum[i]);
                }
            }
        });
    }

    @Override
    public void restore(byte[] state) {
        tracks.clear();
        if (state.length == 0) {
            tracker.restore(state);
            return;
        }
        StateBytes.read("vocabulary tracker state", state, in -> {
            tracker.restore(StateBytes.readPart(in));
            for (int count = in.readInt(); count > 0; count--) {
                Seen seen = new Seen(encoder.length());
                tracks.put(in.readLong(), seen);
                seen.looks = in.readInt();
                seen.nextNanos = in.readLong();
                seen.lastNanos = in.readLong();
                for (int i = 0; i < seen.sum.length && seen.looks > 0; i++) {
                    seen.sum[i] = in.readFloat();
                }
            }
        });
    }

    @Override
    public void close() {
        tracker.close();
    }
}
