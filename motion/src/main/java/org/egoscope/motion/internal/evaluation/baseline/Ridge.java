package org.egoscope.motion.internal.evaluation.baseline;

import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.internal.evaluation.BodyPredictor;
import org.egoscope.motion.internal.process.Cholesky;

/**
 * Ridge regression from the features of 31 frames to the joints by stature; every source has the same weight, the constant goes free.
 */
public final class Ridge implements BodyPredictor {
    /** Chosen on the validation clips by whoever measured the table that this reproduces. */
    private static final double RIDGE_WEIGHT = 0.1;

    private static final int F = HeadFeatures.SIZE;
    private static final int Y = HeadFeatures.TARGETS;

    private final TrainingFrames training;
    private final double[] weights;

    public Ridge(TrainingFrames training) {
        this(training, RIDGE_WEIGHT);
    }

    Ridge(TrainingFrames training, double ridgeWeight) {
        this.training = training;
        SortedMap<String, LaggedMoments> moments = new TreeMap<>();
        for (TrainingFrames.Clip clip : training.clips()) {
            moments.computeIfAbsent(clip.source(), source -> new LaggedMoments()).add(clip.features(), byStature(clip));
        }
        int size = LaggedMoments.SIZE;
        double[] matrix = new double[size * size];
        weights = new double[size * Y];
        for (LaggedMoments source : moments.values()) {
            source.addMeanProducts(matrix, 1.0 / moments.size());
            source.addMeanTargets(weights, 1.0 / moments.size());
        }
        for (int i = 0; i < size - 1; i++) {
            matrix[i * size + i] += ridgeWeight;
        }
        new Cholesky(size, matrix).solveInPlace(weights);
    }

    private static double[] byStature(TrainingFrames.Clip clip) {
        double[] targets = new double[clip.targets().length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = clip.targets()[i] / clip.statureMeters();
        }
        return targets;
    }

    @Override
    public String name() {
        return "ridge";
    }

    @Override
    public boolean usesHands() {
        return false;
    }

    @Override
    public BodySequence predict(HeadTrajectory head) {
        float[] features = training.featuresOf(head);
        int frames = head.frames();
        float[] targets = new float[frames * Y];
        double[] sum = new double[Y];
        for (int t = 0; t < frames; t++) {
            System.arraycopy(weights, (LaggedMoments.SIZE - 1) * Y, sum, 0, Y);
            for (int i = 0; i < LaggedMoments.SIZE - 1; i++) {
                int frame = Math.max(0, Math.min(frames - 1, t + i / F - LaggedMoments.REACH));
                double value = features[frame * F + i % F];
                for (int y = 0; y < Y; y++) {
                    sum[y] += value * weights[i * Y + y];
                }
            }
            for (int y = 0; y < Y; y++) {
                targets[t * Y + y] = (float) (sum[y] * head.skeleton().statureMeters());
            }
        }
        return Bodies.of(head, targets);
    }
}
