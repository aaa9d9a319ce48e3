package org.egoscope.app.tracks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;

/** How long tracks live in one recording, without any truth. */
public final class TrackLives {
    private final Map<Long, Life> lives = new TreeMap<>();
    private long frames;
    private long rows;
    private long firstNanos = -1;
    private long lastNanos;

    /** One track over the recording. */
    private static final class Life {
        private final long firstFrame;
        private long lastFrame;
        private int frames;
        private int returns;
        private double area;
        private double predictedIou;
        private String label = Instance.UNKNOWN;

        Life(long firstFrame) {
            this.firstFrame = firstFrame;
            lastFrame = firstFrame;
        }

        void see(Instance instance, long frame) {
            returns += frame > lastFrame + 1 ? 1 : 0;
            lastFrame = frame;
            frames++;
            area += (double) instance.mask().area() / instance.mask().size().pixels();
            predictedIou += instance.predictedIou();
            label = instance.label();
        }
    }

    public void add(Observation observation) {
        for (Instance instance : observation.instances()) {
            lives.computeIfAbsent(instance.trackId(), id -> new Life(frames)).see(instance, frames);
        }
        rows += observation.instances().size();
        frames++;
        firstNanos = firstNanos < 0 ? observation.span().start().nanos() : firstNanos;
        lastNanos = observation.span().end().nanos();
    }

    /** One line: frames, tracks, births a second, lengths, returns after absence. */
    public String summary() {
        List<Integer> lengths = lives.values().stream().map(life -> life.frames).sorted().toList();
        double seconds = (lastNanos - firstNanos) / 1e9;
        int median = lengths.isEmpty() ? 0 : lengths.get(lengths.size() / 2);
        double weighted = lengths.stream().mapToDouble(l -> (double) l * l).sum() / Math.max(1, rows);
        return String.format(
                Locale.ROOT,
                "%d frames, %.1f s; %.1f masks a frame; %d tracks, %.2f born a second after the first frame; length median %d, by mask %.0f "
                        + "frames; %d whole-length; %d returns after absence",
                frames, seconds, (double) rows / Math.max(1, frames), lives.size(),
                lives.values().stream().filter(life -> life.firstFrame > 0).count() / seconds, median, weighted,
                lengths.stream().filter(length -> length == frames).count(),
                lives.values().stream().mapToInt(life -> life.returns).sum());
    }

    /** A line for each of the tracks that were seen longest. */
    public String longest(int count) {
        StringBuilder text = new StringBuilder();
        lives.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparingInt(life -> -life.frames)))
                .limit(count)
                .forEach(entry -> text.append(line(entry.getKey(), entry.getValue())));
        return text.toString();
    }

    private static String line(long id, Life life) {
        return String.format(
                Locale.ROOT, "  #%-4d %-14s frames %d..%d, seen in %d, %d returns, area %.2f %%, predicted IoU %.2f%n", id, life.label,
                life.firstFrame, life.lastFrame, life.frames, life.returns, 100 * life.area / life.frames,
                life.predictedIou / life.frames);
    }
}
