package org.egoscope.motion;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.internal.evaluation.BodyPredictor;
import org.egoscope.motion.internal.evaluation.ClipFolder;
import org.egoscope.motion.internal.evaluation.EvaluationPlan;
import org.egoscope.motion.internal.evaluation.EvaluationRun;
import org.egoscope.motion.internal.evaluation.PredictorCatalogue;
import org.egoscope.motion.internal.evaluation.RowResult;
import org.egoscope.motion.internal.evaluation.report.Examples;
import org.egoscope.motion.internal.evaluation.report.MotionReport;
import org.egoscope.torch.TorchDevice;

/**
 * Measures generated motion against recorded motion: networks and baselines, under conditions from the head alone to three tracked points,
 * with confidence intervals by performer. Writes {@code report.md}, {@code report.html} (with plots and stick figures), {@code summary.csv}
 * and {@code scores/} with the figures of every clip.
 *
 * <pre>{@code
 * MotionEvaluation.Request request = new MotionEvaluation.Request(
 *         Path.of("mocap"), "val", List.of("baselines", "runs/free"), Path.of("out"),
 *         new MotionEvaluation.Options(false, List.of(), 0, 4, false));
 * System.out.println(new MotionEvaluation(request, TorchDevice.CPU, System.err::println).run());
 * }</pre>
 */
public final class MotionEvaluation {
    private final Request request;
    private final TorchDevice device;
    private final Consumer<String> progress;

    /**
     * @param data folder of clips: {@code <source>/<split>/*.npz}
     * @param split which clips are scored; baselines are fitted to the split {@code train}
     * @param models {@code baselines}, {@code mean-pose}, {@code ridge}, {@code nearest}, {@code nearest-10}, {@code gru}, or files or folders of
     *     weights, these also with {@code +guided} behind them
     * @param out where the report goes
     */
    public record Request(Path data, String split, List<String> models, Path out, Options options) {
        public Request {
            if (models.isEmpty()) {
                throw PipelineException.badConfig("models: expected at least one, got none");
            }
        }
    }

    /**
     * @param full every measure and condition, else the protocol of the published baselines
     * @param rows names of conditions such as {@code head-128} or {@code fov90-*}; empty for all of the protocol
     * @param mostClips of each folder, evenly chosen; 0 for all
     * @param steps of the networks' solver where the condition names none
     * @param resume goes on with an earlier run in the same folder
     */
    public record Options(boolean full, List<String> rows, int mostClips, int steps, boolean resume) {
        public Options {
            if (mostClips < 0 || steps < 1 || steps > 1000) {
                throw PipelineException.badConfig(
                        "evaluation: expected clips 0 or more and steps 1..1000, got " + mostClips + " and " + steps);
            }
        }
    }

    /** @param progress takes a line now and then */
    public MotionEvaluation(Request request, TorchDevice device, Consumer<String> progress) {
        this.request = request;
        this.device = device;
        this.progress = progress;
    }

    /** Runs all and writes the report; returns its main table as text. */
    public String run() {
        ClipFolder folder = new ClipFolder(request.data());
        Options options = request.options();
        EvaluationRun.Settings settings = new EvaluationRun.Settings(
                EvaluationPlan.rows(options.full(), options.rows()), options.steps(), options.full(), options.resume());
        List<Path> files = folder.files(request.split(), options.mostClips());
        List<BodyPredictor> predictors = new PredictorCatalogue(folder, device, progress).all(request.models());
        EvaluationRun run = new EvaluationRun(settings, files, request.out(), progress);
        List<RowResult> results = run.run(predictors);
        progress.accept("drawing");
        Examples examples = Examples.of(results, predictors, files, settings);
        MotionReport report = new MotionReport(
                "Split " + request.split() + ", " + files.size() + " clips", results, run.skipped(), examples);
        report.write(request.out());
        return report.mainTable();
    }
}
