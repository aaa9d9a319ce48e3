package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.api.Test;

class SolidityTest {
    private static final ImageSize SIZE = new ImageSize(40, 30);

    private interface Outline {
        boolean contains(int x, int y);
    }

    private static double solidity(Outline outline) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int p = 0; p < bitmap.length; p++) {
            bitmap[p] = (byte) (outline.contains(p % SIZE.width(), p / SIZE.width()) ? 1 : 0);
        }
        return Solidity.of(Mask.ofBitmap(SIZE, bitmap));
    }

    @Test
    void rectanglesFillTheirHull() {
        assertThat(solidity((x, y) -> x >= 4 && x < 20 && y >= 5 && y < 15)).isEqualTo(1);
        assertThat(solidity((x, y) -> true)).as("the whole picture, one run").isEqualTo(1);
        assertThat(solidity((x, y) -> x == 7 && y == 9)).as("one pixel").isEqualTo(1);
    }

    @Test
    void anAngleLeavesTheTriangleBetweenItsEnds() {
        double found = solidity((x, y) -> x >= 4 && x < 20 && y >= 5 && y < 15 || x >= 4 && x < 12 && y >= 15 && y < 25);
        assertThat(found).isEqualTo(240.0 / (240 + 8 * 10 / 2.0), within(1e-12));
    }

    @Test
    void twoPixelsApartSpanTheHullOfBothSquares() {
        // Corners (0,0) (1,0) (1,1) (0,1) and the same moved by (10, 6): the parallelogram between has area |10 x 1 - 1 x 6| + 2 x 6.
        double hull = 1 + 10 + 6;
        assertThat(solidity((x, y) -> x == 3 && y == 4 || x == 13 && y == 10)).isEqualTo(2 / hull, within(1e-12));
    }

    @Test
    void nothingHasNone() {
        assertThat(solidity((x, y) -> false)).isZero();
    }
}
