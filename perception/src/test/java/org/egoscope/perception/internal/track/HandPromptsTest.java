package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandPromptsTest {
    @ParameterizedTest(name = "box {0},{1} {2}x{3}, wearer {4}: own arm {5}")
    @CsvSource({
        "150, 100, 200, 188, true, true",
        "150, 100, 200, 188, false, false",
        "150, 100, 200, 150, true, false",
        "0, 100, 300, 100, true, true",
        "300, 0, 212, 288, true, false",
        "150, 100, 362, 60, true, true"
    })
    void aPersonIsTheWearersArmIfItHoldsTheirHandAndReachesTheBorder(
            float x, float y, float width, float height, boolean wearer, boolean expected) {
        float[] points = new float[HandKeypoints.COUNT * 2];
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            points[k * 2] = 200 + k;
            points[k * 2 + 1] = 120 + k;
        }
        Hand hand =
                new Hand(1, HandSide.LEFT, 0.9f, wearer, new HandKeypoints(points, new float[0]), 0.9f, "scripted", false, Optional.empty());
        assertThat(HandPrompts.isOwnArm(new BoundingBox(x, y, width, height), List.of(hand), 512, 288)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "box {0},{1} {2}x{3}: the wearer {4}")
    @CsvSource({
        "150, 160, 200, 128, true",
        "150, 20, 200, 268, false",
        "150, 160, 200, 100, false",
        "0, 20, 200, 200, false"
    })
    void whatComesUpFromTheLowerBorderAndHasNoPlaceForAHeadIsTheWearer(float x, float y, float width, float height, boolean expected) {
        assertThat(HandPrompts.isWearer(new BoundingBox(x, y, width, height), List.of(), 512, 288)).isEqualTo(expected);
    }
}
