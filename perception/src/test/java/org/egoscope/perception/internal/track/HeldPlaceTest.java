package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.junit.jupiter.api.Test;

class HeldPlaceTest {
    /** Wrist at (x, y), the palm straight up with the given length, the fingers as long again. */
    private static Hand hand(HandSide side, float x, float y, float palm, boolean wearer) {
        float[] points = new float[HandKeypoints.COUNT * 2];
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            points[k * 2] = x;
            points[k * 2 + 1] = k == 0 ? y : y - palm * (1 + (k - 1) % 4 / 3f);
        }
        return new Hand(1, side, 0.9f, wearer, new HandKeypoints(points, new float[0]), 0.9f, "scripted", false, Optional.empty());
    }

    @Test
    void theThingGoesWithTheHandAndTwiceAsFarFromItWhenTheHandIsTwiceAsNear() {
        HeldPlace place = new HeldPlace();
        place.learn(new BoundingBox(95, 40, 30, 20), List.of(hand(HandSide.LEFT, 300, 200, 30, true), hand(HandSide.RIGHT, 100, 100, 30, true)));
        ImagePoint before = place.expected(List.of(hand(HandSide.RIGHT, 100, 100, 30, true)));
        assertThat(before).isNotNull();
        assertThat(before.x()).isCloseTo(110, within(1e-4));
        assertThat(before.y()).isCloseTo(50, within(1e-4));
        // The middle knuckle is now at (200, 120), the way from it (10, -20) doubled.
        ImagePoint after = place.expected(List.of(hand(HandSide.RIGHT, 200, 180, 60, true)));
        assertThat(after).isNotNull();
        assertThat(after.x()).isCloseTo(220, within(1e-4));
        assertThat(after.y()).isCloseTo(80, within(1e-4));
    }

    @Test
    void noOtherHandMovesIt() {
        HeldPlace place = new HeldPlace();
        BoundingBox box = new BoundingBox(95, 40, 30, 20);
        assertThat(place.expected(List.of(hand(HandSide.RIGHT, 100, 100, 30, true)))).isNull();
        place.learn(box, List.of(hand(HandSide.RIGHT, 100, 100, 30, false)));
        assertThat(place.expected(List.of(hand(HandSide.RIGHT, 100, 100, 30, true)))).as("another person's").isNull();
        place.learn(box, List.of(hand(HandSide.RIGHT, 100, 100, 30, true)));
        assertThat(place.expected(List.of(hand(HandSide.LEFT, 100, 100, 30, true)))).as("the other hand").isNull();
        place.learn(box, List.of(hand(HandSide.RIGHT, 400, 100, 30, true)));
        assertThat(place.expected(List.of(hand(HandSide.RIGHT, 100, 100, 30, true)))).as("let go").isNull();
    }

    @Test
    void whatIsReadBackExpectsTheSame() throws IOException {
        HeldPlace place = new HeldPlace();
        place.learn(new BoundingBox(95, 40, 30, 20), List.of(hand(HandSide.RIGHT, 100, 100, 30, true)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        place.write(new DataOutputStream(bytes));
        HeldPlace again = new HeldPlace();
        again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        List<Hand> hands = List.of(hand(HandSide.RIGHT, 120, 140, 41, true));
        assertThat(again.expected(hands)).isNotNull().isEqualTo(place.expected(hands));
    }
}
