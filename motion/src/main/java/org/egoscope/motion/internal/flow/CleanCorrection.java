package org.egoscope.motion.internal.flow;

/** Draws what the network takes for the clean state towards what is known about it, at every step of the solver. */
@FunctionalInterface
public interface CleanCorrection {
    /**
     * @param states {@code [T, D]} as {@link BodyState} has them, changed in place
     * @param time of the flow that the prediction was made at: 0 noise, 1 data
     * @param last whether the prediction is the result
     */
    void correct(float[] states, double time, boolean last);
}
