package org.egoscope.motion.internal.guidance;

/**
 * How likely a toe or ankle rests from one frame to the next (slower than 0.3 m/s, as the measure of sliding has it), told from the
 * predicted contact and the predicted speed: a mean of possible motions that hardly moves seldom hides a step.
 *
 * <p>A logistic regression on predictions of both shipped networks for training clips, each source with the same weight (31,000 frames;
 * on validation clips of CMU the log loss is 0.52 instead of 0.61 by the contact alone). Labels of contact are stricter than rest: on CMU
 * a quarter rests at a predicted contact below 0.1.
 */
final class StandingFoot {
    private static final double CONTACT_POWER = 0.6;
    private static final double SPEED_POWER = 1.4;
    private static final double ODDS_AT_ONE_METER_PER_SECOND = 0.9;

    /** Keeps the odds of feet that do not move at all finite, m/s. */
    private static final double LEAST_SPEED = 0.03;

    /** Below the first a foot swings; from the second on the regression is believed. */
    private static final double SWINGING_CONTACT = 0.045;

    private static final double DOUBTFUL_CONTACT = 0.12;

    /** No network is surer than this that a foot stands, */
    private static final double MOST_CONTACT = 0.995;

    /** nor that it swings: of unseen performers' feet below it a quarter rests (CMU's validation clips). */
    private static final double LEAST_CONTACT = 0.06;

    /** The contacts of both feet sum up to this at least: who stands on neither runs or jumps, for a moment. */
    private static final double LEAST_SUPPORT = 0.2;

    /** Speeds are means over so long to either side, so that weights of neighbouring frames are alike. */
    private static final double SPEED_SECONDS = 0.1;

    private double[] way = new double[0];
    private int frames;
    private double framesPerSecond;

    private StandingFoot() {}

    /** Without a motion yet. */
    static StandingFoot empty() {
        return new StandingFoot();
    }

    /** Takes over how a joint of the track is predicted to move. */
    void follow(BodyTrack track, int joint, double rate) {
        frames = track.frames();
        framesPerSecond = rate;
        if (way.length < frames) {
            way = new double[frames];
        }
        double[] places = track.predictedPositions();
        for (int t = 1; t < frames; t++) {
            double squared = 0;
            for (int axis = 0; axis < 3; axis++) {
                double moved = places[BodyTrack.index(t, joint) * 3 + axis] - places[BodyTrack.index(t - 1, joint) * 3 + axis];
                squared += moved * moved;
            }
            way[t] = way[t - 1] + Math.sqrt(squared);
        }
    }

    /** Between the frame before and this one (from 1 on), by the mean of their predicted contacts. */
    double probability(int frame, double contact) {
        int reach = (int) Math.round(SPEED_SECONDS * framesPerSecond);
        int from = Math.max(0, frame - 1 - reach);
        int to = Math.min(frames - 1, frame + reach);
        return probability(contact, (way[to] - way[from]) / (to - from) * framesPerSecond);
    }

    /**
     * Contact of a foot, given that of the other one. A network that sees both feet swing is out of its depth more often than the wearer is
     * in the air: more than half of what feet still slid on CMU's clips was in such frames.
     */
    static double supported(double contact, double other) {
        return Math.max(LEAST_CONTACT, contact + Math.max(0, LEAST_SUPPORT - contact - other) / 2);
    }

    /** Nothing up to a contact of 0.045. */
    static double probability(double contact, double metersPerSecond) {
        if (!(contact > SWINGING_CONTACT)) {
            return 0;
        }
        double sure = Math.min(MOST_CONTACT, contact);
        double odds = ODDS_AT_ONE_METER_PER_SECOND * Math.pow(sure / (1 - sure), CONTACT_POWER)
                / Math.pow(metersPerSecond + LEAST_SPEED, SPEED_POWER);
        double believed = Math.min(1, (contact - SWINGING_CONTACT) / (DOUBTFUL_CONTACT - SWINGING_CONTACT));
        return believed * odds / (1 + odds);
    }
}
