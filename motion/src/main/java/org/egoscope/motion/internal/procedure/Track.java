package org.egoscope.motion.internal.procedure;

import java.util.Arrays;
import java.util.Random;

/**
 * One number over time, made of overlapping minimum-jerk moves {@code 10 u^3 - 15 u^4 + 6 u^5} (Flash and Hogan 1985). A move that
 * starts before the last one has ended is added to it, which is how people correct a reach under way (Flash and Henis 1991); so the
 * value always ends at its last target, with continuous acceleration. Rhythms, single bumps and slow noise are added on top.
 */
final class Track {
    private static final int FIELDS = 3;
    private static final int RHYTHM_FIELDS = 5;

    private final double initial;
    private double target;
    private double[] moves = new double[8 * FIELDS];
    private int moveCount;
    private double[] bumps = new double[0];
    private double[] rhythms = new double[0];
    private double[] noise = new double[0];

    Track(double initial) {
        this.initial = initial;
        this.target = initial;
    }

    /** Where the moves end so far. */
    double target() {
        return target;
    }

    void moveTo(double startSeconds, double durationSeconds, double newTarget) {
        if (newTarget == target) {
            return;
        }
        if ((moveCount + 1) * FIELDS > moves.length) {
            moves = Arrays.copyOf(moves, moves.length * 2);
        }
        int at = moveCount++ * FIELDS;
        moves[at] = startSeconds;
        moves[at + 1] = durationSeconds;
        moves[at + 2] = newTarget - target;
        target = newTarget;
    }

    void moveBy(double startSeconds, double durationSeconds, double change) {
        moveTo(startSeconds, durationSeconds, target + change);
    }

    /** Up to the height and back again, smooth to the second derivative. */
    void bump(double startSeconds, double durationSeconds, double height) {
        bumps = append(bumps, startSeconds, durationSeconds, height);
    }

    /** A sine that fades in and out within the span. */
    void rhythm(double startSeconds, double endSeconds, double amplitude, double rateHz, double phaseRadians) {
        rhythms = append(rhythms, startSeconds, endSeconds, amplitude, rateHz, phaseRadians);
    }

    /** Slow wandering for ever: five sines whose amplitudes fall with their rate; {@code deviation} is the root mean square. */
    void addNoise(Random random, double deviation, double lowestHz, double highestHz) {
        for (int i = 0; i < 5; i++) {
            double rate = lowestHz * Math.pow(highestHz / lowestHz, (i + random.nextDouble()) / 5);
            double share = Math.sqrt(lowestHz / rate);
            noise = append(noise, deviation * share * 0.9, 2 * Math.PI * rate, 2 * Math.PI * random.nextDouble());
        }
    }

    private static double[] append(double[] values, double... more) {
        double[] longer = Arrays.copyOf(values, values.length + more.length);
        System.arraycopy(more, 0, longer, values.length, more.length);
        return longer;
    }

    double at(double seconds) {
        double value = initial;
        for (int i = 0; i < moveCount * FIELDS; i += FIELDS) {
            value += moves[i + 2] * minimumJerk(seconds - moves[i], moves[i + 1]);
        }
        for (int i = 0; i < bumps.length; i += FIELDS) {
            value += bumps[i + 2] * hump((seconds - bumps[i]) / bumps[i + 1]);
        }
        for (int i = 0; i < rhythms.length; i += RHYTHM_FIELDS) {
            value += rhythm(seconds, i);
        }
        for (int i = 0; i < noise.length; i += FIELDS) {
            value += noise[i] * Math.sin(noise[i + 1] * seconds + noise[i + 2]);
        }
        return value;
    }

    private double rhythm(double seconds, int at) {
        double start = rhythms[at];
        double end = rhythms[at + 1];
        if (seconds <= start || seconds >= end) {
            return 0;
        }
        double fade = Math.min(0.6, (end - start) / 2);
        double envelope = minimumJerk(seconds - start, fade) * (1 - minimumJerk(seconds - end + fade, fade));
        return rhythms[at + 2] * envelope * Math.sin(2 * Math.PI * rhythms[at + 3] * (seconds - start) + rhythms[at + 4]);
    }

    static double minimumJerk(double elapsedSeconds, double durationSeconds) {
        if (elapsedSeconds <= 0) {
            return 0;
        }
        if (elapsedSeconds >= durationSeconds) {
            return 1;
        }
        double u = elapsedSeconds / durationSeconds;
        return u * u * u * (10 + u * (6 * u - 15));
    }

    private static double hump(double u) {
        if (u <= 0 || u >= 1) {
            return 0;
        }
        double parabola = 4 * u * (1 - u);
        return parabola * parabola * parabola;
    }
}
