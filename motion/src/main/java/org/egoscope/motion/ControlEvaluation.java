package org.egoscope.motion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.internal.evaluation.ClipFolder;
import org.egoscope.motion.internal.evaluation.control.ControlTrials;
import org.egoscope.motion.internal.evaluation.report.ControlReport;
import org.egoscope.torch.TorchDevice;

/**
 * Measures what control of a network is worth on recorded motion: drawn paths of a wrist and what they cost the rest of the body, one second
 * filled in between two others against interpolation, and the next second against simple rules. Writes {@code report.md} and
 * {@code summary.csv}; the same request gives the same figures.
 *
 * <pre>{@code
 * ControlEvaluation.Request request = new ControlEvaluation.Request(Path.of("mocap"), "val", "free", Path.of("out"), 0, 8, 4);
 * System.out.println(new ControlEvaluation(request, TorchDevice.CPU, System.err::println).run());
 * }</pre>
 */
public final class ControlEvaluation {
    private static final int PROGRESS_CLIPS = 10;

    private final Request request;
    private final TorchDevice device;
    private final Consumer<String> progress;

    /**
     * @param data folder of clips: {@code <source>/<split>/*.npz}
     * @param split which clips are taken
     * @param model {@code free}, {@code research}, or a file or folder of weights
     * @param out where the report goes
     * @param mostClips of each folder, evenly chosen; 0 for all
     * @param steps of the network's solver, at least 2
     * @param samples of each forecast
     */
    public record Request(Path data, String split, String model, Path out, int mostClips, int steps, int samples) {
        public Request {
            if (mostClips < 0 || steps < 2 || steps > 1000 || samples < 1 || samples > 1000) {
                throw PipelineException.badConfig("evaluation of control: expected clips 0 or more, steps 2..1000 and samples 1..1000, got "
                        + mostClips + ", " + steps + " and " + samples);
            }
        }
    }

    /** @param progress takes a line now and then */
    public ControlEvaluation(Request request, TorchDevice device, Consumer<String> progress) {
        this.request = request;
        this.device = device;
        this.progress = progress;
    }

    /** Runs all and writes the report; returns it as text. */
    public String run() {
        List<Path> files = new ClipFolder(request.data()).files(request.split(), request.mostClips());
        try (LearnedMotion network = Bodies.load(weights(), device)) {
            ControlTrials trials = new ControlTrials(network, request.steps(), request.samples());
            for (int i = 0; i < files.size(); i++) {
                trials.add(ClipFolder.read(files.get(i)));
                if ((i + 1) % PROGRESS_CLIPS == 0) {
                    progress.accept("clip " + (i + 1) + " of " + files.size());
                }
            }
            ControlReport report = new ControlReport(
                    "Split " + request.split() + ", " + files.size() + " clips, network " + request.model() + ", " + request.steps() + " steps",
                    trials.scores());
            report.write(request.out());
            return report.markdown();
        }
    }

    private String weights() {
        Path given = Path.of(request.model());
        return Files.isDirectory(given) ? given.resolve("motion.safetensors").toString() : request.model();
    }
}
