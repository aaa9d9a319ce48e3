package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CarriedBoxesTest {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 40;
    private final long[] planes = new long[WIDTH * HEIGHT];

    private void paint(long bits, int left, int top, int right, int bottom) {
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                planes[y * WIDTH + x] |= bits;
            }
        }
    }

    @Test
    void aBoxIsTightAndStrayPixelsAreLeftOut() {
        paint(1, 10, 12, 30, 25);
        paint(2, 20, 20, 40, 38);
        // Two of 262 pixels, far away.
        planes[3 * WIDTH + 55] |= 1;
        planes[35 * WIDTH + 2] |= 1;
        int[][] boxes = new CarriedBoxes(planes, WIDTH).of(3);
        assertThat(boxes[0]).containsExactly(10, 12, 30, 25);
        assertThat(boxes[1]).containsExactly(20, 20, 40, 38);
        assertThat(boxes[2]).as("nothing").containsExactly(0, 0, 0, 0);
    }

    @Test
    void aBoxReachesOnWherePictureCameIntoView() {
        paint(1, 6, 10, 30, 20);
        paint(2, 35, 10, 50, 20);
        paint(MaskPlanes.UNSEEN, 0, 0, 6, HEIGHT);
        int[][] boxes = new CarriedBoxes(planes, WIDTH).of(2);
        assertThat(boxes[0]).as("beside the new strip").containsExactly(0, 10, 30, 20);
        assertThat(boxes[1]).as("far from it").containsExactly(35, 10, 50, 20);
    }
}
