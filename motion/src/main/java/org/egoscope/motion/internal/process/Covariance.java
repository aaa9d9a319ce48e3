package org.egoscope.motion.internal.process;

import java.util.ArrayList;
import java.util.List;

/**
 * How alike a joint's turn is to itself some time later, up to a scale: one way in which joints may move. Which of {@link #all()} a joint
 * follows is told by its own motion ({@link ProcessRegression}).
 *
 * <p>Durations and shares were tried on training clips only (1,200 gaps of 1 s): see docs/decisions/0018.
 *
 * @param noise variance of what is known beside the borders, in which the motion differs from such a process
 */
record Covariance(Shape shape, double noise) {
    /** Of slow wandering, which every joint has besides. */
    private static final double WANDERING_SECONDS = 5;

    private static final double[] SMOOTH_SECONDS = {0.25, 0.4, 0.6, 1, 2};
    private static final double SMOOTH_NOISE = 0.003;

    private static final int PERIODS = 14;
    private static final double SHORTEST_PERIOD_SECONDS = 0.6;
    private static final double LONGEST_PERIOD_SECONDS = 1.9;
    private static final double RHYTHM_LASTS_SECONDS = 5;
    private static final double RHYTHM_NOISE = 0.03;
    private static final double SECOND_HARMONIC = 0.4;
    private static final double WANDERING_SHARE = 0.3;
    private static final double SMOOTH_SHARE = 0.03;
    private static final double SMOOTH_SHARE_SECONDS = 0.3;

    /** Covariance at a time apart, seconds. */
    interface Shape {
        double at(double seconds);
    }

    /** Smooth motion of five durations, swinging of 14 periods from 0.6 to 1.9 s. */
    static List<Covariance> all() {
        List<Covariance> all = new ArrayList<>();
        for (double duration : SMOOTH_SECONDS) {
            all.add(smooth(duration));
        }
        for (int i = 0; i < PERIODS; i++) {
            all.add(swinging(SHORTEST_PERIOD_SECONDS * Math.pow(LONGEST_PERIOD_SECONDS / SHORTEST_PERIOD_SECONDS, i / (PERIODS - 1.0))));
        }
        return all;
    }

    static Covariance smooth(double durationSeconds) {
        return new Covariance(apart -> matern(apart, durationSeconds) + matern(apart, WANDERING_SECONDS), SMOOTH_NOISE);
    }

    /** As in walking: to and fro, with the second harmonic, in a rhythm that slowly gets out of step. */
    static Covariance swinging(double periodSeconds) {
        double frequency = 2 * Math.PI / periodSeconds;
        return new Covariance(
                apart -> (Math.cos(frequency * apart) + SECOND_HARMONIC * Math.cos(2 * frequency * apart)) / (1 + SECOND_HARMONIC)
                                * Math.exp(-apart * apart / (2 * RHYTHM_LASTS_SECONDS * RHYTHM_LASTS_SECONDS))
                        + SMOOTH_SHARE * matern(apart, SMOOTH_SHARE_SECONDS)
                        + WANDERING_SHARE * matern(apart, WANDERING_SECONDS),
                RHYTHM_NOISE);
    }

    /** Matérn's with smoothness 5/2: velocity and acceleration exist (Rasmussen and Williams 2006, equation 4.17). */
    static double matern(double apart, double seconds) {
        double r = Math.sqrt(5) * Math.abs(apart) / seconds;
        return (1 + r + r * r / 3) * Math.exp(-r);
    }
}
