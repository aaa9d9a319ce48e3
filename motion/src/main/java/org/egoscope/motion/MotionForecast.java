package org.egoscope.motion;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;

/**
 * How a motion goes on after its last frame: what is expected, and several samples of what may happen. All have the same head, since
 * nothing says where it goes: it is that of what is expected, where the pelvis keeps its velocity, which decays. The spread therefore is
 * that of the body below the head.
 *
 * @param expected nearest to the truth on average: joints go on as smoothly or in the rhythm in which they moved; feet may slide; contacts
 *     NaN
 * @param samples at least one, of the same length: they start like the expected motion, then generated motion takes over
 */
public record MotionForecast(BodySequence expected, List<BodySequence> samples) {
    public MotionForecast {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw PipelineException.badInput("forecast: expected at least one sample, got none");
        }
    }

    public int frames() {
        return samples.get(0).frames();
    }

    /** Mean place of a joint over the samples, metres: nearer to the truth on average than one sample, but no pose of a body. */
    public Vec3 meanInWorld(int frame, int joint) {
        Vec3 sum = Vec3.ZERO;
        for (BodySequence sample : samples) {
            sum = sum.plus(sample.jointInWorld(frame, joint));
        }
        return sum.times(1.0 / samples.size());
    }

    /** Root mean square distance of the samples' joint from its mean place, metres. */
    public double spreadMeters(int frame, int joint) {
        Vec3 mean = meanInWorld(frame, joint);
        double sum = 0;
        for (BodySequence sample : samples) {
            double distance = sample.jointInWorld(frame, joint).distanceTo(mean);
            sum += distance * distance;
        }
        return Math.sqrt(sum / samples.size());
    }

    /** The sample nearest to the mean of all. */
    public BodySequence mostCentral() {
        List<Double> distances = new ArrayList<>();
        for (BodySequence sample : samples) {
            double sum = 0;
            for (int t = 0; t < frames(); t++) {
                for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                    sum += sample.jointInWorld(t, j).distanceTo(meanInWorld(t, j));
                }
            }
            distances.add(sum);
        }
        return samples.get(distances.indexOf(distances.stream().min(Double::compare).orElseThrow()));
    }
}
