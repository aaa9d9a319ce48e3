package org.egoscope.perception.internal.hands;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Which pixels have the colour of one hand in one picture, learned from the pixels under its bones. The colour is the pair of log ratios
 * of the channels, which the light's strength does not change, and the logarithm of green, which shadows change. A thing in the hand hides
 * less than half of the bones, so the medians are the hand's; how far the middle half of the pixels lies from them says how even it is.
 */
final class HandColour {
    private static final int CHANNELS = 3;

    /** Fewer pixels under the bones tell no colour. */
    private static final int LEAST_SEEDS = 12;

    /** Normal quartile: half of a normal sample lies within this many standard deviations of its median. */
    private static final double QUARTILE = 0.6745;

    /** Standard deviations: hue, hue, brightness. Noise of a compressed picture at least, another material at most. */
    private static final double[] LEAST_SPREAD = {0.035, 0.05, 0.15};
    private static final double[] MOST_SPREAD = {0.12, 0.18, 0.5};

    /** Squared distance in spreads that is still hand: 99 percent of a normal sample in three dimensions (chi-squared 11.3). */
    private static final double FARTHEST = 11.3;

    /** Keeps logarithms of dark channels calm. */
    private static final double DARK = 8;

    private static final double[] LOGARITHM = logarithms();

    private final double[] median = new double[CHANNELS];
    private final double[] spread = new double[CHANNELS];
    private double[][] seeds = new double[CHANNELS][0];

    private static double[] logarithms() {
        double[] table = new double[256];
        for (int value = 0; value < table.length; value++) {
            table[value] = Math.log(value + DARK);
        }
        return table;
    }

    /**
     * Learns from the pixels at which {@code bones} is set.
     *
     * @return false if there are too few
     */
    boolean learn(ByteBuffer rgb, byte[] bones) {
        int count = 0;
        for (byte bone : bones) {
            count += bone;
        }
        if (count < LEAST_SEEDS) {
            return false;
        }
        if (seeds[0].length < count) {
            seeds = new double[CHANNELS][2 * count];
        }
        int next = 0;
        for (int at = 0; at < bones.length; at++) {
            if (bones[at] != 0) {
                for (int c = 0; c < CHANNELS; c++) {
                    seeds[c][next] = value(rgb, at, c);
                }
                next++;
            }
        }
        for (int c = 0; c < CHANNELS; c++) {
            summarize(c, count);
        }
        return true;
    }

    private void summarize(int channel, int count) {
        double[] values = seeds[channel];
        Arrays.sort(values, 0, count);
        median[channel] = values[count / 2];
        for (int i = 0; i < count; i++) {
            values[i] = Math.abs(values[i] - median[channel]);
        }
        Arrays.sort(values, 0, count);
        spread[channel] = HandRoles.clamp(values[count / 2] / QUARTILE, LEAST_SPREAD[channel], MOST_SPREAD[channel]);
    }

    private static double value(ByteBuffer rgb, int at, int channel) {
        double green = LOGARITHM[rgb.get(3 * at + 1) & 0xff];
        return switch (channel) {
            case 0 -> LOGARITHM[rgb.get(3 * at) & 0xff] - green;
            case 1 -> green - LOGARITHM[rgb.get(3 * at + 2) & 0xff];
            default -> green;
        };
    }

    boolean matches(ByteBuffer rgb, int at) {
        double squared = 0;
        for (int c = 0; c < CHANNELS; c++) {
            double away = (value(rgb, at, c) - median[c]) / spread[c];
            squared += away * away;
        }
        return squared <= FARTHEST;
    }
}
