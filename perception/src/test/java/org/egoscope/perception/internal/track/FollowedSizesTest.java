package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.junit.jupiter.api.Test;

class FollowedSizesTest {
    private static final ImageSize SIZE = new ImageSize(64, 48);

    private static Track track(int x, int y, int side) {
        Track track = new Track(1, new BoundingBox(x, y, side, side), ColourHistogram.empty());
        track.area = side * side;
        track.wholeArea = 2 * side * side;
        track.seenWhole = true;
        return track;
    }

    private static int sizeAfter(Track track, int x, int y, int side) {
        long[] planes = new long[SIZE.pixels()];
        for (int p = 0; p < planes.length; p++) {
            int across = p % SIZE.width() - x;
            int down = p / SIZE.width() - y;
            planes[p] = across >= 0 && across < side && down >= 0 && down < side ? 1 : MaskPlanes.UNSEEN;
        }
        FollowedSizes.follow(List.of(track), planes, SIZE);
        return track.wholeArea;
    }

    @Test
    void theWholeGrowsAsTheCarriedMaskDoes() {
        assertThat(sizeAfter(track(20, 20, 10), 20, 20, 12)).isEqualTo(288);
        assertThat(sizeAfter(track(20, 20, 10), 20, 20, 9)).isEqualTo(162);
    }

    @Test
    void theFlowIsNotBelievedBeyondWhatAKeyFrameMayBring() {
        assertThat(sizeAfter(track(20, 20, 10), 10, 10, 20)).isEqualTo(360);
        assertThat(sizeAfter(track(20, 20, 10), 20, 20, 2)).isEqualTo(120);
    }

    @Test
    void whatTheBorderCutsOffTellsNothingOfSize() {
        assertThat(sizeAfter(track(20, 20, 10), 0, 20, 12)).isEqualTo(200);
        assertThat(sizeAfter(track(54, 20, 10), 40, 20, 12)).isEqualTo(200);
    }

    @Test
    void whatCameBackNearerMayKeepThatSize() {
        Track track = track(20, 20, 10);
        assertThat(track.mostArea(1000)).as("before").isLessThan(1000);
        track.sizeIsAnother(1000);
        assertThat(track.mostArea(1000)).isGreaterThanOrEqualTo(1000);
        assertThat(track.likenessOfSize(1000)).isEqualTo(1);
        track.area = 1000;
        assertThat(track.learnArea(true)).as("learned from the next clear sight").isTrue();
        assertThat(track.seenWhole).isTrue();
    }
}
