package org.egoscope.motion.internal.guidance;

/**
 * What a refinement took.
 *
 * @param frames that were free to change
 * @param windows parts in which they were solved
 * @param steps Gauss-Newton steps, over all windows and limbs
 * @param rejectedSteps of those, steps that raised the cost and were taken back
 * @param multiplications in solving the linear systems: work that does not depend on the machine
 * @param costBefore half the weighted sum of squares of the prediction
 * @param costAfter the same of the result
 */
public record GuidanceReport(
        int frames, int windows, int steps, int rejectedSteps, long multiplications, double costBefore, double costAfter) {
    static final GuidanceReport NONE = new GuidanceReport(0, 0, 0, 0, 0, 0, 0);

    GuidanceReport plus(GuidanceReport other) {
        return new GuidanceReport(
                frames + other.frames,
                windows + other.windows,
                steps + other.steps,
                rejectedSteps + other.rejectedSteps,
                multiplications + other.multiplications,
                costBefore + other.costBefore,
                costAfter + other.costAfter);
    }
}
