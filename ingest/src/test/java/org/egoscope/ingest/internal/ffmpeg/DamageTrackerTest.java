package org.egoscope.ingest.internal.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DamageTrackerTest {
    private final DamageTracker tracker = new DamageTracker();

    private void feed(long from, long to, long keyInterval) {
        for (long pts = from; pts < to; pts++) {
            tracker.fed(pts, pts % keyInterval == 0);
        }
    }

    @Test
    void trustsPicturesThatAllComeOut() {
        feed(0, 200, 10);
        for (long pts = 0; pts < 200; pts++) {
            assertThat(tracker.cameOut(pts, false)).as("picture %d", pts).isTrue();
        }
    }

    @Test
    void distrustsEverythingAfterAMissingPictureUntilTheNextKeyFrame() {
        feed(0, 20, 10);
        assertThat(tracker.cameOut(0, false)).isTrue();
        assertThat(tracker.cameOut(2, false)).isFalse();
        assertThat(tracker.cameOut(3, false)).isFalse();
        assertThat(tracker.cameOut(10, false)).isTrue();
        assertThat(tracker.cameOut(11, false)).isTrue();
    }

    @Test
    void distrustsEverythingAfterAFlaggedKeyFrameUntilTheNextOne() {
        feed(0, 20, 10);
        assertThat(tracker.cameOut(0, true)).isFalse();
        assertThat(tracker.cameOut(1, false)).isFalse();
        assertThat(tracker.cameOut(10, false)).isTrue();
    }

    @Test
    void doesNotMissTheLeadingPicturesOfTheKeyFrameItStartsAt() {
        tracker.fed(5, true);
        tracker.fed(3, false);
        tracker.fed(4, false);
        tracker.fed(6, false);
        assertThat(tracker.cameOut(5, false)).isTrue();
        assertThat(tracker.cameOut(6, false)).isTrue();
    }
}
