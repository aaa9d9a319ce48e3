package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HolesTest {
    @Test
    void smallHolesAreFilledAndLargeOnesStay() {
        // Two pixels that touch at a corner, three in a row, and a filled rest.
        String[] picture = {
            "#######",
            "#.#####",
            "##.####",
            "#######",
            "###...#",
            "#######",
        };
        float[] logits = logits(picture);
        Holes.fill(logits, 7, 6, 2);
        assertThat(logits[7 + 1]).isEqualTo(Holes.FILLED);
        assertThat(logits[14 + 2]).isEqualTo(Holes.FILLED);
        assertThat(logits[28 + 3]).isEqualTo(-2);
        assertThat(logits[0]).isEqualTo(3);
    }

    @Test
    void cornersJoinHoles() {
        String[] picture = {".##", "#.#", "##."};
        float[] logits = logits(picture);
        Holes.fill(logits, 3, 3, 2);
        assertThat(logits).containsExactly(logits(picture));
        Holes.fill(logits, 3, 3, 3);
        assertThat(logits[0]).isEqualTo(Holes.FILLED);
    }

    private static float[] logits(String[] rows) {
        float[] logits = new float[rows.length * rows[0].length()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#' ? 3 : -2;
        }
        return logits;
    }
}
