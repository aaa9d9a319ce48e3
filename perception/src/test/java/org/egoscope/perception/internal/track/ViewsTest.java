package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ViewsTest {
    /** Two features at an angle: the cosine of two sights is that of the angle between them. */
    private static byte[] sight(double degrees) {
        byte[] sight = new byte[AppearanceNetwork.FEATURES];
        sight[0] = (byte) Math.round(250 * Math.cos(Math.toRadians(degrees)));
        sight[1] = (byte) Math.round(250 * Math.sin(Math.toRadians(degrees)));
        return sight;
    }

    @Test
    void likenessIsTheCosineWithTheNearestSide() {
        Views views = new Views();
        assertThat(views.likeness(sight(0))).as("nothing is known").isNaN();
        views.learn(sight(0), 1);
        views.learn(sight(90), 2);
        assertThat(views.likeness(sight(20))).isCloseTo((float) Math.cos(Math.toRadians(20)), within(0.005f));
        assertThat(views.likeness(sight(80))).isCloseTo((float) Math.cos(Math.toRadians(10)), within(0.005f));
    }

    @Test
    void aSightOfAKnownSideTakesItsPlaceAndOthersAreKept() {
        Views views = new Views();
        views.learn(sight(0), 1);
        views.learn(sight(90), 2);
        views.learn(sight(15), 3);
        assertThat(views.size()).isEqualTo(2);
        assertThat(views.lastNanos()).isEqualTo(3);
        assertThat(views.likeness(sight(15))).isCloseTo(1, within(0.001f));
        assertThat(views.likeness(sight(90))).isCloseTo(1, within(0.001f));
    }

    @Test
    void ofMoreThanFiveSidesTheOldestIsForgotten() {
        Views views = new Views();
        for (int i = 0; i < 6; i++) {
            byte[] sight = new byte[AppearanceNetwork.FEATURES];
            sight[i] = 100;
            views.learn(sight, i);
        }
        byte[] first = new byte[AppearanceNetwork.FEATURES];
        first[0] = 1;
        assertThat(views.size()).isEqualTo(5);
        assertThat(views.likeness(first)).isZero();
    }

    @Test
    void theyAreTheSameAfterWritingAndReading() throws IOException {
        Views views = new Views();
        views.learn(sight(3), 7);
        views.learn(sight(70), 8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        views.write(new DataOutputStream(bytes));
        Views again = new Views();
        again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(again.lastNanos()).isEqualTo(8);
        assertThat(again.likeness(sight(40))).isEqualTo(views.likeness(sight(40)));
    }
}
