package org.egoscope.app.products;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.app.hands.ClipFrames;
import org.egoscope.app.hands.LabelledHands;
import org.egoscope.core.PipelineException;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.FaceBlur;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.NamedBox;
import org.egoscope.perception.PersonTracker;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.Products;

/**
 * What other numbers change in what is found: trackers of hands, faces and named boxes with products in float32 and in bfloat16 see the same
 * frames; the differences come with an interval over seconds of video, so that it can be told whether they are more than noise.
 */
public final class ProductsEvaluation {
    private static final double NANOS = 1e9;

    /**
     * @param frames which frames of a clip
     * @param confidence least of a hand that counts, 0..1
     * @param faces whether faces are looked for and named boxes are found, too, which takes most of the time
     * @param seed of the interval
     */
    public record Options(ClipFrames frames, double confidence, boolean faces, long seed) {}

    private final PipelineConfig config;
    private final Options options;
    private final Consumer<String> lines;
    private final PairedMeasure share = new PairedMeasure("frames with a confident hand");
    private final PairedMeasure two = new PairedMeasure("frames with two");
    private final PairedMeasure count = new PairedMeasure("confident hands a frame");
    private final PairedMeasure sure = new PairedMeasure("mean confidence of them, a frame");
    private final PairedMeasure covered = new PairedMeasure("places covered as faces, a frame");
    private final PairedMeasure people = new PairedMeasure("people a frame");
    private final PairedMeasure boxes = new PairedMeasure("named boxes a frame");
    private final PairedMeasure labelledFound = new PairedMeasure("labelled hands found");
    private final PairedMeasure labelledError = new PairedMeasure("keypoint error over hand size, found by both");
    private final HandAgreement hands = new HandAgreement();
    private final BoxAgreement named = new BoxAgreement();

    /** @param lines gets the figures as they grow */
    public ProductsEvaluation(PipelineConfig config, Options options, Consumer<String> lines) {
        this.config = config;
        this.options = options;
        this.lines = lines;
    }

    /** Every {@code *.mp4} below {@code data} is a clip, every COCO-style file with 21 keypoints a set of labelled pictures. */
    public void run(Path data, ModelDirectory models) throws IOException {
        try (PathNetworks wide = PathNetworks.open(models, Products.FLOAT32, config);
                PathNetworks narrow = PathNetworks.open(models, Products.BFLOAT16, config)) {
            for (Path clip : files(data, ".mp4")) {
                compare(clip, wide, narrow);
                lines.accept(line(share.result(options.seed())) + "  after " + clip.getFileName());
            }
            for (Path labels : files(data, ".json")) {
                if (LabelledHands.isLabelFile(labels)) {
                    compareLabelled(new LabelledHands(labels), wide, narrow);
                }
            }
        }
        report();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw PipelineException.badInput("data: expected a folder, got " + folder);
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private void compare(Path clip, PathNetworks wide, PathNetworks narrow) {
        String session = ClipFrames.sessionOf(clip).value();
        try (Trackers first = new Trackers(wide);
                Trackers second = new Trackers(narrow)) {
            options.frames().forEach(clip, config.ingest(), frame -> {
                String block = session + " " + (long) (frame.time().nanos() / NANOS);
                addHands(block, first.confident(frame), second.confident(frame));
                if (options.faces()) {
                    addFaces(block, first.cover(frame), second.cover(frame));
                    List<NamedBox> one = wide.boxes().find(frame);
                    List<NamedBox> other = narrow.boxes().find(frame);
                    boxes.add(block, one.size(), other.size());
                    named.add(one, other);
                }
            });
        }
    }

    private void addHands(String block, List<Hand> first, List<Hand> second) {
        share.add(block, first.isEmpty() ? 0 : 1, second.isEmpty() ? 0 : 1);
        two.add(block, first.size() < 2 ? 0 : 1, second.size() < 2 ? 0 : 1);
        count.add(block, first.size(), second.size());
        if (!first.isEmpty() && !second.isEmpty()) {
            sure.add(block, meanConfidence(first), meanConfidence(second));
        }
        hands.add(first, second);
    }

    private static double meanConfidence(List<Hand> hands) {
        return hands.stream().mapToDouble(Hand::confidence).average().orElse(0);
    }

    private void addFaces(String block, Faces first, Faces second) {
        covered.add(block, first.places(), second.places());
        people.add(block, first.people(), second.people());
    }

    private void compareLabelled(LabelledHands pictures, PathNetworks wide, PathNetworks narrow) throws IOException {
        List<Double> first = pictures.errors(wide.hands()::newTracker);
        List<Double> second = pictures.errors(narrow.hands()::newTracker);
        for (int i = 0; i < first.size(); i++) {
            String block = "picture " + i;
            labelledFound.add(block, first.get(i).isNaN() ? 0 : 1, second.get(i).isNaN() ? 0 : 1);
            if (!first.get(i).isNaN() && !second.get(i).isNaN()) {
                labelledError.add(block, first.get(i), second.get(i));
            }
        }
    }

    private void report() {
        lines.accept(String.format(Locale.ROOT, "%-46s %7s %9s %9s %9s  %s", "", "of", "FLOAT32", "BFLOAT16", "less", "95 % of the difference"));
        for (PairedMeasure measure : List.of(share, two, count, sure, covered, people, boxes, labelledFound, labelledError)) {
            if (!measure.isEmpty()) {
                lines.accept(line(measure.result(options.seed())));
            }
        }
        lines.accept(hands.toString());
        if (options.faces()) {
            lines.accept(named.toString());
        }
    }

    private static String line(PairedMeasure.Result result) {
        return String.format(
                Locale.ROOT, "%-46s %7d %9.4f %9.4f %+9.4f  %+.4f to %+.4f", result.name(), result.count(), result.first(), result.second(),
                result.difference(), result.low(), result.high());
    }

    private record Faces(int places, int people) {}

    /** One set of trackers for one clip. */
    private final class Trackers implements AutoCloseable {
        private final HandTracker hands;
        private final FaceBlur blur;
        private final PersonTracker people;

        Trackers(PathNetworks networks) {
            hands = networks.hands().newTracker();
            blur = networks.people().newBlur();
            people = networks.people().newTracker();
        }

        List<Hand> confident(VideoFrame frame) {
            List<Hand> found = new ArrayList<>(hands.track(frame));
            found.removeIf(hand -> hand.confidence() < options.confidence());
            return found;
        }

        Faces cover(VideoFrame frame) {
            List<Person> found = people.track(frame, blur.find(frame));
            blur.blur(frame, found);
            return new Faces(blur.covered().size(), found.size());
        }

        @Override
        public void close() {
            hands.close();
        }
    }
}
