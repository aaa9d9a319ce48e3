package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.egoscope.core.geometry.ImagePoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepestPointTest {
    private static final int WIDTH = 19;
    private static final int HEIGHT = 13;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noPixelOfTheSetIsFartherFromWhatLiesOutside(long seed) {
        Random random = new Random(seed);
        boolean[] set = new boolean[WIDTH * HEIGHT];
        for (int p = 0; p < set.length; p++) {
            set[p] = random.nextInt(12) > 0;
        }
        int[] box = {2, 1, 17, 12};
        DeepestPoint deepest = new DeepestPoint(WIDTH, HEIGHT);
        // Once before, so that what is left of an earlier look would be seen.
        deepest.of(p -> true, new int[] {0, 0, WIDTH, HEIGHT});
        ImagePoint point = deepest.of(p -> set[p], box);
        int best = 0;
        for (int p = 0; p < set.length; p++) {
            best = Math.max(best, steps(set, box, p));
        }
        assertThat(point).isNotNull();
        int found = (int) point.y() * WIDTH + (int) point.x();
        assertThat(steps(set, box, found)).as("seed %d", seed).isEqualTo(best);
        assertThat(deepest.depthAt(point)).as("seed %d", seed).isEqualTo(best);
    }

    /** To the nearest pixel that is not of the set, or not in the box; the slow way. */
    private static int steps(boolean[] set, int[] box, int p) {
        int least = Integer.MAX_VALUE;
        for (int y = -1; y <= HEIGHT; y++) {
            for (int x = -1; x <= WIDTH; x++) {
                boolean inside = x >= box[0] && x < box[2] && y >= box[1] && y < box[3] && set[y * WIDTH + x];
                least = inside ? least : Math.min(least, Math.abs(x - p % WIDTH) + Math.abs(y - p / WIDTH));
            }
        }
        return least;
    }

    @Test
    void nothingHasNone() {
        assertThat(new DeepestPoint(WIDTH, HEIGHT).of(p -> false, new int[] {0, 0, WIDTH, HEIGHT})).isNull();
    }
}
