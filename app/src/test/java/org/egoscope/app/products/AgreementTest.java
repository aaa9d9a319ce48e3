package org.egoscope.app.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.perception.NamedBox;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static NamedBox box(String label, float score, float x) {
        return new NamedBox(label, score, new BoundingBox(x, 10, 40, 40));
    }

    /** Keypoints on the outline of a square of 100 pixels. */
    private static Hand hand(HandSide side, float x, float y) {
        float[] xy = new float[HandKeypoints.COUNT * 2];
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            xy[2 * k] = x + 100 * (k % 2);
            xy[2 * k + 1] = y + 100 * (k / 2 % 2);
        }
        return new Hand(1, side, 0.9f, true, new HandKeypoints(xy, new float[0]), 0.9f, "test", true, Optional.empty());
    }

    @Test
    void boxesAreSharedIfLabelAndPlaceAgree() {
        BoxAgreement agreement = new BoxAgreement();
        agreement.add(
                List.of(box("cup", 0.9f, 0), box("bowl", 0.5f, 100), box("cup", 0.3f, 300)),
                List.of(box("cup", 0.8f, 4), box("cup", 0.45f, 100), box("cup", 0.2f, 340)));

        // One cup 36 of 44 pixels on the other; a bowl is no cup; the last two cups only touch.
        assertThat(agreement.shared()).isEqualTo(1);
        assertThat(agreement.alone()).containsExactly(0.2f, 0.3f, 0.45f, 0.5f);
        assertThat(agreement.toString()).contains("3 and 3", "1 in both", "mean IoU 0.818", "apart by 0.1000");
    }

    @Test
    void twoCupsAreNotSharedWithOne() {
        BoxAgreement agreement = new BoxAgreement();
        agreement.add(List.of(box("cup", 0.9f, 0), box("cup", 0.8f, 5)), List.of(box("cup", 0.85f, 5)));

        assertThat(agreement.shared()).isEqualTo(1);
        assertThat(agreement.alone()).containsExactly(0.8f);
    }

    @Test
    void keypointsAreAsFarApartAsTheyWereMoved() {
        HandAgreement agreement = new HandAgreement();
        agreement.add(
                List.of(hand(HandSide.LEFT, 0, 0), hand(HandSide.RIGHT, 300, 0)), List.of(hand(HandSide.RIGHT, 303, 4), hand(HandSide.RIGHT, 6, 8)));

        assertThat(agreement.shared()).isEqualTo(2);
        assertThat(agreement.distanceAt(0)).isCloseTo(0.05, within(1e-6));
        assertThat(agreement.distanceAt(1)).isCloseTo(0.10, within(1e-6));
        assertThat(agreement.toString()).contains("0.500 on the same side");
    }
}
