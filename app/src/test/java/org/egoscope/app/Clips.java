package org.egoscope.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.egoscope.app.config.PipelineConfig;
import org.egoscope.app.report.ReportWriter;
import org.egoscope.app.run.DirectTransport;
import org.egoscope.app.run.Recording;
import org.egoscope.app.run.RunRequest;
import org.egoscope.app.run.StageTimes;
import org.egoscope.app.run.SyntheticClip;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.storage.Dataset;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SyntheticScene;

/** Two small synthetic recordings with frame strips, made once for all tests of this JVM, and what a direct run makes of them. */
final class Clips {
    static final ImageSize SIZE = new ImageSize(256, 144);
    static final int FRAMES_PER_SECOND = 15;
    static final int FRAMES = 45;
    static final long FIRST_SEED = 1;
    static final long SECOND_SEED = 4;

    /** Short chunks, so that a small clip is many batches; files of few chunks, so that a session is several files. */
    static final Map<String, String> SETTINGS = Map.of(
            "ingest.longSidePixels", Integer.toString(SIZE.width()),
            "ingest.chunkFrames", "5",
            "storage.rollChunks", "4");

    private static Path root;
    private static Path folder;
    private static Path direct;
    private static Path report;

    private Clips() {}

    /** A folder that is removed when the JVM ends; cheaper than a temporary folder per class where native files stay open. */
    static synchronized Path root() {
        try {
            if (root == null) {
                root = Files.createTempDirectory("egoscope-app-test-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder with {@code first.mp4} and {@code second.mp4}, their camera files beside them. */
    static synchronized Path folder() {
        if (folder == null) {
            Path made = newFolder("clips");
            write(made.resolve("first.mp4"), FIRST_SEED, FRAMES);
            write(made.resolve("second.mp4"), SECOND_SEED, FRAMES);
            folder = made;
        }
        return folder;
    }

    static Path first() {
        return folder().resolve("first.mp4");
    }

    static Path newFolder(String name) {
        try {
            return Files.createTempDirectory(root(), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, long seed, int frames) {
        SceneConfig config = SceneConfig.standard(seed)
                .withSize(SIZE)
                .withFramesPerSecond(FRAMES_PER_SECOND)
                .withDurationSeconds((double) frames / FRAMES_PER_SECOND);
        SyntheticClip.write(SyntheticScene.of(config), file);
    }

    /** The report page of the direct run, in the folder of its dataset. */
    static synchronized Path report() {
        Dataset dataset = direct();
        if (report == null) {
            report = ReportWriter.write(dataset, dataset.root().resolve("report"));
        }
        return report;
    }

    /** A new plan object, as another process would make it. */
    static PipelinePlan plan() {
        return new PipelinePlan(PipelineConfig.load(Optional.empty(), SETTINGS), Optional.empty());
    }

    /** The settings as options of the command line. */
    static List<String> options() {
        Stream<String> settings = new TreeMap<>(SETTINGS)
                .entrySet().stream().flatMap(entry -> Stream.of("--set", entry.getKey() + "=" + entry.getValue()));
        // No networks, also where the environment names some.
        return Stream.concat(settings, Stream.of("--models", "")).toList();
    }

    static RunRequest request(Path output) {
        return new RunRequest(Recording.find(List.of(folder().toString())), output, plan());
    }

    /** Both recordings through the stages called in a row: what every other way of running has to give. */
    static synchronized Dataset direct() {
        if (direct == null) {
            Path output = newFolder("direct");
            var failures = new DirectTransport().run(request(output), new StageTimes());
            if (!failures.isEmpty()) {
                throw new AssertionError("direct run: " + failures);
            }
            direct = output;
        }
        return Dataset.open(direct);
    }
}
