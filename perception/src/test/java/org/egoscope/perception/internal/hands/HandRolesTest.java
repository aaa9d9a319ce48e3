package org.egoscope.perception.internal.hands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.observation.HandSide;
import org.junit.jupiter.api.Test;

class HandRolesTest {
    private static final ImageSize SIZE = new ImageSize(640, 360);
    private static final CameraModel CAMERA = PinholeCamera.fromHorizontalFieldOfView(SIZE, Math.toRadians(90));

    private static HandTrack track(long id, double x, double y, double unit, double turn, double right) {
        HandTrack track = new HandTrack(id, HandGeometryTest.openHand(x, y, unit, turn), 2);
        for (int i = 0; i < 30; i++) {
            HandRoles.learn(track, right, CAMERA);
        }
        return track;
    }

    @Test
    void giveTheWearerOneLeftAndOneRightHandEvenIfTheNetworkCallsBothRight() {
        List<HandRoles.Role> roles = HandRoles.assign(
                List.of(track(1, 450, 330, 45, -0.3, 0.9), track(2, 200, 330, 45, 0.3, 0.8)));
        assertThat(roles).extracting(HandRoles.Role::wearer).containsExactly(true, true);
        assertThat(roles).extracting(HandRoles.Role::side).containsExactly(HandSide.RIGHT, HandSide.LEFT);
    }

    @Test
    void believeTheNetworkAgainstTheArmWhenItIsSteadilySure() {
        List<HandRoles.Role> roles = HandRoles.assign(List.of(track(1, 330, 330, 45, 0, 0.02)));
        assertThat(roles.get(0).side()).isEqualTo(HandSide.LEFT);
    }

    @Test
    void callASmallHandFromAboveSomebodyElses() {
        List<HandRoles.Role> roles = HandRoles.assign(
                List.of(track(1, 320, 60, 18, Math.PI, 0.1), track(2, 420, 340, 50, -0.2, 0.9)));
        assertThat(roles).extracting(HandRoles.Role::wearer).containsExactly(false, true);
    }

    @Test
    void neverGiveTheWearerAThirdHandNorTwoOfOneSide() {
        List<HandTrack> tracks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tracks.add(track(i + 1, 120 + 120 * i, 340, 40, 0, 0.95));
        }
        List<HandRoles.Role> own = HandRoles.assign(tracks).stream().filter(HandRoles.Role::wearer).toList();
        assertThat(own).hasSize(2);
        assertThat(own).extracting(HandRoles.Role::side).containsExactlyInAnyOrder(HandSide.LEFT, HandSide.RIGHT);
    }

    @Test
    void breakATieOfTwinHandsTheSameWayInEitherOrder() {
        HandTrack a = track(1, 320, 330, 45, 0, 0.5);
        HandTrack b = track(2, 320, 330, 45, 0, 0.5);
        List<HandRoles.Role> roles = HandRoles.assign(List.of(a, b));
        assertThat(roles).extracting(HandRoles.Role::side).containsExactlyInAnyOrder(HandSide.LEFT, HandSide.RIGHT);
        List<HandRoles.Role> turned = HandRoles.assign(List.of(b, a));
        assertThat(turned.get(1).side()).isEqualTo(roles.get(0).side());
    }

    @Test
    void keepTheSideOfAHandThatBendsForAMoment() {
        HandTrack track = track(1, 330, 330, 45, -0.3, 0.5);
        HandSide steady = HandRoles.assign(List.of(track)).get(0).side();
        track.xy = HandGeometryTest.openHand(330, 330, 45, 0.9);
        HandRoles.learn(track, 0.5, CAMERA);
        assertThat(HandRoles.assign(List.of(track)).get(0).side()).isEqualTo(steady);
        for (int i = 0; i < 60; i++) {
            HandRoles.learn(track, 0.5, CAMERA);
        }
        assertThat(HandRoles.assign(List.of(track)).get(0).side()).as("for long it is another arm").isNotEqualTo(steady);
    }
}
