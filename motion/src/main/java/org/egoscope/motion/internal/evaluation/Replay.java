package org.egoscope.motion.internal.evaluation;

import java.util.Arrays;
import java.util.List;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.internal.evaluation.measure.SampleSpread;

/** A predictor's body for a whole clip under the conditions of a row, window by window as it was scored: for pictures. */
public final class Replay {
    private final EvaluationRow row;
    private final RowRunner runner;

    public Replay(EvaluationRow row, BodyPredictor predictor, int standardSteps) {
        this.row = row;
        this.runner = new RowRunner(row, predictor, standardSteps, false);
    }

    public BodySequence of(MotionClip clip) {
        BodySequence truth = clip.motion();
        float[] rotations = new float[truth.rotationsInWorld().length];
        float[] joints = new float[truth.jointsInWorld().length];
        float[] contacts = new float[truth.contacts().length];
        Arrays.fill(contacts, Float.NaN);
        HeadTrajectory head = row.disturbance().apply(
                HeadTrajectory.of(truth, Math.toRadians(row.fieldOfViewDegrees())), clip.name().hashCode());
        for (Window window : Window.of(truth.frames(), row.windowFrames())) {
            List<BodySequence> answers = runner.answers(clip.name(), head.slice(window.start(), window.end()), window);
            BodySequence body = answers.get(SampleSpread.best(answers, truth.slice(window.scored(), window.end())));
            System.arraycopy(body.rotationsInWorld(), 0, rotations, window.scored() * BodySkeleton.JOINTS * 4, body.rotationsInWorld().length);
            System.arraycopy(body.jointsInWorld(), 0, joints, window.scored() * BodySkeleton.JOINTS * 3, body.jointsInWorld().length);
            System.arraycopy(body.contacts(), 0, contacts, window.scored() * BodySequence.CONTACTS, body.contacts().length);
        }
        return new BodySequence(truth.skeleton(), truth.framesPerSecond(), rotations, joints, contacts);
    }
}
