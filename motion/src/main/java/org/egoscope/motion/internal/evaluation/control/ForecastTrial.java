package org.egoscope.motion.internal.evaluation.control;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionForecast;
import org.egoscope.motion.MotionSampling;
import org.egoscope.motion.internal.evaluation.control.ControlScores.Cell;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.flow.HeadFeatures;

/**
 * The second after two seconds of recorded motion, the head not given, against two rules: every joint goes on with the velocity of its
 * last two frames; the last pose is carried along, unchanged, by the head that the forecast goes on with.
 */
final class ForecastTrial {
    static final String TASK = "forecast";
    static final int PAST = 60;
    static final int FUTURE = 30;

    private static final double[] HORIZONS_SECONDS = {0.1, 0.25, 0.5, 1};
    private static final int HEAD = SmplJoint.HEAD.ordinal();
    private static final int BACK = 2;

    private final ControlScores scores;
    private final LearnedMotion network;
    private final int samples;

    ForecastTrial(ControlScores scores, LearnedMotion network, int samples) {
        this.scores = scores;
        this.network = network;
        this.samples = samples;
    }

    /** @param now the first frame that is not known */
    void run(BodySequence motion, String source, int now, MotionSampling sampling) {
        BodySequence past = motion.slice(now - PAST, now);
        BodySequence truth = motion.slice(now, now + FUTURE);
        MotionForecast forecast = network.forecast(past, FUTURE / motion.framesPerSecond(), sampling, samples);
        BodySequence carried = carried(past, forecast.samples().get(0));
        scores.count(TASK, source);
        for (double horizon : HORIZONS_SECONDS) {
            int t = (int) Math.round(horizon * motion.framesPerSecond()) - 1;
            String after = "after " + horizon + " s";
            add("last pose kept", after, source, Distances.mean(joint -> past.jointInWorld(PAST - 1, joint), truth, t));
            add("constant velocity of every joint", after, source, Distances.mean(joint -> ahead(past, joint, t + 1), truth, t));
            add("last pose carried by the continued head", after, source,
                    Distances.mean(joint -> carried.jointInWorld(t, joint), truth, t));
            add("expected", after, source, Distances.mean(joint -> forecast.expected().jointInWorld(t, joint), truth, t));
            double sum = 0;
            double best = Double.POSITIVE_INFINITY;
            for (BodySequence sample : forecast.samples()) {
                double error = Distances.mean(joint -> sample.jointInWorld(t, joint), truth, t);
                sum += error;
                best = Math.min(best, error);
            }
            add("one sample", after, source, sum / samples);
            add("mean of " + samples + " samples", after, source, Distances.mean(joint -> forecast.meanInWorld(t, joint), truth, t));
            add("best of " + samples + " samples", after, source, best);
            add("the continued head itself", after, source,
                    carried.jointInWorld(t, HEAD).distanceTo(truth.jointInWorld(t, HEAD)) * 1000);
            add("spread of the samples", after, source, spread(forecast, t));
        }
    }

    private void add(String method, String measure, String source, double millimeters) {
        scores.add(new Cell(TASK, method, measure), source, millimeters);
    }

    private static Vec3 ahead(BodySequence past, int joint, int frames) {
        Vec3 last = past.jointInWorld(PAST - 1, joint);
        return last.plus(last.minus(past.jointInWorld(PAST - 1 - BACK, joint)).times((double) frames / BACK));
    }

    private static double spread(MotionForecast forecast, int t) {
        double sum = 0;
        for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
            sum += forecast.spreadMeters(t, joint) * 1000;
        }
        return sum / BodySkeleton.JOINTS;
    }

    /** The last pose under the head of {@code future}, turned with its heading. */
    static BodySequence carried(BodySequence past, BodySequence future) {
        BodySequence last = past.slice(past.frames() - 1, past.frames());
        Quaternion heading = HeadFeatures.heading(last.rotationInWorld(0, HEAD)).conjugate();
        HeadTrajectory head = HeadTrajectory.of(future, 0);
        float[] rotations = new float[future.rotationsInWorld().length];
        for (int t = 0; t < future.frames(); t++) {
            Quaternion turned = HeadFeatures.heading(head.headRotation(t)).times(heading);
            for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
                Quaternion q = turned.times(last.rotationInWorld(0, joint)).normalized();
                int at = (t * BodySkeleton.JOINTS + joint) * 4;
                rotations[at] = (float) q.w();
                rotations[at + 1] = (float) q.x();
                rotations[at + 2] = (float) q.y();
                rotations[at + 3] = (float) q.z();
            }
        }
        return BodyState.hung(head, rotations, new float[future.contacts().length]);
    }
}
