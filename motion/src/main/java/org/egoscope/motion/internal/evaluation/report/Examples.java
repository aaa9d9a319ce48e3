package org.egoscope.motion.internal.evaluation.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.internal.evaluation.BodyPredictor;
import org.egoscope.motion.internal.evaluation.ClipFolder;
import org.egoscope.motion.internal.evaluation.ClipScore;
import org.egoscope.motion.internal.evaluation.EvaluationRun;
import org.egoscope.motion.internal.evaluation.Measure;
import org.egoscope.motion.internal.evaluation.Replay;
import org.egoscope.motion.internal.evaluation.RowResult;

/**
 * A spread of clips with the truth and every predictor's body in the first row: of each source those at the best, middle and worst place by
 * the last predictor's error, and the one with the largest share of bent or low frames.
 */
public record Examples(List<Example> all) {
    /**
     * @param title clip, activity and why it was chosen
     * @param truth recorded
     * @param predictions by predictor, in the order of the report
     */
    public record Example(String title, BodySequence truth, List<Prediction> predictions) {}

    /** @param errorMillimeters head anchored, mean over the clip */
    public record Prediction(String predictor, BodySequence body, double errorMillimeters) {}

    private record Choice(ClipScore clip, String why) {}

    public static Examples of(
            List<RowResult> results, List<BodyPredictor> predictors, List<Path> files, EvaluationRun.Settings settings) {
        if (results.isEmpty()) {
            return new Examples(List.of());
        }
        String row = results.get(0).row().name();
        List<RowResult> first = results.stream().filter(result -> result.row().name().equals(row)).toList();
        Map<String, BodyPredictor> byName = new HashMap<>();
        predictors.forEach(predictor -> byName.put(predictor.name(), predictor));
        List<Example> examples = new ArrayList<>();
        for (Choice choice : choices(first.get(first.size() - 1))) {
            MotionClip clip = read(files, choice.clip());
            List<Prediction> predictions = new ArrayList<>();
            for (RowResult result : first) {
                BodySequence body = new Replay(result.row(), byName.get(result.predictor()), settings.standardSteps()).of(clip);
                predictions.add(new Prediction(result.predictor(), body, error(result, choice.clip())));
            }
            String title = clip.source() + " " + clip.name() + ", " + clip.activity() + " (" + choice.why() + ")";
            examples.add(new Example(title, clip.motion(), predictions));
        }
        return new Examples(examples);
    }

    private static MotionClip read(List<Path> files, ClipScore wanted) {
        List<Path> ordered = new ArrayList<>(files);
        ordered.sort(Comparator.comparing(file -> !file.getFileName().toString().startsWith(wanted.clip() + ".")));
        for (Path file : ordered) {
            MotionClip clip = ClipFolder.read(file);
            if (clip.name().equals(wanted.clip()) && clip.source().equals(wanted.source())) {
                return clip;
            }
        }
        throw new IllegalStateException("clip " + wanted.clip() + ": expected it among the scored files, got none");
    }

    private static double error(RowResult result, ClipScore wanted) {
        return result.clips().stream()
                .filter(clip -> clip.clip().equals(wanted.clip()) && clip.source().equals(wanted.source()))
                .mapToDouble(clip -> clip.scores().value(Measure.MPJPE_HEAD)).findFirst().orElse(Double.NaN);
    }

    private static List<Choice> choices(RowResult result) {
        List<Choice> choices = new ArrayList<>();
        for (String source : result.sources()) {
            List<ClipScore> clips = new ArrayList<>(result.clips().stream().filter(clip -> clip.source().equals(source)).toList());
            clips.sort(Comparator.comparingDouble(clip -> clip.scores().value(Measure.MPJPE_HEAD)));
            choose(choices, clips.get(0), "least error");
            choose(choices, clips.get(clips.size() / 2), "middle");
            choose(choices, clips.get(clips.size() - 1), "largest error");
            ClipScore lowest = clips.stream().max(Comparator.comparingDouble(Examples::bentShare)).orElseThrow();
            if (bentShare(lowest) > 0) {
                choose(choices, lowest, "most bent or low");
            }
        }
        return choices;
    }

    private static double bentShare(ClipScore clip) {
        return clip.scores().weight(Measure.MPJPE_BENT) / clip.scores().weight(Measure.MPJPE_HEAD);
    }

    private static void choose(List<Choice> choices, ClipScore clip, String why) {
        if (choices.stream().noneMatch(choice -> choice.clip() == clip)) {
            choices.add(new Choice(clip, why));
        }
    }
}
