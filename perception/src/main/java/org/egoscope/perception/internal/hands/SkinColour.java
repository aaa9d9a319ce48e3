package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How likely a pixel's chroma is skin: a Gaussian that starts at a general prior and moves towards the hands seen, against a histogram of
 * everything else, so that a table of nearly skin's colour counts less the more of the picture it fills.
 */
final class SkinColour {
    /**
     * Prior in (Cb, Cr). Measured on arms and hands of five head-mounted clips: Cb 102..106, Cr 151..164, each within 3 to 5 of its
     * mean; wooden tables beside them Cb 92..96, wooden floors 110..115. The skin cluster of Chai and Ngan (1999), Cb 77..127 and
     * Cr 133..173, contains all of that and is too wide for kitchens.
     */
    private static final double PRIOR_BLUE = 104.5;
    private static final double PRIOR_RED = 156;
    private static final double BLUE_SPREAD = 4.5;
    private static final double RED_SPREAD = 6;
    private static final double GATE = 6.0;
    private static final int BINS = 32;
    private static final double BIN_WIDTH = 4;
    private static final double FIRST_BIN = 64;
    /** A histogram bin that holds this share of the background halves the likelihood; a wall or table fills bins to 0.05..0.2. */
    private static final double VETO_DENSITY = 0.04;
    private static final double SKIN_RATE = 0.05;
    private static final double BACKGROUND_RATE = 0.05;
    /** The learned mean stays within this many spreads of the prior: never learn wood. */
    private static final double LEASH = 1.0;

    private double blue = PRIOR_BLUE;
    private double red = PRIOR_RED;
    private final float[] background = new float[BINS * BINS];
    private boolean hasBackground;

    /** 0..1; 0 outside the gate. */
    float likelihood(float blueDifference, float redDifference) {
        double b = (blueDifference - blue) / BLUE_SPREAD;
        double r = (redDifference - red) / RED_SPREAD;
        double distance = b * b + r * r;
        if (distance > GATE) {
            return 0;
        }
        double veto = background[bin(blueDifference, redDifference)] / VETO_DENSITY;
        return (float) (Math.exp(-distance / 4) / (1 + veto * veto));
    }

    private static int bin(float blueDifference, float redDifference) {
        int column = (int) HandRoles.clamp((blueDifference - FIRST_BIN) / BIN_WIDTH, 0, BINS - 1);
        int row = (int) HandRoles.clamp((redDifference - FIRST_BIN) / BIN_WIDTH, 0, BINS - 1);
        return row * BINS + column;
    }

    /** Moves towards a hand's mean chroma. */
    void learnSkin(double meanBlue, double meanRed) {
        blue = leashed(blue + SKIN_RATE * (meanBlue - blue), PRIOR_BLUE, BLUE_SPREAD);
        red = leashed(red + SKIN_RATE * (meanRed - red), PRIOR_RED, RED_SPREAD);
    }

    private static double leashed(double value, double prior, double spread) {
        return HandRoles.clamp(value, prior - LEASH * spread, prior + LEASH * spread);
    }

    /** Takes in what is not a hand. @param isHand per pixel */
    void learnBackground(SmallPicture picture, boolean[] isHand) {
        float[] fresh = new float[BINS * BINS];
        int count = 0;
        for (int i = 0; i < picture.pixels(); i++) {
            if (!isHand[i]) {
                fresh[bin(picture.blueDifference[i], picture.redDifference[i])]++;
                count++;
            }
        }
        double rate = hasBackground ? BACKGROUND_RATE : 1;
        for (int i = 0; i < fresh.length; i++) {
            background[i] += (float) (rate * (fresh[i] / Math.max(1, count) - background[i]));
        }
        hasBackground = true;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(blue);
        out.writeDouble(red);
        out.writeBoolean(hasBackground);
        for (float value : background) {
            out.writeFloat(value);
        }
    }

    static SkinColour read(DataInputStream in) throws IOException {
        SkinColour colour = new SkinColour();
        colour.blue = in.readDouble();
        colour.red = in.readDouble();
        colour.hasBackground = in.readBoolean();
        for (int i = 0; i < BINS * BINS; i++) {
            colour.background[i] = in.readFloat();
        }
        return colour;
    }
}
