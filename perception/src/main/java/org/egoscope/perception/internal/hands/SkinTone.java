package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Whether a mean colour may be skin: direction and relative strength of its chroma under a wide Gaussian that moves from the general to
 * the hands that were surely seen, since the light of the room and the camera's white balance shift all skins alike.
 */
final class SkinTone {
    /** The general means are {@link SkinColour}'s. Twice its spreads: for the mean of a palm under any lamp, not for single pixels. */
    private static final double GENERAL_DEGREES = 51;
    private static final double GENERAL_CHROMA = 0.29;
    private static final double DEGREES_SPREAD = 14;
    private static final double CHROMA_SPREAD = 0.14;
    /** Below this brightness colour is noise and says nothing. */
    private static final double DARKEST = 28;
    private static final double SAYS_NOTHING = 0.6;
    private static final double RATE = 0.05;

    /** Chroma over luma as a vector: yellow (-Cb) and red (Cr). */
    private double yellow = GENERAL_CHROMA * Math.cos(Math.toRadians(GENERAL_DEGREES));
    private double red = GENERAL_CHROMA * Math.sin(Math.toRadians(GENERAL_DEGREES));

    /** 0..1. @param rgb 0..255 */
    double likelihood(double[] rgb) {
        double luma = luma(rgb);
        if (luma < DARKEST) {
            return SAYS_NOTHING;
        }
        double y = -0.564 * (rgb[2] - luma) / luma;
        double r = 0.713 * (rgb[0] - luma) / luma;
        double turn = Math.IEEEremainder(Math.atan2(r, y) - Math.atan2(red, yellow), 2 * Math.PI);
        double degrees = Math.toDegrees(turn) / DEGREES_SPREAD;
        double chroma = (Math.hypot(y, r) - Math.hypot(yellow, red)) / CHROMA_SPREAD;
        return Math.exp(-(degrees * degrees + chroma * chroma) / 2);
    }

    void learn(double[] rgb) {
        double luma = luma(rgb);
        if (luma >= DARKEST) {
            yellow += RATE * (-0.564 * (rgb[2] - luma) / luma - yellow);
            red += RATE * (0.713 * (rgb[0] - luma) / luma - red);
        }
    }

    /** ITU-R BT.601. */
    private static double luma(double[] rgb) {
        return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
    }

    void forget() {
        yellow = GENERAL_CHROMA * Math.cos(Math.toRadians(GENERAL_DEGREES));
        red = GENERAL_CHROMA * Math.sin(Math.toRadians(GENERAL_DEGREES));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(yellow);
        out.writeDouble(red);
    }

    void read(DataInputStream in) throws IOException {
        yellow = in.readDouble();
        red = in.readDouble();
    }
}
