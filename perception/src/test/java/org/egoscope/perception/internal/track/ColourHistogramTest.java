package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Masks of three flat colours, 60, 30 and 10 pixels. */
class ColourHistogramTest {
    private static final int[] PIXELS = {60, 30, 10};

    private static ColourHistogram[] looks() {
        byte[] lab = new byte[300];
        long[] planes = new long[100];
        int p = 0;
        for (int colour = 0; colour < 3; colour++) {
            for (int i = 0; i < PIXELS[colour]; i++, p++) {
                lab[p * 3] = (byte) (40 + 70 * colour);
                lab[p * 3 + 1] = (byte) (110 + 16 * colour);
                lab[p * 3 + 2] = (byte) 128;
                // One plane for each colour, then the first two, then all.
                planes[p] = 1L << colour | (colour < 2 ? 8 : 0) | 16;
            }
        }
        return ColourHistogram.ofPlanes(planes, lab, 5);
    }

    @Test
    void togetherTwoLookAsTheirUnion() {
        ColourHistogram[] looks = looks();
        assertThat(looks[0].with(looks[1], 60, 30).similarity(looks[3])).isCloseTo(1, within(1e-3f));
        // Of all: sqrt(0.6 * 2/3) + sqrt(0.3 * 1/3).
        assertThat(looks[3].similarity(looks[4])).isCloseTo((float) (Math.sqrt(0.4) + Math.sqrt(0.1)), within(1e-3f));
    }

    @Test
    void withoutAPartTheRestIsLeft() {
        ColourHistogram[] looks = looks();
        assertThat(looks[4].without(looks[2], 100, 10).similarity(looks[3])).isCloseTo(1, within(1e-3f));
        assertThat(looks[3].without(looks[1], 90, 30).similarity(looks[1])).as("nothing of it is left").isCloseTo(0, within(1e-2f));
    }

    @Test
    void aPartIsWithinTheWholeByTheColoursThatTheWholeHasAsMuchOf() {
        ColourHistogram[] looks = looks();
        assertThat(looks[1].shareWithin(looks[4], 30, 100)).isCloseTo(1, within(1e-3f));
        assertThat(looks[2].shareWithin(looks[3], 10, 90)).as("not in it").isCloseTo(0, within(1e-3f));
        assertThat(looks[1].shareWithin(looks[4], 60, 100)).as("twice as much of it").isCloseTo(0.5f, within(1e-3f));
    }
}
