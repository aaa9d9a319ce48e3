package org.egoscope.scenegraph.internal.relation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.relation.Closeness.Pair;
import org.junit.jupiter.api.Test;

/** Two that lie still are near if at least half of the frames since then say so. */
class ClosenessTest {
    private static final Moment REST = new Moment(10, 333_000_000L, 366_000_000L);
    private static final Moment LATER_REST = new Moment(50, 1_666_000_000L, 1_700_000_000L);
    private static final Pair CUP_AND_BOWL = Pair.of(7, 3);

    private final Closeness closeness = new Closeness();

    private void vote(Moment since, int near, int far) {
        for (int i = 0; i < near; i++) {
            closeness.vote(CUP_AND_BOWL, since, true);
        }
        for (int i = 0; i < far; i++) {
            closeness.vote(CUP_AND_BOWL, since, false);
        }
    }

    @Test
    void theOrderOfTheTwoDoesNotMatter() {
        assertThat(Pair.of(3, 7)).isEqualTo(CUP_AND_BOWL);
    }

    @Test
    void whatWasNeverMeasuredIsNotNear() {
        assertThat(closeness.areNear(CUP_AND_BOWL, REST)).isFalse();
    }

    @Test
    void halfOfTheFramesAreEnoughAndOneLessIsNot() {
        vote(REST, 5, 5);
        assertThat(closeness.areNear(CUP_AND_BOWL, REST)).isTrue();
        vote(REST, 0, 1);
        assertThat(closeness.areNear(CUP_AND_BOWL, REST)).isFalse();
    }

    @Test
    void votesOfAnEarlierRestDoNotCount() {
        vote(REST, 20, 0);
        assertThat(closeness.areNear(CUP_AND_BOWL, LATER_REST)).isFalse();
        vote(LATER_REST, 0, 1);
        assertThat(closeness.areNear(CUP_AND_BOWL, LATER_REST)).isFalse();
        assertThat(closeness.areNear(CUP_AND_BOWL, REST)).isFalse();
    }

    @Test
    void aCopyFromItsBytesGoesOnAsItself() throws IOException {
        vote(REST, 3, 4);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        closeness.write(new DataOutputStream(bytes));
        Closeness copy = new Closeness();
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(copy.areNear(CUP_AND_BOWL, REST)).isFalse();
        copy.vote(CUP_AND_BOWL, REST, true);
        assertThat(copy.areNear(CUP_AND_BOWL, REST)).isTrue();
    }
}
