package org.egoscope.motion.internal.flow;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.FloatTensor;

/**
 * Mean and deviation per channel of states and of the head's features, over training data. The features of hands and of the window are
 * made in suitable units and stay as they are.
 */
public final class Normalization {
    private static final float LEAST_STATE_DEVIATION = 0.05f;
    private static final float LEAST_FEATURE_DEVIATION = 0.02f;
    private static final String PREFIX = "normal.";

    final float[] stateMean;
    final float[] stateDeviation;
    final float[] featureMean;
    final float[] featureDeviation;

    private Normalization(float[] stateMean, float[] stateDeviation, float[] featureMean, float[] featureDeviation) {
        this.stateMean = stateMean;
        this.stateDeviation = stateDeviation;
        this.featureMean = featureMean;
        this.featureDeviation = featureDeviation;
    }

    static Normalization measure(MotionBatches batches, int count) {
        Moments states = new Moments(BodyState.CHANNELS);
        Moments features = new Moments(batches.conditioning().channels());
        for (int i = 0; i < count; i++) {
            MotionBatches.Batch batch = batches.batch(-1L - i, false);
            for (int b = 0; b < batch.valid.length; b++) {
                for (int t = 0; t < batch.valid[b]; t++) {
                    int row = b * batches.size().frames() + t;
                    states.add(batch.states, row * BodyState.CHANNELS);
                    features.add(batch.frames, row * batches.conditioning().channels());
                }
            }
        }
        float[] featureMean = features.mean();
        float[] featureDeviation = features.deviation(LEAST_FEATURE_DEVIATION);
        // The last channel of the head says whether the floor is known, then come hands.
        Arrays.fill(featureMean, HeadFeatures.HEAD_CHANNELS - 1, HeadFeatures.POSE_CHANNELS, 0);
        Arrays.fill(featureDeviation, HeadFeatures.HEAD_CHANNELS - 1, HeadFeatures.POSE_CHANNELS, 1);
        float[] stateMean = states.mean();
        float[] stateDeviation = states.deviation(LEAST_STATE_DEVIATION);
        Arrays.fill(stateMean, BodyState.ROTATIONS * 6, stateMean.length, 0);
        Arrays.fill(stateDeviation, BodyState.ROTATIONS * 6, stateDeviation.length, 1);
        return new Normalization(stateMean, stateDeviation, featureMean, featureDeviation);
    }

    /** Its own, and those of the other's features that it does not have. */
    Normalization withFeaturesOf(Normalization other) {
        float[] mean = other.featureMean.clone();
        float[] deviation = other.featureDeviation.clone();
        System.arraycopy(featureMean, 0, mean, 0, featureMean.length);
        System.arraycopy(featureDeviation, 0, deviation, 0, featureDeviation.length);
        return new Normalization(stateMean, stateDeviation, mean, deviation);
    }

    private static final class Moments {
        private final double[] sum;
        private final double[] squares;
        private long count;

        Moments(int channels) {
            sum = new double[channels];
            squares = new double[channels];
        }

        void add(float[] values, int at) {
            count++;
            for (int c = 0; c < sum.length; c++) {
                sum[c] += values[at + c];
                squares[c] += values[at + c] * values[at + c];
            }
        }

        float[] mean() {
            float[] mean = new float[sum.length];
            for (int c = 0; c < sum.length; c++) {
                mean[c] = (float) (sum[c] / count);
            }
            return mean;
        }

        float[] deviation(float least) {
            float[] deviation = new float[sum.length];
            for (int c = 0; c < sum.length; c++) {
                double mean = sum[c] / count;
                deviation[c] = Math.max(least, (float) Math.sqrt(Math.max(0, squares[c] / count - mean * mean)));
            }
            return deviation;
        }
    }

    void normalizeStates(float[] states) {
        normalize(states, stateMean, stateDeviation);
    }

    /** Features that are not a number become those of the mean. */
    void normalizeFeatures(float[] features) {
        normalize(features, featureMean, featureDeviation);
        for (int i = 0; i < features.length; i++) {
            features[i] = Float.isNaN(features[i]) ? 0 : features[i];
        }
    }

    private static void normalize(float[] values, float[] mean, float[] deviation) {
        for (int at = 0; at < values.length; at += mean.length) {
            for (int c = 0; c < mean.length; c++) {
                values[at + c] = (values[at + c] - mean[c]) / deviation[c];
            }
        }
    }

    void denormalizeStates(float[] states) {
        for (int at = 0; at < states.length; at += stateMean.length) {
            for (int c = 0; c < stateMean.length; c++) {
                states[at + c] = states[at + c] * stateDeviation[c] + stateMean[c];
            }
        }
    }

    /** For a weights file, beside the weights. */
    SortedMap<String, FloatTensor> toTensors() {
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        tensors.put(PREFIX + "state.mean", FloatTensor.of(stateMean, stateMean.length));
        tensors.put(PREFIX + "state.deviation", FloatTensor.of(stateDeviation, stateDeviation.length));
        tensors.put(PREFIX + "feature.mean", FloatTensor.of(featureMean, featureMean.length));
        tensors.put(PREFIX + "feature.deviation", FloatTensor.of(featureDeviation, featureDeviation.length));
        return tensors;
    }

    /** Takes its own tensors out of those of a weights file. */
    static Normalization takeFrom(Map<String, FloatTensor> tensors, Conditioning conditioning) {
        int features = conditioning.channels();
        return new Normalization(
                take(tensors, "state.mean", BodyState.CHANNELS), take(tensors, "state.deviation", BodyState.CHANNELS),
                take(tensors, "feature.mean", features), take(tensors, "feature.deviation", features));
    }

    private static float[] take(Map<String, FloatTensor> tensors, String name, int count) {
        FloatTensor tensor = tensors.remove(PREFIX + name);
        if (tensor == null || !tensor.hasShape(count)) {
            throw new PipelineException(ErrorKind.MODEL, "motion weights: expected " + PREFIX + name + " [" + count + "], got " + tensor);
        }
        return tensor.toArray();
    }
}
