package org.egoscope.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.egoscope.motion.MotionTraining;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Networks of our own from data. */
@Command(name = "train", mixinStandardHelpOptions = true, description = "Train a network.", subcommands = {TrainCommand.Motion.class, TrainCommand.Mean.class})
final class TrainCommand {
    /** Several runs' weights as one. */
    @Command(
            name = "mean",
            mixinStandardHelpOptions = true,
            description = "Write the mean of motion weights that were trained on from the same ones (--from).")
    static final class Mean implements Callable<Integer> {
        @Parameters(arity = "2..*", paramLabel = "FILE=SHARE", description = "Weights and how much they count.")
        private Map<Path, Double> shares = new TreeMap<>();

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "The mean.")
        private Path out = Path.of(".");

        @Option(names = "--data", required = true, paramLabel = "TEXT", description = "For the header: what they were trained on.")
        private String data = "";

        @Option(names = "--licence", required = true, paramLabel = "TEXT", description = "For the header: the narrowest of theirs.")
        private String licence = "";

        @Override
        public Integer call() {
            MotionTraining.mean(new TreeMap<>(shares), out, Map.of("licence", licence, "data", data));
            return 0;
        }
    }

    /** The motion generator. */
    @Command(
            name = "motion",
            mixinStandardHelpOptions = true,
            description = "Train the generator of body motion. Run the same command again after an interruption and it goes on exactly.",
            footer = "%nDIR holds SOURCE/train and SOURCE/val with clips (npz, bvh); without these folders every clip is trained on.")
    static final class Motion implements Callable<Integer> {
        @Option(names = "--data", required = true, paramLabel = "DIR", description = "Recorded motion.")
        private Path data = Path.of(".");

        @Option(names = "--sources", split = ",", paramLabel = "NAME", description = "Folders of DIR to train on (default: all).")
        private List<String> sources = List.of();

        @Option(
                names = "--shares",
                split = ",",
                paramLabel = "SOURCE=SHARE",
                description = "How often each source is drawn (default: by the square root of its length).")
        private Map<String, Double> shares = new TreeMap<>();

        @Option(names = "--procedural", paramLabel = "MINUTES", defaultValue = "0", description = "Everyday motion made by our procedures (source 'procedural').")
        private double proceduralMinutes;

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the run: checkpoint, weights, curves.")
        private Path out = Path.of(".");

        @Option(names = "--from", paramLabel = "FILE", description = "Weights to begin with.")
        private @Nullable Path from;

        @Option(names = "--name", paramLabel = "NAME", defaultValue = "motion/own", description = "Name in the weights' header (default: ${DEFAULT-VALUE}).")
        private String name = "motion/own";

        @Option(names = "--licence", paramLabel = "TEXT", defaultValue = "none stated", description = "Licence in the weights' header (default: ${DEFAULT-VALUE}).")
        private String licence = "none stated";

        @Option(names = "--steps", paramLabel = "N", defaultValue = "4000", description = "Steps in all (default: ${DEFAULT-VALUE}).")
        private long steps;

        @Option(names = "--minutes", paramLabel = "MINUTES", defaultValue = "100000", description = "Stop after so long; go on with the same command.")
        private long minutes;

        @Option(names = "--windows", paramLabel = "N", defaultValue = "28", description = "Windows of 128 frames per step (default: ${DEFAULT-VALUE}).")
        private int windows;

        @Option(names = "--learning-rate", paramLabel = "RATE", defaultValue = "6e-4", description = "Highest (default: ${DEFAULT-VALUE}).")
        private double learningRate;

        @Option(names = "--size", paramLabel = "NAME", defaultValue = "full", description = "full as shipped, or for comparisons: small (default: ${DEFAULT-VALUE}).")
        private String size = "full";

        @Option(names = "--conditioning", paramLabel = "NAME", defaultValue = "sway", description = "sway, or to compare: invariant (without it), sequence, absolute (default: ${DEFAULT-VALUE}).")
        private String conditioning = "invariant";

        @Option(names = "--path", paramLabel = "NAME", defaultValue = "flow", description = "flow, or to compare: diffusion (default: ${DEFAULT-VALUE}).")
        private String path = "flow";

        @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of weights, windows and noise (default: ${DEFAULT-VALUE}).")
        private long seed;

        @Option(names = "--validate-every", defaultValue = "200", paramLabel = "STEPS", description = "Steps between measurements (default: ${DEFAULT-VALUE}).")
        private int validateEvery;

        @Option(names = "--threads", paramLabel = "N", description = "Threads (default: all processors).")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Option(names = "--float32", description = "Products in float32 also where bfloat16 is faster.")
        private boolean float32;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter screen = spec.commandLine().getOut();
            List<MotionClip> train = new ArrayList<>(read("train", screen));
            List<MotionClip> validation = read("val", screen);
            if (proceduralMinutes != 0) {
                train.addAll(MotionTraining.everydayMotion(seed, proceduralMinutes));
            }
            screen.printf("%d clips to train on, %d to measure on%n", train.size(), validation.size());
            if (threads < 1) {
                throw PipelineException.badConfig("--threads: expected 1 or more, got " + threads);
            }
            TorchRuntime.setThreads(threads);
            MotionTraining.Settings settings = new MotionTraining.Settings(
                    steps, windows, learningRate, !float32 && TorchRuntime.fastBfloat16(), size, conditioning, path, seed, TorchDevice.BEST);
            MotionTraining training = new MotionTraining(settings, new MotionTraining.Data(train, validation, shares), out, line -> {
                screen.println(line);
                screen.flush();
            });
            training.run(
                    Duration.ofMinutes(minutes), validateEvery, Map.of("name", name, "licence", licence, "data", dataNote(train)), from);
            screen.println("weights: " + training.weights());
            return 0;
        }

        private String dataNote(List<MotionClip> clips) {
            Map<String, Double> seconds = new TreeMap<>();
            clips.forEach(clip -> seconds.merge(
                    clip.source(), clip.motion().frames() / clip.motion().framesPerSecond(), Double::sum));
            StringBuilder note = new StringBuilder();
            seconds.forEach((source, length) -> note.append(note.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %.1f min", source, length / 60)));
            return note.toString();
        }

        /** Clips of the sources' folders of this part; of the whole folder if no source has parts. */
        private List<MotionClip> read(String part, PrintWriter screen) {
            List<MotionClip> clips = new ArrayList<>();
            boolean parts = false;
            for (String source : sources.isEmpty() ? foldersOf(data) : sources) {
                if (Files.isDirectory(data.resolve(source).resolve("train"))) {
                    parts = true;
                    if (Files.isDirectory(data.resolve(source).resolve(part))) {
                        clips.addAll(read(data.resolve(source).resolve(part), screen));
                    }
                }
            }
            return parts || part.equals("val") ? clips : read(data, screen);
        }

        private static List<String> foldersOf(Path folder) {
            try (Stream<Path> children = Files.list(folder)) {
                return children.filter(Files::isDirectory).map(child -> child.getFileName().toString()).sorted().toList();
            } catch (IOException e) {
                throw PipelineException.badInput("training data: expected a readable folder, got " + folder + " (" + e.getMessage() + ")");
            }
        }

        private static List<MotionClip> read(Path folder, PrintWriter screen) {
            MotionFiles.Folder found = MotionFiles.readFolder(folder);
            found.refusals().forEach(refusal -> screen.println("not used: " + refusal.file() + ": " + refusal.reason()));
            return found.clips();
        }
    }
}
