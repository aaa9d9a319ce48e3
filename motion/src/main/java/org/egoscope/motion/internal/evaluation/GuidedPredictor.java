package org.egoscope.motion.internal.evaluation;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.internal.guidance.BodyGuidance;
import org.egoscope.motion.internal.guidance.GuidanceConfig;
import org.egoscope.motion.internal.guidance.GuidanceTargets;
import org.egoscope.motion.internal.guidance.WristTargets;

/** Another predictor's body, corrected so that its feet stand and seen wrists are reached; the floor counts where it is known. */
public final class GuidedPredictor implements StreamingPredictor {
    private final FlowPredictor inner;
    private final BodyGuidance guidance = new BodyGuidance(GuidanceConfig.defaults());

    public GuidedPredictor(FlowPredictor inner) {
        this.inner = inner;
    }

    @Override
    public String name() {
        return inner.name() + "-guided";
    }

    @Override
    public String version() {
        return inner.version();
    }

    @Override
    public BodySampler with(EvaluationRow.Sampling sampling) {
        return new GuidedPredictor(inner.with(sampling));
    }

    @Override
    public BodyPredictor streamed(EvaluationRow.Sampling sampling) {
        return inner.streamed(this, sampling, true);
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
        GuidanceTargets targets = GuidanceTargets.floorAtZero();
        targets = head.floorKnown() ? targets : targets.withUnknownFloor();
        return guidance.refine(body, head.fieldOfViewRadians() > 0 ? targets.withWrists(wrists(head)) : targets);
    }

    private static WristTargets wrists(HeadTrajectory head) {
        WristTargets wrists = new WristTargets(head.frames());
        for (int t = 0; t < head.frames(); t++) {
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                float confidence = head.wristConfidence(t, hand);
                if (confidence == 0) {
                    continue;
                }
                Quaternion rotation = head.wristRotation(t, hand);
                if (Double.isNaN(rotation.w())) {
                    wrists.put(t, hand, head.wristInWorld(t, hand), confidence);
                } else {
                    wrists.put(t, hand, head.wristInWorld(t, hand), rotation, confidence);
                }
            }
        }
        return wrists;
    }
}
