package org.egoscope.motion.internal.evaluation;

import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;

/** Anything that makes a body's motion from what a headset knows: networks, baselines, procedures. */
public interface BodyPredictor {
    /** Short, for tables and file names: {@code [A-Za-z0-9._-]+}. */
    String name();

    /**
     * The best single guess for all frames at once. Rotations may be NaN where the predictor makes positions only; contacts NaN where it
     * makes none.
     */
    BodySequence predict(HeadTrajectory head);

    /** Tells results of different weights apart when a run goes on in the same folder. */
    default String version() {
        return "1";
    }

    /** Whether seen hands change the prediction; rows with hands are not run for predictors without. */
    default boolean usesHands() {
        return true;
    }
}
