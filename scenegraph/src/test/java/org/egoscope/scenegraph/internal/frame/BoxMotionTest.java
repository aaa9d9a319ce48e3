package org.egoscope.scenegraph.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.egoscope.core.observation.BoundingBox;
import org.junit.jupiter.api.Test;

class BoxMotionTest {
    private static final long FRAME_NANOS = 33_333_333L;
    private static final int FRAMES = 60;

    /** The motion after two seconds in which each edge has moved by so many pixels per frame. */
    private static BoxMotion after(float left, float right, float top, float bottom) {
        BoxMotion motion = new BoxMotion();
        for (int i = 0; i < FRAMES; i++) {
            motion.observe(
                    new BoundingBox(100 + i * left, 100 + i * top, 40 + i * (right - left), 30 + i * (bottom - top)), i * FRAME_NANOS);
        }
        return motion;
    }

    @Test
    void whatMovesAsAWholeHasItsSpeed() {
        assertThat(after(3, 3, 4, 4).speed()).isCloseTo(5 * 30, within(0.01));
    }

    @Test
    void whatIsCoveredFromOneSideRests() {
        assertThat(after(0, -0.5f, 0, 0).speed()).isZero();
        assertThat(after(0.5f, 0, 0, -0.4f).speed()).isZero();
    }

    @Test
    void whatGrowsRestsAndWhatGrowsAsItGoesMovesAsItsSlowerEdge() {
        assertThat(after(-1, 1, -1, 1).speed()).isZero();
        assertThat(after(1, 2, 0, 0).speed()).isCloseTo(30, within(0.01));
    }
}
