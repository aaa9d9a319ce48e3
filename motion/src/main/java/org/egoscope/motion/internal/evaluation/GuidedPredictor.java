package org.egoscope.motion.internal.evaluation;

import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionSampling.Solver;
import org.egoscope.motion.internal.guidance.BodyGuidance;
import org.egoscope.motion.internal.guidance.GuidanceConfig;
import org.egoscope.motion.internal.guidance.GuidanceTargets;

/** Another predictor's body, corrected so that its feet stand; the floor counts where it is known. */
public final class GuidedPredictor implements BodySampler {
    private final BodySampler inner;
    private final BodyGuidance guidance = new BodyGuidance(GuidanceConfig.defaults());

    public GuidedPredictor(BodySampler inner) {
        this.inner = inner;
    }

    @Override
    public String name() {
        return inner.name() + "-guided";
    }

    @Override
    public BodySampler with(int steps, Solver solver) {
        return new GuidedPredictor(inner.with(steps, solver));
    }

    @Override
    public BodySequence predict(HeadTrajectory head) {
        return refine(head, inner.predict(head));
    }

    @Override
    public BodySequence sample(HeadTrajectory head, long seed) {
        return refine(head, inner.sample(head, seed));
    }

    private BodySequence refine(HeadTrajectory head, BodySequence body) {
        GuidanceTargets floor = GuidanceTargets.floorAtZero();
        return guidance.refine(body, head.floorKnown() ? floor : floor.withUnknownFloor());
    }
}
