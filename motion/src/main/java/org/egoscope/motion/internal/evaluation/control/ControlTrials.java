package org.egoscope.motion.internal.evaluation.control;

import org.egoscope.motion.BodySequence;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionSampling;

/** All trials of clips, at moments and with noise that depend on the clip alone. */
public final class ControlTrials {
    /** So far apart are the moments of a clip, frames: 10 s. */
    private static final int APART = 300;

    private final ControlScores scores = new ControlScores();
    private final int steps;
    private final ForecastTrial forecast;
    private final BetweenTrial between;
    private final WristTrial wrist;

    /**
     * @param steps of the solver, at least 2
     * @param samples of each forecast
     */
    public ControlTrials(LearnedMotion network, int steps, int samples) {
        this.steps = steps;
        forecast = new ForecastTrial(scores, network, samples);
        between = new BetweenTrial(scores, network);
        wrist = new WristTrial(scores, network);
    }

    /** At the clip's first moment that has enough of a past and a future, and every ten seconds after it. */
    public void add(MotionClip clip) {
        BodySequence motion = clip.motion();
        for (int at = 0; at + ForecastTrial.PAST + ForecastTrial.FUTURE <= motion.frames(); at += APART) {
            forecast.run(motion, clip.source(), at + ForecastTrial.PAST, sampling(clip, at));
        }
        for (int at = 0; at + BetweenTrial.FRAMES <= motion.frames(); at += APART) {
            between.run(motion, clip.source(), at, sampling(clip, at));
        }
        for (int at = 0; at + WristTrial.FRAMES <= motion.frames(); at += APART) {
            wrist.run(motion, clip.source(), at, sampling(clip, at));
        }
    }

    private MotionSampling sampling(MotionClip clip, int at) {
        return MotionSampling.sample(steps, (clip.name().hashCode() * 31L + at) * 1000);
    }

    public ControlScores scores() {
        return scores;
    }
}
