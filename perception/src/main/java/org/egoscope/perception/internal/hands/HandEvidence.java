package org.egoscope.perception.internal.hands;

import java.nio.ByteBuffer;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;

/**
 * How sure the landmark network must be that a crop shows a hand. The network was made for hands that a detector is sure of; shown fruit,
 * crockery or a dark wall it gives a presence of 0.5 to 0.8 now and then, while real hands in ego views, small, blurred and half hidden by
 * what they hold, often get no more. What tells the two apart is outside the network: a palm of skin's colour, of a size within the
 * wearer's reach, with an arm that does not come from above, in a crop that shows anything at all. Each that is lacking raises the bar.
 */
final class HandEvidence {
    /** Raised by so much for colours that are no skin; gloves pass with a high presence. */
    private static final double COLOUR_PENALTY = 0.15;
    /** ... for palms down to half of {@link #PALM_SHARE}. */
    private static final double SIZE_PENALTY = 0.2;
    /** ... for arms from above. */
    private static final double DIRECTION_PENALTY = 0.2;
    /** 0.09 m of palm at 1 m under 90 degrees are 0.045 of the width, at arm's length 0.07. */
    private static final double PALM_SHARE = 0.045;
    private static final double HIGHEST_BAR = 0.92;
    /** Raised by so much as the crop's contrast falls from enough to least; below that it shows nothing. */
    private static final double CONTRAST_PENALTY = 0.3;
    /** Measured in dark kitchens: walls and drawers taken for hands 0.009 to 0.016, hands 0.020 to 0.045. */
    private static final double ENOUGH_CONTRAST = 0.019;
    private static final double LEAST_CONTRAST = 0.012;
    /** Log of how much more often a hand is skin-coloured than what is taken for one: about 3. */
    private static final double SKIN_LOG_ODDS = 1.2;
    /**
     * Log of how much more often what is no hand has not shown to move of its own: every false detection in sixteen kitchen clips (161 of
     * 6,800, judged by eye), and 0.39 of the true ones.
     */
    private static final double UNSHOWN_LOG_ODDS = 1.0;
    /** Hands this sure teach the session's colour of skin. */
    private static final double TEACHING_PRESENCE = 0.85;
    private static final int STEPS = 5;

    private final SkinTone tone = new SkinTone();
    private final double base;

    /** @param base presence that is enough for what looks like a hand in every other way */
    HandEvidence(double base) {
        this.base = base;
    }

    /** Presence that is asked for, from the base to nearly 1; above 1 where nothing would do. */
    double bar(HandReading reading, VideoFrame frame) {
        if (reading.contrast() < LEAST_CONTRAST) {
            return 2;
        }
        float[] xy = reading.xyInImage();
        double share = HandShape.palmPixels(xy) / Math.max(frame.size().width(), frame.size().height());
        double small = HandRoles.clamp((PALM_SHARE - share) / (PALM_SHARE / 2), 0, 1);
        double above = HandRoles.clamp(-HandShape.armFromBelow(xy) * 2, 0, 1);
        double dull = HandRoles.clamp((ENOUGH_CONTRAST - reading.contrast()) / (ENOUGH_CONTRAST - LEAST_CONTRAST), 0, 1);
        double bar = base + COLOUR_PENALTY * (1 - skin(reading, frame)) + SIZE_PENALTY * small + DIRECTION_PENALTY * above;
        return Math.min(HIGHEST_BAR, bar + CONTRAST_PENALTY * dull);
    }

    /** 0..1: how far the palm has the colour of skin. */
    double skin(HandReading reading, VideoFrame frame) {
        return tone.likelihood(palmColour(frame, reading.xyInImage()));
    }

    /**
     * Probability of a hand: presence and skin over the last looks and motion, taken as independent.
     *
     * @param shown whether it has moved of its own, see {@link OwnMotion}
     */
    static float confidence(double meanPresence, double meanSkin, boolean shown) {
        double presence = HandRoles.clamp(meanPresence, 0.01, 0.99);
        double odds = Math.log(presence / (1 - presence)) + SKIN_LOG_ODDS * (2 * meanSkin - 1) - (shown ? 0 : UNSHOWN_LOG_ODDS);
        return (float) (1 / (1 + Math.exp(-odds)));
    }

    /** Takes in the colour of a hand that is surely one. */
    void learn(HandReading reading, VideoFrame frame) {
        if (reading.presence() >= TEACHING_PRESENCE) {
            tone.learn(palmColour(frame, reading.xyInImage()));
        }
    }

    SkinTone tone() {
        return tone;
    }

    /** Mean red, green, blue 0..255 of the palm, the triangle of wrist and outer knuckles; black if it is outside. */
    private static double[] palmColour(VideoFrame frame, float[] xy) {
        ByteBuffer rgb = frame.rgb();
        ImageSize size = frame.size();
        double red = 0;
        double green = 0;
        double blue = 0;
        int count = 0;
        for (int i = 0; i <= STEPS; i++) {
            for (int j = 0; i + j <= STEPS; j++) {
                double a = (double) i / STEPS;
                double b = (double) j / STEPS;
                int x = (int) (xy[0] + a * (xy[10] - xy[0]) + b * (xy[34] - xy[0]));
                int y = (int) (xy[1] + a * (xy[11] - xy[1]) + b * (xy[35] - xy[1]));
                if (x >= 0 && y >= 0 && x < size.width() && y < size.height()) {
                    int at = (y * size.width() + x) * 3;
                    red += rgb.get(at) & 0xff;
                    green += rgb.get(at + 1) & 0xff;
                    blue += rgb.get(at + 2) & 0xff;
                    count++;
                }
            }
        }
        int divisor = Math.max(1, count);
        return new double[] {red / divisor, green / divisor, blue / divisor};
    }
}
