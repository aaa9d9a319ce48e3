package org.egoscope.motion.internal.evaluation;

/** A predictor that also goes along with the frames as they come. */
interface StreamingPredictor extends BodySampler {
    /** The same weights, asked as {@code egoscope run} asks them: the latency and the draws are the row's. */
    BodyPredictor streamed(EvaluationRow.Sampling sampling);
}
