package org.egoscope.motion.internal.evaluation;

import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;

/** A predictor that integrates in steps and can also draw motions that are likely, not only the mean of them. */
public interface BodySampler extends BodyPredictor {
    /**
     * The same weights with another number of steps and another way to take them; shares what it holds with this one.
     *
     * @param sampling with a number of steps
     */
    BodySampler with(EvaluationRow.Sampling sampling);

    /** One draw; the same seed gives the same motion. */
    BodySequence sample(HeadTrajectory head, long seed);
}
