package org.egoscope.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.egoscope.app.run.DirectTransport;
import org.egoscope.app.run.Failure;
import org.egoscope.app.run.Folders;
import org.egoscope.app.run.Recording;
import org.egoscope.app.run.RunRequest;
import org.egoscope.app.run.StageTimes;
import org.egoscope.app.run.SyntheticClip;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.Dataset;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SyntheticScene;
import org.egoscope.synthetic.eval.EvaluationReport;
import org.egoscope.synthetic.eval.SyntheticEvaluation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores of the pipeline against known truth. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = "Score the pipeline against known truth.",
        subcommands = {EvalCommand.Synthetic.class, EvalMotionCommand.class, EvalControlCommand.class, EvalTracksCommand.class, EvalHandsCommand.class,
            EvalPeopleCommand.class, EvalProductsCommand.class, EvalSegmentationCommand.class})
final class EvalCommand {
    /** The synthetic kitchen: rendered, encoded, run through every stage, compared with its script. */
    @Command(
            name = "synthetic",
            mixinStandardHelpOptions = true,
            description = "Render the synthetic kitchen, run it as video through every stage and compare with its script.")
    static final class Synthetic implements Callable<Integer> {
        @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Noise and sway (default: ${DEFAULT-VALUE}, the bundled clip).")
        private long seed;

        @Option(names = "--seconds", paramLabel = "SECONDS", defaultValue = "20", description = "How much of the script (default: ${DEFAULT-VALUE}).")
        private double seconds;

        @Option(names = "--varied", description = "Place things and choose handedness, colours and light by the seed.")
        private boolean varied;

        @Option(names = "--untold", description = "Do not tell in the camera file how the camera sits on the head, as most recordings do not.")
        private boolean untold;

        @Option(names = "--json", description = "JSON in place of the table.")
        private boolean json;

        @Option(names = "--out", paramLabel = "DIR", description = "Keep clip and tables here (default: a temporary folder).")
        private @Nullable Path out;

        @Mixin
        private PlanOptions planOptions = new PlanOptions();

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            SceneConfig config = varied ? SceneConfig.varied(seed) : SceneConfig.standard(seed);
            SyntheticScene scene = SyntheticScene.of(config.withDurationSeconds(seconds));
            Path folder = out != null ? Files.createDirectories(out) : Files.createTempDirectory("egoscope-eval");
            try {
                Path clip = folder.resolve("kitchen.mp4");
                SyntheticClip.write(scene, clip, untold ? SyntheticClip.Tilt.UNTOLD : SyntheticClip.Tilt.TOLD);
                EvaluationReport report = score(scene, run(clip, folder.resolve("tables")));
                PrintWriter screen = spec.commandLine().getOut();
                screen.println(json ? report.toJson() : report.toTable());
                return 0;
            } finally {
                if (out == null) {
                    Folders.delete(folder);
                }
            }
        }

        private Dataset run(Path clip, Path tables) {
            RunRequest request = new RunRequest(Recording.find(List.of(clip.toString())), tables, planOptions.plan());
            List<Failure> failures = new DirectTransport().run(request, new StageTimes());
            if (!failures.isEmpty()) {
                throw failures.get(0).error();
            }
            return Dataset.open(tables);
        }

        private static EvaluationReport score(SyntheticScene scene, Dataset dataset) {
            SyntheticEvaluation evaluation = new SyntheticEvaluation(scene);
            SessionId session = dataset.sessions().get(0);
            try (var observations = dataset.observations(session);
                    var bodies = dataset.bodies(session);
                    var graph = dataset.graph(session)) {
                observations.filter(Observation.class::isInstance)
                        .forEach(event -> evaluation.addObservation((Observation) event));
                bodies.forEach(body -> evaluation.addBody(body.frameIndex(), body.pose()));
                graph.forEach(evaluation::addGraph);
            }
            return evaluation.report();
        }
    }
}
