package org.egoscope.app.hands;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.egoscope.app.motion.ProcessorClock;
import org.egoscope.core.PipelineException;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.HandWork;
import org.egoscope.perception.Hands;

/**
 * Hands on clips without labels: in which share of the frames one is found, what it costs, and random detections as pictures, since only
 * a person can tell how many are false. On labelled pictures: how far the keypoints are off.
 */
public final class HandEvaluation {
    private static final String SHEET = "hands";
    private static final String MISSES = "without-hand";
    private static final String IDENTITIES = "identities";
    /** Looks at an identity, spread over its life. */
    private static final int LOOKS = 5;

    /**
     * @param frames which go to the tracker
     * @param confidence least of a hand that counts, 0..1
     * @param detections random detections to paint, and half as many frames without one
     * @param seed of the choice
     */
    public record Options(ClipFrames frames, double confidence, int detections, long seed) {
        public Options {
            if (!(confidence >= 0 && confidence <= 1) || detections < 0) {
                throw PipelineException.badConfig(
                        "hands evaluation: expected confidence 0..1, detections >= 0, got " + confidence + ", " + detections);
            }
        }
    }

    private final Hands hands;
    private final IngestConfig ingest;
    private final Options options;
    private final Consumer<String> progress;
    private final ReservoirSample<BufferedImage> found;
    private final ReservoirSample<BufferedImage> missed;
    private final List<BufferedImage> identities = new ArrayList<>();

    public HandEvaluation(Hands hands, IngestConfig ingest, Options options, Consumer<String> progress) {
        this.hands = hands;
        this.ingest = ingest;
        this.options = options;
        this.progress = progress;
        this.found = new ReservoirSample<>(options.detections(), options.seed());
        this.missed = new ReservoirSample<>(options.detections() / 2, options.seed());
    }

    /** Every {@code *.mp4} below {@code data} is a clip, every COCO-style file with 21 keypoints a labelled set. */
    public HandReport run(Path data, Path out) throws IOException {
        HandReport report = new HandReport(hands.method(), options.confidence());
        for (Path clip : files(data, ".mp4")) {
            report.add(clip(clip));
            progress.accept(report.lastClipLine());
        }
        for (Path labels : files(data, ".json")) {
            if (LabelledHands.isLabelFile(labels)) {
                LabelledHands pictures = new LabelledHands(labels);
                report.addLabelled(labels, "tracker", pictures.measure(hands::newTracker));
                if (hands.newSingleFrameFinder().isPresent()) {
                    report.addLabelled(labels, "networks alone", pictures.measure(() -> hands.newSingleFrameFinder().orElseThrow()));
                }
            }
        }
        if (report.isEmpty()) {
            throw PipelineException.badInput("hands evaluation: expected *.mp4 or labelled *.json below the folder, got none in " + data);
        }
        Files.createDirectories(out);
        report.addSheets(HandSheets.writeDetections(found.elements(), out, SHEET), found.offered());
        report.addSheets(HandSheets.writeFrames(missed.elements(), out, MISSES), missed.offered());
        report.addSheets(HandSheets.writeIdentities(identities, out, IDENTITIES), identities.size());
        return report;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw PipelineException.badInput("data: expected a folder, got " + folder);
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private HandClipFigures clip(Path clip) {
        Count count = new Count();
        try (HandTracker tracker = hands.newTracker()) {
            options.frames().forEach(clip, ingest, frame -> count.add(frame, tracker));
            String name = ClipFrames.sessionOf(clip).value();
            count.lives.forEach((id, life) -> identities.add(
                    HandSheets.identity(name + " #" + id + ", " + life.offered() + " frames", life.elements(), LOOKS)));
            return count.figures(name, tracker.work());
        }
    }

    private final class Count {
        private final Set<Long> ids = new HashSet<>();
        private final Map<Long, EvenSample<BufferedImage>> lives = new TreeMap<>();
        private long frames;
        private long reported;
        private long confident;
        private long two;
        private long detections;
        private long nanos;
        private long processorNanos;

        void add(VideoFrame frame, HandTracker tracker) {
            long processorBefore = ProcessorClock.nanos();
            long before = System.nanoTime();
            List<Hand> all = tracker.track(frame);
            nanos += System.nanoTime() - before;
            processorNanos += ProcessorClock.nanos() - processorBefore;
            List<Hand> sure = new ArrayList<>(all);
            sure.removeIf(hand -> hand.confidence() < options.confidence());
            frames++;
            reported += all.isEmpty() ? 0 : 1;
            confident += sure.isEmpty() ? 0 : 1;
            two += sure.size() < 2 ? 0 : 1;
            detections += sure.size();
            for (Hand hand : all) {
                lives.computeIfAbsent(hand.handId(), id -> new EvenSample<>(LOOKS)).offer(() -> HandSheets.surroundings(frame, hand));
            }
            for (Hand hand : sure) {
                ids.add(hand.handId());
                found.offer(() -> HandSheets.detection(frame, hand));
            }
            if (sure.isEmpty()) {
                missed.offer(() -> HandSheets.frame(frame, all));
            }
        }

        HandClipFigures figures(String clip, HandWork work) {
            return new HandClipFigures(clip, frames, reported, confident, two, detections, ids.size(), nanos, processorNanos, work);
        }
    }
}
