package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * How likely a pixel is skin by its colour: the direction of its chroma and the chroma relative to luma, which hardly change with the
 * light's strength, under a Gaussian that starts general and moves to the hands seen, against a histogram of everything else, so that
 * a table of nearly skin's colour counts less the more of the picture it fills.
 */
final class SkinColour {
    /**
     * Direction of (-Cb, Cr) and chroma over luma. Measured on hands in 14 clips of head-mounted cameras and the synthetic scene's skins:
     * clip means 46..63 degrees and 0.23..0.37. Light wood is at 30..38 degrees, dark wood overlaps.
     */
    private static final double PRIOR_DEGREES = 51;
    private static final double PRIOR_CHROMA = 0.29;
    private static final double PRIOR_DEGREES_SPREAD = 7.5;
    private static final double PRIOR_CHROMA_SPREAD = 0.085;
    /** Spreads within one session. */
    private static final double DEGREES_SPREAD = 6;
    private static final double CHROMA_SPREAD = 0.07;
    /** The learned mean stays within this of the prior: never learn wood or tomatoes. */
    private static final double DEGREES_LEASH = 7;
    private static final double CHROMA_LEASH = 0.07;
    private static final int DARKEST = 24;

    private static final int DEGREES_BINS = 20;
    private static final double FIRST_DEGREES = 21;
    private static final double DEGREES_STEP = 3;
    private static final int CHROMA_BINS = 14;
    private static final double FIRST_CHROMA = 0.06;
    private static final double CHROMA_STEP = 0.035;
    private static final int LUMA_BINS = 8;
    private static final int BINS = DEGREES_BINS * CHROMA_BINS * LUMA_BINS;
    private static final int OUTSIDE = -1;

    /** Skin's likelihood is half where its density is this share of the highest. */
    private static final double HALF_DENSITY = 0.2;
    /** A bin that holds this share of the background halves the likelihood; bare arms in 5 percent of the picture fill bins to 0.001. */
    private static final double VETO_SHARE = 0.0004;
    static final float LOW = 0.1f;
    static final float TOP = 0.3f;
    static final double POW = 2;
    private static final double SKIN_RATE = 0.03;
    private static final double BACKGROUND_RATE = 0.03;

    private double degrees = PRIOR_DEGREES;
    private double chroma = PRIOR_CHROMA;
    /** 0 for the general prior to 1 for a session whose hands were seen long. */
    private double trust;
    private final float[] background = new float[BINS];
    private int framesLearned;

    private final float[] table = new float[BINS];
    private final float[] fresh = new float[BINS];
    private short[] bins = new short[0];

    /** Fills {@code likelihood} with 0..1 per pixel. */
    void look(SmallPicture picture, float[] likelihood) {
        if (bins.length != picture.pixels()) {
            bins = new short[picture.pixels()];
        }
        tabulate();
        for (int i = 0; i < likelihood.length; i++) {
            int bin = bin(picture, i);
            bins[i] = (short) bin;
            likelihood[i] = bin == OUTSIDE ? 0 : table[bin];
        }
    }

    private static int bin(SmallPicture picture, int at) {
        float blue = -picture.blueDifference[at];
        float red = picture.redDifference[at];
        int luma = picture.luma[at];
        if (luma < DARKEST || red <= 0 || blue <= 0) {
            return OUTSIDE;
        }
        int degreesBin = (int) Math.floor((degreesOf(blue, red) - FIRST_DEGREES) / DEGREES_STEP);
        int chromaBin = (int) Math.floor((Math.sqrt(blue * blue + red * red) / luma - FIRST_CHROMA) / CHROMA_STEP);
        boolean inside = degreesBin >= 0 && degreesBin < DEGREES_BINS && chromaBin >= 0 && chromaBin < CHROMA_BINS;
        return inside ? (degreesBin * CHROMA_BINS + chromaBin) * LUMA_BINS + luma * LUMA_BINS / 256 : OUTSIDE;
    }

    /** Arc tangent in degrees for positive arguments to 0.3 degrees (Rajan et al. 2006, the quadratic approximation). */
    private static double degreesOf(float blue, float red) {
        return blue > red ? quarter(red / blue) : 90 - quarter(blue / red);
    }

    private static double quarter(double ratio) {
        return ratio * (45 + 15.64 * (1 - ratio));
    }

    private void tabulate() {
        double degreesSpread = PRIOR_DEGREES_SPREAD + trust * (DEGREES_SPREAD - PRIOR_DEGREES_SPREAD);
        double chromaSpread = PRIOR_CHROMA_SPREAD + trust * (CHROMA_SPREAD - PRIOR_CHROMA_SPREAD);
        for (int d = 0; d < DEGREES_BINS; d++) {
            double x = (FIRST_DEGREES + (d + 0.5) * DEGREES_STEP - degrees) / degreesSpread;
            for (int c = 0; c < CHROMA_BINS; c++) {
                double y = (FIRST_CHROMA + (c + 0.5) * CHROMA_STEP - chroma) / chromaSpread;
                double skin = Math.exp(-(x * x + y * y) / 2);
                for (int l = 0; l < LUMA_BINS; l++) {
                    int bin = (d * CHROMA_BINS + c) * LUMA_BINS + l;
                    double veto = Math.pow(background[bin] / VETO_SHARE, POW);
                    table[bin] = (float) (skin / (skin + HALF_DENSITY) / (1 + veto));
                }
            }
        }
    }

    /** Moves towards the colour of a hand's pixels. */
    void learnSkin(SmallPicture picture, int[] pixels, double weight) {
        double blue = 0;
        double red = 0;
        double luma = 0;
        for (int at : pixels) {
            blue -= picture.blueDifference[at];
            red += picture.redDifference[at];
            luma += picture.luma[at];
        }
        double rate = SKIN_RATE * weight;
        double seen = Math.toDegrees(Math.atan2(red, blue));
        degrees = leashed(degrees + rate * (seen - degrees), PRIOR_DEGREES, DEGREES_LEASH);
        chroma = leashed(chroma + rate * (Math.hypot(red, blue) / luma - chroma), PRIOR_CHROMA, CHROMA_LEASH);
        trust += rate * (1 - trust);
    }

    private static double leashed(double value, double prior, double leash) {
        return HandRoles.clamp(value, prior - leash, prior + leash);
    }

    /** Takes in what is not a hand, of the picture last looked at. @param isHand per pixel */
    void learnBackground(boolean[] isHand) {
        Arrays.fill(fresh, 0);
        float count = 0;
        for (int i = 0; i < isHand.length; i++) {
            if (!isHand[i]) {
                float weight = i < isHand.length * TOP ? 1 : LOW;
                count += weight;
                if (bins[i] != OUTSIDE) {
                    fresh[bins[i]] += weight;
                }
            }
        }
        double rate = Math.max(BACKGROUND_RATE, 1.0 / (framesLearned + 1));
        for (int i = 0; i < BINS; i++) {
            background[i] += (float) (rate * (fresh[i] / Math.max(1, count) - background[i]));
        }
        framesLearned++;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(degrees);
        out.writeDouble(chroma);
        out.writeDouble(trust);
        out.writeInt(framesLearned);
        for (float value : background) {
            out.writeFloat(value);
        }
    }

    static SkinColour read(DataInputStream in) throws IOException {
        SkinColour colour = new SkinColour();
        colour.degrees = in.readDouble();
        colour.chroma = in.readDouble();
        colour.trust = in.readDouble();
        colour.framesLearned = in.readInt();
        for (int i = 0; i < BINS; i++) {
            colour.background[i] = in.readFloat();
        }
        return colour;
    }
}
