package org.egoscope.perception.internal.headpose;

import java.util.Random;

/**
 * BRIEF, upright, 256 bits (Calonder et al. 2010): each bit compares two smoothed pixels of a 31 x 31 patch. Upright on purpose: a head
 * rolls little, and without rotation invariance the descriptor tells more points apart.
 */
final class BinaryDescriptor {
    static final int WORDS = 4;
    static final int RADIUS = 15;
    private static final int BITS = 256;

    /** Offsets drawn from N(0, patch/5), the best of the paper's samplings; the seed is part of the format of stored descriptors. */
    private static final byte[] PATTERN = pattern(20100905L);

    private BinaryDescriptor() {}

    private static byte[] pattern(long seed) {
        Random random = new Random(seed);
        byte[] offsets = new byte[BITS * 4];
        for (int i = 0; i < offsets.length; i++) {
            double draw = random.nextGaussian() * (2 * RADIUS + 1) / 5.0;
            offsets[i] = (byte) Math.round(Math.max(-RADIUS, Math.min(RADIUS, draw)));
        }
        return offsets;
    }

    /** False if the patch leaves the image. {@code smoothed} is {@code [height, width]} grey bytes. */
    static boolean describe(byte[] smoothed, int width, int height, float x, float y, long[] out) {
        int column = Math.round(x);
        int row = Math.round(y);
        if (column < RADIUS || row < RADIUS || column >= width - RADIUS || row >= height - RADIUS) {
            return false;
        }
        int center = row * width + column;
        for (int word = 0; word < WORDS; word++) {
            long bits = 0;
            for (int bit = 0; bit < 64; bit++) {
                int at = (word * 64 + bit) * 4;
                int first = smoothed[center + PATTERN[at + 1] * width + PATTERN[at]] & 0xff;
                int second = smoothed[center + PATTERN[at + 3] * width + PATTERN[at + 2]] & 0xff;
                bits = (bits << 1) | (first < second ? 1 : 0);
            }
            out[word] = bits;
        }
        return true;
    }

    /** Hamming distance, 0..256. */
    static int distance(long[] a, long[] b) {
        return Long.bitCount(a[0] ^ b[0])
                + Long.bitCount(a[1] ^ b[1])
                + Long.bitCount(a[2] ^ b[2])
                + Long.bitCount(a[3] ^ b[3]);
    }
}
