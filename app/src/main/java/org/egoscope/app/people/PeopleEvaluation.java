package org.egoscope.app.people;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.egoscope.app.hands.ClipFrames;
import org.egoscope.app.hands.ReservoirSample;
import org.egoscope.app.motion.ProcessorClock;
import org.egoscope.app.report.OverlayPainter;
import org.egoscope.core.PipelineException;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.perception.FaceBlur;
import org.egoscope.perception.People;
import org.egoscope.perception.PersonTracker;

/**
 * Other people and blurred faces against labels: clips with labelled faces are seen as they were taken and in harder variants, in every
 * frame; clips that show nobody in windows, to count what is covered there for nothing.
 */
public final class PeopleEvaluation {
    private static final int SHEET_COLUMNS = 4;

    /**
     * @param windows of a clip without people; 0: the whole clip
     * @param windowSeconds length of each
     * @param pictures random frames to paint
     * @param seed of their choice
     */
    public record Options(int windows, double windowSeconds, int pictures, long seed) {
        public Options {
            if (windows < 0 || !(windowSeconds > 0) || pictures < 1) {
                throw PipelineException.badConfig("people evaluation: expected windows >= 0, their seconds > 0, pictures >= 1, got " + windows
                        + ", " + windowSeconds + ", " + pictures);
            }
        }
    }

    private final People people;
    private final IngestConfig ingest;
    private final Options options;
    private final Consumer<String> lines;

    /** @param lines gets the table as it grows */
    public PeopleEvaluation(People people, IngestConfig ingest, Options options, Consumer<String> lines) {
        this.people = people;
        this.ingest = ingest;
        this.options = options;
        this.lines = lines;
    }

    /** Every {@code *.mp4} below {@code data} that the labels know. */
    public void run(Path data, Path labelFile, Path out) throws IOException {
        FaceLabels labels = FaceLabels.read(labelFile);
        List<Path> clips;
        try (Stream<Path> all = Files.walk(data)) {
            clips = all.filter(file -> file.toString().endsWith(".mp4") && labels.know(nameOf(file))).sorted().toList();
        }
        if (clips.isEmpty()) {
            throw PipelineException.badInput("people evaluation: expected *.mp4 that " + labelFile + " names, got none below " + data);
        }
        lines.accept(PeopleFigures.heading());
        PeopleFigures with = new PeopleFigures("all with people");
        PeopleFigures without = new PeopleFigures("all without people");
        ReservoirSample<BufferedImage> sheet = new ReservoirSample<>(options.pictures(), options.seed());
        for (Path clip : clips) {
            boolean shown = labels.showPeople(nameOf(clip));
            for (PictureVariant variant : shown ? PictureVariant.values() : new PictureVariant[] {PictureVariant.AS_TAKEN}) {
                PeopleFigures figures = measure(clip, labels, variant, sheet);
                (shown ? with : without).add(figures);
                lines.accept(figures.toString());
            }
        }
        lines.accept(with.toString());
        lines.accept(without.toString());
        write(sheet.elements(), Files.createDirectories(out).resolve("people.png"));
    }

    private static String nameOf(Path clip) {
        String name = clip.getFileName().toString();
        return name.substring(0, name.length() - ".mp4".length());
    }

    private PeopleFigures measure(Path clip, FaceLabels labels, PictureVariant variant, ReservoirSample<BufferedImage> sheet) {
        String name = nameOf(clip);
        boolean shown = labels.showPeople(name);
        PeopleFigures figures = new PeopleFigures(
                variant == PictureVariant.AS_TAKEN ? name : name + " " + variant.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        PersonTracker tracker = people.newTracker();
        FaceBlur blur = people.newBlur();
        IngestConfig config = ingest.withLongSidePixels((int) Math.round(ingest.longSidePixels() * variant.size()));
        ClipFrames frames = new ClipFrames(1, shown ? 0 : options.windows(), options.windowSeconds());
        frames.forEach(clip, config, taken -> {
            VideoFrame frame = variant.of(taken);
            long start = ProcessorClock.nanos();
            List<BoundingBox> seen = blur.find(frame);
            long searched = ProcessorClock.nanos();
            List<Person> found = tracker.track(frame, seen);
            long tracked = ProcessorClock.nanos();
            VideoFrame blurred = blur.blur(frame, found);
            PeopleFigures.Cost cost =
                    new PeopleFigures.Cost(tracked - searched, ProcessorClock.nanos() - tracked + searched - start);
            if (labels.know(name, frame.frameIndex())) {
                List<BoundingBox> faces = labels.faces(name, frame.frameIndex(), frame.size()).stream()
                        .map(box -> variant.of(box, frame.size().width()))
                        .toList();
                figures.add(faces, blur.covered(), found, cost);
                sheet.offer(() -> paint(blurred, faces, found, name + " " + frame.frameIndex()));
            }
        });
        return figures;
    }

    private static BufferedImage paint(VideoFrame frame, List<BoundingBox> faces, List<Person> found, String text) {
        BufferedImage image = OverlayPainter.picture(frame.size(), frame.rgb());
        Graphics2D graphics = image.createGraphics();
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(Color.GREEN);
        faces.forEach(face -> draw(graphics, face));
        graphics.setColor(Color.YELLOW);
        found.forEach(person -> draw(graphics, person.box()));
        graphics.drawString(text, 6, 14);
        graphics.dispose();
        return image;
    }

    private static void draw(Graphics2D graphics, BoundingBox box) {
        graphics.drawRect(Math.round(box.x()), Math.round(box.y()), Math.round(box.width()), Math.round(box.height()));
    }

    private static void write(List<BufferedImage> pictures, Path file) throws IOException {
        int width = pictures.stream().mapToInt(BufferedImage::getWidth).max().orElse(1);
        int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().orElse(1);
        int rows = Math.max(1, (pictures.size() + SHEET_COLUMNS - 1) / SHEET_COLUMNS);
        BufferedImage sheet = new BufferedImage(SHEET_COLUMNS * width, rows * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        for (int i = 0; i < pictures.size(); i++) {
            graphics.drawImage(pictures.get(i), i % SHEET_COLUMNS * width, i / SHEET_COLUMNS * height, null);
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", file.toFile());
    }
}
