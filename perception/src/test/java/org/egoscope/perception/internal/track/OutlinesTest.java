package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OutlinesTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;

    @Test
    void bordersAndStrengthsAreThoseOfANaiveCount() {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            long[] planes = new long[WIDTH * HEIGHT];
            float[] edges = new float[planes.length];
            for (int p = 0; p < planes.length; p++) {
                // Blocks of 5, so that there are insides.
                planes[p] = new Random(seed * 1000 + p % WIDTH / 5 * 31 + p / WIDTH / 5).nextInt(8);
                edges[p] = random.nextFloat();
            }
            Outlines outlines = new Outlines(planes, edges, WIDTH, 3);
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    if (a != b) {
                        assertBorder(planes, edges, outlines, a, b, seed);
                    }
                }
            }
        }
    }

    private static void assertBorder(long[] planes, float[] edges, Outlines outlines, int a, int b, long seed) {
        int border = 0;
        double sum = 0;
        int length = 0;
        for (int p = 0; p < planes.length; p++) {
            for (int q : new int[] {p % WIDTH < WIDTH - 1 ? p + 1 : -1, p + WIDTH < planes.length ? p + WIDTH : -1}) {
                if (q < 0) {
                    continue;
                }
                boolean pa = (planes[p] >> a & 1) != 0;
                boolean qa = (planes[q] >> a & 1) != 0;
                boolean pb = (planes[p] >> b & 1) != 0;
                boolean qb = (planes[q] >> b & 1) != 0;
                length += pa != qa ? 1 : 0;
                if (pa && !qa && qb && !pb || qa && !pa && pb && !qb) {
                    border++;
                    sum += Math.max(edges[p], edges[q]);
                }
            }
        }
        assertThat(outlines.border(a, b)).as("seed %d, border of %d and %d", seed, a, b).isEqualTo(border);
        assertThat(outlines.length(a)).as("seed %d, outline of %d", seed, a).isEqualTo(length);
        assertThat((double) outlines.borderStrength(a, b)).as("seed %d, strength", seed).isCloseTo(sum / Math.max(1, border), within(1e-4));
    }

    @Test
    void aBoxIsSolidAndAnAngleOfTwoBoxesFillsWhatTheirHullLeaves() {
        long[] planes = new long[WIDTH * HEIGHT];
        for (int p = 0; p < planes.length; p++) {
            int x = p % WIDTH;
            int y = p / WIDTH;
            planes[p] |= x >= 5 && x < 15 && y >= 5 && y < 25 ? 1 : 0;
            planes[p] |= x >= 15 && x < 35 && y >= 15 && y < 25 ? 2 : 0;
        }
        Outlines outlines = new Outlines(planes, new float[planes.length], WIDTH, 2);
        assertThat(outlines.solidity(0)).isCloseTo(1, within(1e-5f));
        // 10 x 20 and 20 x 10; the hull is the box of 30 x 20 without the triangle of 20 x 10.
        assertThat(outlines.solidity(0, 1)).isCloseTo(400f / (600 - 100), within(1e-5f));
        assertThat(outlines.hullGrowth(0, 1)).isCloseTo(500f / 200, within(1e-5f));
        assertThat(outlines.border(0, 1)).isEqualTo(10);
        assertThat(outlines.sharedOutline(0, 1)).isCloseTo(10f / 60, within(1e-6f));
    }

    @Test
    void whatFillsABittenCornerLiesHalfInTheHullOfTheRest() {
        long[] planes = new long[WIDTH * HEIGHT];
        for (int p = 0; p < planes.length; p++) {
            int x = p % WIDTH;
            int y = p / WIDTH;
            boolean corner = x >= 15 && x < 25 && y >= 15 && y < 25;
            boolean box = x >= 5 && x < 25 && y >= 5 && y < 25;
            planes[p] |= corner ? 2 : box ? 1 : 0;
            planes[p] |= x >= 25 && x < 35 && y >= 5 && y < 25 ? 4 : 0;
        }
        Outlines outlines = new Outlines(planes, new float[planes.length], WIDTH, 3);
        // The hull of the rest is the box of 20 x 20 without half of the corner of 10 x 10.
        assertThat(outlines.inset(0, 1)).isCloseTo(0.5f, within(1e-5f));
        assertThat(outlines.inset(1, 0)).as("the other way round").isCloseTo(0.5f, within(1e-5f));
        assertThat(outlines.inset(1, 2)).as("beside each other, 50 pixels of the hull are neither's").isZero();
    }
}
