package org.egoscope.motion.internal.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.internal.evaluation.measure.BaselineProtocol;
import org.egoscope.motion.internal.evaluation.measure.Gaussian;
import org.egoscope.motion.internal.evaluation.measure.JerkTransition;
import org.egoscope.motion.internal.evaluation.measure.MotionFeatures;
import org.egoscope.motion.internal.evaluation.measure.SampleSpread;
import org.egoscope.motion.internal.evaluation.measure.Smoothness;

/** One predictor in one row, clip after clip. */
final class RowRunner {
    private static final double HUNDRED_METERS = 0.01;

    private final EvaluationRow row;
    private final BodyPredictor predictor;
    private final boolean full;
    private final List<ClipScore> clips = new ArrayList<>();
    private final SortedMap<String, SourceTotals> totals = new TreeMap<>();

    /** What only the clips of a source together have. */
    private static final class SourceTotals {
        final Gaussian predicted = new Gaussian(MotionFeatures.SIZE);
        final Gaussian truth = new Gaussian(MotionFeatures.SIZE);
        final JerkTransition seen;
        final JerkTransition lost;

        SourceTotals(double framesPerSecond) {
            seen = new JerkTransition(framesPerSecond);
            lost = new JerkTransition(framesPerSecond);
        }
    }

    RowRunner(EvaluationRow row, BodyPredictor predictor, int standardSteps, boolean full) {
        this.row = row;
        int steps = row.sampling().steps() > 0 ? row.sampling().steps() : standardSteps;
        this.predictor = asked(predictor, row.sampling().withSteps(steps));
        this.full = full;
    }

    private static BodyPredictor asked(BodyPredictor predictor, EvaluationRow.Sampling sampling) {
        if (sampling.isStreamed() && predictor instanceof StreamingPredictor streaming) {
            return streaming.streamed(sampling);
        }
        return predictor instanceof BodySampler sampler ? sampler.with(sampling) : predictor;
    }

    /** Why the predictor cannot answer in this row; empty if it can. */
    static String reasonNot(EvaluationRow row, BodyPredictor predictor) {
        if (row.fieldOfViewDegrees() > 0 && !predictor.usesHands()) {
            return "does not use hands";
        }
        if (row.sampling().isStreamed() && !(predictor instanceof StreamingPredictor)) {
            return "does not stream";
        }
        return row.needsSampler() && !(predictor instanceof BodySampler) ? "has no steps and no draws" : "";
    }

    void add(MotionClip clip) {
        BodySequence truth = clip.motion();
        HeadTrajectory head = row.disturbance().apply(
                HeadTrajectory.of(truth, Math.toRadians(row.fieldOfViewDegrees())), clip.name().hashCode());
        MotionScorer scorer = new MotionScorer(full);
        BaselineProtocol bones = new BaselineProtocol(truth);
        SourceTotals total = totals.computeIfAbsent(clip.source(), source -> new SourceTotals(truth.framesPerSecond()));
        for (Window window : Window.of(truth.frames(), row.windowFrames())) {
            long start = System.nanoTime();
            List<BodySequence> answers = answers(clip.name(), head.slice(window.start(), window.end()), window);
            double millis = (System.nanoTime() - start) / 1e6;
            BodySequence part = truth.slice(window.scored(), window.end());
            HeadTrajectory seen = head.slice(window.scored(), window.end());
            BodySequence answer = answers.get(SampleSpread.best(answers, part));
            scorer.add(bones, answer, part, seen, window.scored());
            scorer.scores().add(Measure.MILLIS, millis / answers.size() * part.frames() / (window.end() - window.start()), part.frames());
            if (answers.size() > 1) {
                scorer.scores().addAll(Measure.MEAN_OF_DRAWS, SampleSpread.meanOfDraws(answers, part), 1000);
                scorer.scores().add(Measure.DIVERSITY, SampleSpread.diversity(answers) * 1000 * part.frames(), part.frames());
            }
            if (full) {
                MotionFeatures.addTo(total.predicted, answer);
                MotionFeatures.addTo(total.truth, part);
                addChanges(total, answer, part, seen);
            }
        }
        clips.add(new ClipScore(clip.name(), clip.source(), clip.performer(), clip.activity(), truth.frames(), scorer.scores()));
    }

    /** Best guess, or draws, for the scored frames of a window, at their true height. */
    List<BodySequence> answers(String clip, HeadTrajectory head, Window window) {
        List<BodySequence> answers = new ArrayList<>();
        for (int draw = 0; draw < Math.max(1, row.draws()); draw++) {
            BodySequence answer = row.draws() > 0 && predictor instanceof BodySampler sampler
                    ? sampler.sample(head, seed(clip, window, draw))
                    : predictor.predict(head);
            requireComplete(answer, head.frames());
            answers.add(lowered(answer.slice(window.scored() - window.start(), answer.frames()), row.disturbance().heightOffset()));
        }
        return answers;
    }

    private static long seed(String clip, Window window, int draw) {
        return (clip.hashCode() * 31L + window.start()) * 1000 + draw;
    }

    private void requireComplete(BodySequence answer, int frames) {
        if (answer.frames() != frames) {
            throw new PipelineException(
                    ErrorKind.MODEL, predictor.name() + ": expected " + frames + " frames, got " + answer.frames());
        }
        for (float value : answer.jointsInWorld()) {
            if (!Float.isFinite(value)) {
                throw new PipelineException(ErrorKind.MODEL, predictor.name() + ": expected joints that are numbers, got " + value);
            }
        }
    }

    private static BodySequence lowered(BodySequence body, double meters) {
        if (meters == 0) {
            return body;
        }
        float[] joints = body.jointsInWorld().clone();
        for (int i = 2; i < joints.length; i += 3) {
            joints[i] -= (float) meters;
        }
        return new BodySequence(body.skeleton(), body.framesPerSecond(), body.rotationsInWorld(), joints, body.contacts());
    }

    private static void addChanges(SourceTotals total, BodySequence answer, BodySequence truth, HeadTrajectory seen) {
        if (seen.fieldOfViewRadians() == 0) {
            return;
        }
        double[] predictedJerks = Smoothness.largestJerks(answer);
        double[] trueJerks = Smoothness.largestJerks(truth);
        for (int t = 1; t < seen.frames(); t++) {
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                boolean before = seen.wristConfidence(t - 1, hand) > 0;
                boolean now = seen.wristConfidence(t, hand) > 0;
                if (before != now) {
                    (now ? total.seen : total.lost).add(predictedJerks, trueJerks, t);
                }
            }
        }
    }

    RowResult result() {
        SortedMap<String, Scores> bySource = new TreeMap<>();
        totals.forEach((source, total) -> {
            Scores scores = new Scores();
            if (full) {
                scores.add(Measure.FID, Gaussian.frechetDistance(total.predicted, total.truth), 1);
                scores.add(Measure.PEAK_JERK_SEEN, total.seen.peak() * HUNDRED_METERS, 1);
                scores.add(Measure.AREA_JERK_SEEN, total.seen.area() * HUNDRED_METERS, 1);
                scores.add(Measure.PEAK_JERK_LOST, total.lost.peak() * HUNDRED_METERS, 1);
                scores.add(Measure.AREA_JERK_LOST, total.lost.area() * HUNDRED_METERS, 1);
            }
            bySource.put(source, scores);
        });
        return new RowResult(row, predictor.name(), List.copyOf(clips), bySource);
    }
}
