package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.egoscope.core.observation.BoundingBox;
import org.junit.jupiter.api.Test;

class PartPairsTest {
    private static Track track(long serial, int keyFramesSeen) {
        Track track = new Track(serial, new BoundingBox(0, 0, 10, 10), ColourHistogram.empty());
        track.keyFramesSeen = keyFramesSeen;
        return track;
    }

    @Test
    void fourKeyFramesForItMoreThanAgainstItAreEnough() {
        PartPairs pairs = new PartPairs();
        Track a = track(1, 0);
        Track b = track(2, 1);
        assertThat(pairs.mayBeOne(a, b)).isTrue();
        int[] changes = {1, 1, -1, -1, -1, -1, 1, 1, 1};
        for (int change : changes) {
            assertThat(pairs.add(a, b, change)).isFalse();
        }
        // Doubt does not add up below nothing: three for it since, and one more.
        assertThat(pairs.add(b, a, 1)).isTrue();
    }

    @Test
    void onlyTracksThatWereOpenedTogetherAreAskedAboutAndNoneThatWasSeenApart() {
        PartPairs pairs = new PartPairs();
        Track old = track(1, 20);
        Track young = track(2, 0);
        Track other = track(3, 1);
        assertThat(pairs.mayBeOne(old, young)).as("long seen by itself").isFalse();
        assertThat(pairs.mayBeOne(young, other)).isTrue();
        young.keyFramesSeen = 30;
        other.keyFramesSeen = 31;
        assertThat(pairs.mayBeOne(young, other)).as("still, since they began together").isTrue();
        pairs.separate(other, young);
        assertThat(pairs.mayBeOne(young, other)).as("seen apart").isFalse();
    }

    @Test
    void anyTwoMayTurnOutToBeTheSameThingTwice() {
        PartPairs pairs = new PartPairs();
        Track old = track(1, 50);
        Track young = track(2, 0);
        boolean[] alike = {false, true, true, false, true, true};
        for (boolean now : alike) {
            assertThat(pairs.addTwins(old, young, now)).isFalse();
        }
        assertThat(pairs.addTwins(young, old, true)).isTrue();
        assertThat(pairs.mayBeOne(old, young)).as("which says nothing of parts").isFalse();
    }

    @Test
    void aPartsPairsBecomeTheWholesAndThoseOfTheDeadAreForgotten() throws IOException {
        PartPairs pairs = new PartPairs();
        Track whole = track(1, 0);
        Track part = track(2, 0);
        Track third = track(3, 0);
        assertThat(pairs.mayBeOne(whole, part)).isTrue();
        assertThat(pairs.mayBeOne(part, third)).isTrue();
        pairs.add(part, third, 3);
        pairs.transfer(part, whole, List.of(whole, third));
        whole.keyFramesSeen = 9;
        third.keyFramesSeen = 9;
        part.keyFramesSeen = 9;
        assertThat(pairs.mayBeOne(whole, part)).isFalse();
        assertThat(pairs.mayBeOne(part, third)).isFalse();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pairs.write(new DataOutputStream(bytes));
        PartPairs again = new PartPairs();
        again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(again.mayBeOne(whole, third)).isTrue();
        assertThat(again.add(whole, third, 1)).as("three of the part's and one").isTrue();
        again.keep(Set.of(1L));
        assertThat(again.mayBeOne(whole, third)).isFalse();
    }
}
