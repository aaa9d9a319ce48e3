package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.junit.jupiter.api.Test;

class SpotsTest {
    private static final ImageSize SIZE = new ImageSize(512, 288);

    private interface Painted {
        boolean isThing(int x, int y);
    }

    /** A thing 60 brighter than a plain ground. */
    private static List<Spots.Spot> spots(Painted painted) {
        byte[] lab = new byte[3 * SIZE.pixels()];
        for (int p = 0; p < SIZE.pixels(); p++) {
            lab[3 * p] = (byte) (painted.isThing(p % SIZE.width(), p / SIZE.width()) ? 160 : 100);
            lab[3 * p + 1] = (byte) 128;
            lab[3 * p + 2] = (byte) 128;
        }
        return new Spots(SIZE, lab).find();
    }

    @Test
    void aDiscOnThePlainIsFoundAtItsMiddle() {
        List<Spots.Spot> found = spots((x, y) -> Math.hypot(x - 200, y - 100) <= 5);
        assertThat(found).isNotEmpty();
        assertThat(Math.hypot(found.get(0).x() - 200, found.get(0).y() - 100)).isLessThanOrEqualTo(3);
        assertThat(found.get(0).contrast()).isBetween(40.0, 60.0);
        int[] extent = found.get(0).extent(SIZE);
        assertThat(extent[0]).isLessThanOrEqualTo(196);
        assertThat(extent[2]).isGreaterThanOrEqualTo(205);
    }

    @Test
    void aThinLineIsFoundAlongItsWhole() {
        List<Spots.Spot> found = spots((x, y) -> Math.abs(x - y - 100) <= 3 && y >= 80 && y < 120);
        assertThat(found).isNotEmpty().allMatch(spot -> Math.abs(spot.x() - spot.y() - 100) <= 9);
    }

    @Test
    void edgesAndCornersOfLargeThingsAreNoSpots() {
        assertThat(spots((x, y) -> x > 260)).isEmpty();
        assertThat(spots((x, y) -> x > 150 && x < 350 && y > 90 && y < 210)).isEmpty();
    }

    @Test
    void whatLiesOnThePlainGoesBeforeAPattern() {
        List<Spots.Spot> found = spots((x, y) -> Math.hypot(x - 100, y - 140) <= 5 || (x > 300 && x / 6 % 2 == y / 6 % 2));
        assertThat(found).hasSizeGreaterThan(1);
        assertThat(Math.hypot(found.get(0).x() - 100, found.get(0).y() - 140)).isLessThanOrEqualTo(3);
    }
}
