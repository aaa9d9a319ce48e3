package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.Shape;
import org.egoscope.core.observation.Mask;

/** What a thing looks like: share of its pixels in 4 x 8 x 8 cells of Lab space, in 1/32767. */
final class ColourHistogram {
    static final int BINS = 4 * 8 * 8;
    private static final int WHOLE = Short.MAX_VALUE;

    /** New looks count for a quarter. */
    private static final int MEMORY = 3;

    private final short[] share = new short[BINS];

    private ColourHistogram() {}

    /** Of nothing; like nothing. */
    static ColourHistogram empty() {
        return new ColourHistogram();
    }

    /** One histogram per plane; a plane without pixels gives zeros. */
    static ColourHistogram[] ofPlanes(@Shape("H W") long[] planes, @Shape("H W 3") byte[] lab, int count) {
        int[][] counts = new int[count][BINS];
        int[] totals = new int[count];
        for (int p = 0; p < planes.length; p++) {
            long bits = planes[p] & ~MaskPlanes.UNSEEN;
            if (bits == 0) {
                continue;
            }
            int bin = bin(lab, p * 3);
            for (; bits != 0; bits &= bits - 1) {
                int plane = Long.numberOfTrailingZeros(bits);
                counts[plane][bin]++;
                totals[plane]++;
            }
        }
        ColourHistogram[] result = new ColourHistogram[count];
        for (int i = 0; i < count; i++) {
            result[i] = ofCounts(counts[i], totals[i]);
        }
        return result;
    }

    /** Of the pixels of one mask. */
    static ColourHistogram of(Mask mask, @Shape("H W 3") byte[] lab) {
        int[] counts = new int[BINS];
        mask.forEachInside(p -> counts[bin(lab, p * 3)]++);
        return ofCounts(counts, mask.area());
    }

    /** Of so many pixels in each cell; no pixels give zeros. */
    static ColourHistogram ofCounts(int[] counts, int total) {
        ColourHistogram result = new ColourHistogram();
        for (int b = 0; b < BINS && total > 0; b++) {
            result.share[b] = (short) ((long) counts[b] * WHOLE / total);
        }
        return result;
    }

    /** Share of a cell, 0..1. */
    float share(int bin) {
        return (float) share[bin] / WHOLE;
    }

    /** True if it is of nothing. */
    boolean isEmpty() {
        for (short s : share) {
            if (s != 0) {
                return false;
            }
        }
        return true;
    }

    /** Kitchens lie close to grey, so a and b are resolved between 96 and 160 only (OpenCV bytes, neutral at 128). */
    static int bin(byte[] lab, int at) {
        int light = (lab[at] & 255) >> 6;
        int a = Math.max(0, Math.min(7, ((lab[at + 1] & 255) - 96) >> 3));
        int b = Math.max(0, Math.min(7, ((lab[at + 2] & 255) - 96) >> 3));
        return (light * 8 + a) * 8 + b;
    }

    /** Bhattacharyya coefficient, 0..1. */
    float similarity(ColourHistogram other) {
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            sum += Math.sqrt((double) share[b] * other.share[b]);
        }
        return (float) (sum / WHOLE);
    }

    /**
     * How much of this thing the other holds: 1 if each of its colours covers at least as many pixels of the other.
     *
     * @param area pixels of this
     * @param wholeArea pixels of the other
     */
    float shareWithin(ColourHistogram whole, int area, int wholeArea) {
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            sum += Math.min((double) share[b] * area, (double) whole.share[b] * wholeArea);
        }
        return (float) (sum / WHOLE / Math.max(1, area));
    }

    /** Looks of two disjoint masks together, of so many pixels each. */
    ColourHistogram with(ColourHistogram other, int area, int otherArea) {
        ColourHistogram result = new ColourHistogram();
        long all = Math.max(1, (long) area + otherArea);
        for (int b = 0; b < BINS; b++) {
            result.share[b] = (short) (((long) share[b] * area + (long) other.share[b] * otherArea) / all);
        }
        return result;
    }

    /** Looks of what is left of this when a part of it is taken out, of so many pixels each. */
    ColourHistogram without(ColourHistogram part, int area, int partArea) {
        ColourHistogram result = new ColourHistogram();
        long left = Math.max(1, (long) area - partArea);
        for (int b = 0; b < BINS; b++) {
            long pixels = ((long) share[b] * area - (long) part.share[b] * partArea) / left;
            result.share[b] = (short) Math.max(0, Math.min(WHOLE, pixels));
        }
        return result;
    }

    /** Takes over the other's looks wholly if this one is empty, else by a quarter. */
    void learn(ColourHistogram seen) {
        if (isEmpty()) {
            System.arraycopy(seen.share, 0, share, 0, BINS);
            return;
        }
        for (int b = 0; b < BINS; b++) {
            share[b] = (short) ((share[b] * MEMORY + seen.share[b]) / (MEMORY + 1));
        }
    }

    void write(DataOutputStream out) throws IOException {
        for (short s : share) {
            out.writeShort(s);
        }
    }

    static ColourHistogram read(DataInputStream in) throws IOException {
        ColourHistogram result = new ColourHistogram();
        for (int b = 0; b < BINS; b++) {
            result.share[b] = in.readShort();
        }
        return result;
    }
}
