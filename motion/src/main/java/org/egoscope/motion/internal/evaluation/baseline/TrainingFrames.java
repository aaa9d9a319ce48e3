package org.egoscope.motion.internal.evaluation.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;

/** Features and targets of all training clips, by clip, with the mean and deviation of each feature over all frames. */
public final class TrainingFrames {
    /** Below this a feature does not vary and is only centred. */
    private static final double LEAST_DEVIATION = 1e-6;

    private final List<Clip> clips = new ArrayList<>();
    private final double[] mean = new double[HeadFeatures.SIZE];
    private final double[] deviation = new double[HeadFeatures.SIZE];
    private boolean closed;

    /**
     * @param features {@code [T, 23]}, standardised once {@link #standardise()} has been called
     * @param targets {@code [T, 66]} metres
     */
    record Clip(String source, double statureMeters, @Shape("T 23") float[] features, @Shape("T 66") float[] targets) {
        int frames() {
            return features.length / HeadFeatures.SIZE;
        }
    }

    public void add(MotionClip clip) {
        if (closed) {
            throw new IllegalStateException("training frames: expected clips before standardise(), got one after");
        }
        HeadTrajectory head = HeadTrajectory.of(clip.motion(), 0);
        clips.add(new Clip(
                clip.source(), head.skeleton().statureMeters(), HeadFeatures.of(head), HeadFeatures.targets(head, clip.motion())));
    }

    /** Ends adding: features become (value - mean) / deviation. */
    public void standardise() {
        if (clips.isEmpty()) {
            throw PipelineException.badInput("training clips: expected at least 1, got 0");
        }
        closed = true;
        long count = frames();
        for (int f = 0; f < HeadFeatures.SIZE; f++) {
            double sum = 0;
            double squares = 0;
            for (Clip clip : clips) {
                for (int i = f; i < clip.features.length; i += HeadFeatures.SIZE) {
                    sum += clip.features[i];
                }
            }
            mean[f] = sum / count;
            for (Clip clip : clips) {
                for (int i = f; i < clip.features.length; i += HeadFeatures.SIZE) {
                    squares += (clip.features[i] - mean[f]) * (clip.features[i] - mean[f]);
                }
            }
            double spread = Math.sqrt(squares / count);
            deviation[f] = spread < LEAST_DEVIATION ? 1 : spread;
        }
        clips.forEach(clip -> standardise(clip.features));
    }

    private void standardise(float[] features) {
        for (int i = 0; i < features.length; i++) {
            int f = i % HeadFeatures.SIZE;
            features[i] = (float) ((features[i] - mean[f]) / deviation[f]);
        }
    }

    /** {@code [T, 23]} standardised features of a head. */
    @Shape("T 23") float[] featuresOf(HeadTrajectory head) {
        float[] features = HeadFeatures.of(head);
        standardise(features);
        return features;
    }

    /** Of a feature before standardisation. */
    double deviation(int feature) {
        return deviation[feature];
    }

    List<Clip> clips() {
        return clips;
    }

    public long frames() {
        return clips.stream().mapToLong(Clip::frames).sum();
    }

    /** Frames of each source, by name. */
    SortedMap<String, Long> framesBySource() {
        SortedMap<String, Long> frames = new TreeMap<>();
        clips.forEach(clip -> frames.merge(clip.source, (long) clip.frames(), Long::sum));
        return frames;
    }
}
