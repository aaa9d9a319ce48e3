package org.egoscope.motion.internal.evaluation.baseline;

import java.util.SortedMap;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.internal.evaluation.BodyPredictor;

/** One pose for every frame: the mean over the sources of their mean poses, by stature, turned with the yaw of the head. */
public final class MeanPose implements BodyPredictor {
    private final double[] pose = new double[HeadFeatures.TARGETS];

    public MeanPose(TrainingFrames training) {
        SortedMap<String, Long> frames = training.framesBySource();
        for (TrainingFrames.Clip clip : training.clips()) {
            double weight = 1.0 / (frames.get(clip.source()) * frames.size() * clip.statureMeters());
            for (int i = 0; i < clip.targets().length; i++) {
                pose[i % HeadFeatures.TARGETS] += weight * clip.targets()[i];
            }
        }
    }

    @Override
    public String name() {
        return "mean-pose";
    }

    @Override
    public boolean usesHands() {
        return false;
    }

    @Override
    public BodySequence predict(HeadTrajectory head) {
        float[] targets = new float[head.frames() * HeadFeatures.TARGETS];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) (pose[i % HeadFeatures.TARGETS] * head.skeleton().statureMeters());
        }
        return Bodies.of(head, targets);
    }
}
