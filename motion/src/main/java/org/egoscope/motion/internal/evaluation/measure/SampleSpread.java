package org.egoscope.motion.internal.evaluation.measure;

import java.util.List;
import org.egoscope.motion.BodySequence;

/** What several draws for the same head say together. */
public final class SampleSpread {
    private SampleSpread() {}

    /** Mean head-anchored joint distance over all pairs of draws and all frames, metres; NaN for fewer than two draws. */
    public static double diversity(List<BodySequence> draws) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < draws.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += mean(JointErrors.headAnchored(draws.get(i), draws.get(j)));
                pairs++;
            }
        }
        return pairs == 0 ? Double.NaN : sum / pairs;
    }

    /** Index of the draw with the least mean head-anchored joint error. */
    public static int best(List<BodySequence> draws, BodySequence truth) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < draws.size(); i++) {
            double error = mean(JointErrors.headAnchored(draws.get(i), truth));
            if (error < least) {
                least = error;
                best = i;
            }
        }
        return best;
    }

    /** {@code [T]} metres: head-anchored joint error, mean over joints and draws. */
    public static double[] meanOfDraws(List<BodySequence> draws, BodySequence truth) {
        double[] means = new double[truth.frames()];
        for (BodySequence draw : draws) {
            double[] errors = JointErrors.frameMeans(JointErrors.headAnchored(draw, truth));
            for (int t = 0; t < means.length; t++) {
                means[t] += errors[t] / draws.size();
            }
        }
        return means;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
