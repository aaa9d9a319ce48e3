package org.egoscope.motion.internal.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.egoscope.motion.MotionClip;

/** Runs predictors through rows of conditions over clips, keeps every finished row, and says how far it is. */
public final class EvaluationRun {
    private static final long PROGRESS_NANOS = 10_000_000_000L;

    private final Settings settings;
    private final List<Path> files;
    private final ResultStore store;
    private final Consumer<String> progress;
    private final List<String> skipped = new ArrayList<>();

    /**
     * @param rows in the order of the report
     * @param standardSteps of the solver where the row names none
     * @param full all measures, else those of the baseline protocol
     * @param resume takes rows from an earlier run of the same folder where they are finished
     */
    public record Settings(List<EvaluationRow> rows, int standardSteps, boolean full, boolean resume) {}

    /** @param files the clips to be scored */
    public EvaluationRun(Settings settings, List<Path> files, Path out, Consumer<String> progress) {
        this.settings = settings;
        this.files = files;
        this.store = new ResultStore(out);
        this.progress = progress;
    }

    /** Row by row, predictor by predictor; those that cannot answer are left out and listed in {@link #skipped()}. */
    public List<RowResult> run(List<BodyPredictor> predictors) {
        claim(predictors);
        List<RowResult> results = new ArrayList<>();
        for (EvaluationRow row : settings.rows()) {
            for (BodyPredictor predictor : predictors) {
                String reason = RowRunner.reasonNot(row, predictor);
                if (reason.isEmpty()) {
                    results.add(result(row, predictor));
                } else {
                    skipped.add(row.name() + ", " + predictor.name() + ": " + reason);
                }
            }
        }
        return results;
    }

    private void claim(List<BodyPredictor> predictors) {
        SortedMap<String, String> values = new TreeMap<>();
        values.put("clips", files.size() + " from " + files.get(0).toAbsolutePath().normalize());
        values.put("steps", "" + settings.standardSteps());
        values.put("full", "" + settings.full());
        predictors.forEach(predictor -> values.put("model " + predictor.name(), predictor.version()));
        store.claim(values, settings.resume());
    }

    /** Row, predictor and reason. */
    public List<String> skipped() {
        return List.copyOf(skipped);
    }

    private RowResult result(EvaluationRow row, BodyPredictor predictor) {
        Optional<RowResult> earlier = settings.resume() ? store.read(row, predictor.name()) : Optional.empty();
        if (earlier.isPresent() && earlier.get().clips().size() == files.size()) {
            progress.accept(row.name() + "  " + predictor.name() + ": taken from the earlier run");
            return earlier.get();
        }
        RowRunner runner = new RowRunner(row, predictor, settings.standardSteps(), settings.full());
        long said = System.nanoTime();
        for (int i = 0; i < files.size(); i++) {
            MotionClip clip = ClipFolder.read(files.get(i));
            runner.add(clip);
            if (System.nanoTime() - said > PROGRESS_NANOS) {
                progress.accept(row.name() + "  " + predictor.name() + ": clip " + (i + 1) + " of " + files.size());
                said = System.nanoTime();
            }
        }
        RowResult result = runner.result();
        store.write(result);
        progress.accept(String.format(Locale.ROOT, "%s  %s: MPJPE %.1f / %.1f mm (baseline protocol, mean of sources)", row.name(),
                predictor.name(), result.meanOfSources(Measure.BASELINE_MPJPE), result.meanOfSources(Measure.BASELINE_PA_MPJPE)));
        return result;
    }
}
