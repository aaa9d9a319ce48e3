package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadFeaturesTest {
    private static final Vec3 UP = new Vec3(0, 0, 1);
    private static final Vec3 LEFT = new Vec3(0, 1, 0);
    private static final int C = HeadFeatures.POSE_CHANNELS;
    private static final int LAST_SEEN = 15;

    private static float[] features(HeadTrajectory head) {
        return HeadFeatures.perFrame(head, Conditioning.INVARIANT);
    }

    /** Where the forward axis passes the vertical, at pitch 90 and -90, its direction jumps by 180 degrees; heading must not. */
    @Test
    void headingTurnsWithTheWorldAndIsSteadyWhileLookingStraightDown() {
        double yaw = 0.7;
        Quaternion turn = Quaternion.fromAxisAngle(UP, yaw);
        Quaternion before = null;
        for (int degrees = -179; degrees <= 179; degrees++) {
            for (double roll : new double[] {0, 0.3}) {
                Quaternion rotation = Quaternion.fromAxisAngle(LEFT, Math.toRadians(degrees))
                        .times(Quaternion.fromAxisAngle(new Vec3(1, 0, 0), roll));
                Quaternion heading = HeadFeatures.heading(rotation);
                Quaternion turned = HeadFeatures.heading(turn.times(rotation));
                assertThat(turned.angleTo(turn.times(heading))).as("pitch %d, roll %s", degrees, roll).isLessThan(1e-9);
                assertThat(heading.rotate(UP).distanceTo(UP)).as("pitch %d", degrees).isLessThan(1e-12);
                if (roll == 0) {
                    assertThat(before == null ? 0 : heading.angleTo(before)).as("pitch %d", degrees).isLessThan(1e-9);
                    before = heading;
                }
            }
        }
    }

    @Test
    void headingIsTheSameForBothSignsOfAQuaternionAndDefinedUpsideDown() {
        Quaternion q = FlowFixtures.randomRotation(new Random(3));
        Quaternion opposite = new Quaternion(-q.w(), -q.x(), -q.y(), -q.z());
        assertThat(HeadFeatures.heading(q).angleTo(HeadFeatures.heading(opposite))).isLessThan(1e-7);
        assertThat(HeadFeatures.heading(new Quaternion(0, 0.6, 0.8, 0))).isEqualTo(Quaternion.IDENTITY);
    }

    @Test
    void aTurnOfTheWorldChangesNoFeature() {
        BodySequence body = FlowFixtures.moving(60, 4);
        for (double yaw : new double[] {0.3, 1.6, 3.1, -2.2}) {
            BodySequence turned = FlowFixtures.moved(body, yaw, Vec3.ZERO);
            for (double view : new double[] {0, 2, 2 * Math.PI}) {
                for (Conditioning conditioning : List.of(Conditioning.INVARIANT, Conditioning.SWAY)) {
                    double difference = FlowFixtures.largestDifference(
                            HeadFeatures.perFrame(HeadTrajectory.of(body, view), conditioning),
                            HeadFeatures.perFrame(HeadTrajectory.of(turned, view), conditioning));
                    assertThat(difference).as("yaw %s, view %s, %s", yaw, view, conditioning).isLessThan(1e-4);
                }
            }
        }
    }

    /** Positions on a grid of 2^-15 m, so that a float holds them as exactly 100 m away as here. */
    @Test
    void aShiftOfTheWorldByHundredMetersChangesNoFeature() {
        BodySequence body = FlowFixtures.gridded(FlowFixtures.moving(60, 5));
        BodySequence far = FlowFixtures.moved(body, 0, new Vec3(100, -70, 0));
        for (Conditioning conditioning : List.of(Conditioning.INVARIANT, Conditioning.SWAY)) {
            double difference = FlowFixtures.largestDifference(
                    HeadFeatures.perFrame(HeadTrajectory.of(body, 2 * Math.PI), conditioning),
                    HeadFeatures.perFrame(HeadTrajectory.of(far, 2 * Math.PI), conditioning));
            assertThat(difference).as("%s", conditioning).isLessThan(1e-5);
        }
    }

    /** 100 m from the origin a float knows positions to 4 um, which 30 times a second are 0.2 mm/s; more must not be lost. */
    @Test
    void hundredMetersAwayOnlyTheRoundingOfPositionsIsSeen() {
        BodySequence body = FlowFixtures.moving(60, 5);
        BodySequence far = FlowFixtures.moved(body, 0, new Vec3(100, -70, 0));
        double difference = FlowFixtures.largestDifference(
                features(HeadTrajectory.of(body, 2 * Math.PI)), features(HeadTrajectory.of(far, 2 * Math.PI)));
        assertThat(difference).isLessThan(2 * Math.sqrt(3) * 0x1p-18 * FlowFixtures.RATE + 1e-5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 6.283185307179586})
    void itDoesNotMatterWhenARecordingBegins(double view) {
        int cut = 40;
        HeadTrajectory head = HeadTrajectory.of(FlowFixtures.moving(80, 6), view);
        float[] whole = features(head);
        float[] part = features(head.slice(cut, 80));
        for (int t = 1; t < 80 - cut; t++) {
            for (int c = 0; c < C; c++) {
                // How long a hand has not been seen starts at the window's start where it never was: 3 s, of which exp(-3) is told.
                boolean neverSeen = view == 0 && c >= HeadFeatures.HEAD_CHANNELS
                        && (c - HeadFeatures.HEAD_CHANNELS) % HeadFeatures.HAND_CHANNELS == LAST_SEEN;
                assertThat((double) part[t * C + c]).as("frame %d, channel %d", t, c)
                        .isCloseTo(whole[(cut + t) * C + c], within(neverSeen ? Math.exp(-3) : 1e-6));
            }
        }
        assertThat(Arrays.copyOf(part, 12)).as("motion into the first frame").containsOnly(0);
    }

    /** Forward at 0.6 m/s along a heading, turning left at 1 rad/s, head level. */
    @Test
    void steadyTurnInPlaceIsToldInTheHeadsOwnAxes() {
        int frames = 30;
        double step = 1.0 / 30;
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        for (int t = 0; t < frames; t++) {
            FlowFixtures.put(Quaternion.fromAxisAngle(UP, t * step), rotations, t);
            FlowFixtures.put(new Vec3(7, -3, 1.5), positions, t);
        }
        BodySkeleton skeleton = BodySkeleton.ofStature(1.7);
        HeadTrajectory head = new HeadTrajectory(
                skeleton, new HeadTrajectory.Setting(30, true, 0), rotations, positions, HeadTrajectory.Wrists.none(frames));
        float[] features = features(head);
        int at = 17 * C;
        double cosine = Math.cos(step);
        double sine = Math.sin(step);
        double[] turn = {(cosine - 1) * 30, sine * 30, 0, -sine * 30, (cosine - 1) * 30, 0, 0, 0, 0};
        // The eyes are off the axis of the turn: they move from Rz(0) e to Rz(step) e, seen in the axes before the step.
        Vec3 eyes = skeleton.eyesInHead();
        double[] velocity = {
            (eyes.x() * cosine - eyes.y() * sine - eyes.x()) * 30, (eyes.x() * sine + eyes.y() * cosine - eyes.y()) * 30, 0
        };
        double eyeHeight = 1.5 + eyes.z();
        double standing = HEAD_HEIGHT * 1.7 + eyes.z();
        double[] level = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        assertThat(difference(features, at, turn)).isLessThan(2e-5);
        assertThat(difference(features, at + 9, velocity)).isLessThan(2e-5);
        assertThat(difference(features, at + 12, new double[] {eyeHeight, eyeHeight / standing})).isLessThan(1e-6);
        assertThat(difference(features, at + 14, level)).isLessThan(1e-6);
        assertThat(features[at + 23]).isEqualTo(1);
    }

    /** Of the head joint above the sole, as a share of the named stature, by the published rest offsets: 1.526 m at 1.69 m. */
    private static final double HEAD_HEIGHT = (0.03 + 0.091 + 0.379 + 0.398 + 0.052 + 0.109 + 0.135 + 0.053 + 0.214 + 0.065) / 1.69;

    private static double difference(float[] values, int at, double[] expected) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(values[at + i] - expected[i]));
        }
        return largest;
    }

    @Test
    void withoutAFloorHeightsAreNotTold() {
        HeadTrajectory head = FlowFixtures.withoutFloor(HeadTrajectory.of(FlowFixtures.moving(5, 1), 0));
        float[] features = features(head);
        for (int t = 0; t < 5; t++) {
            assertThat(features[t * C + 12]).isZero();
            assertThat(features[t * C + 13]).isZero();
            assertThat(features[t * C + 23]).isZero();
        }
        assertThat(HeadFeatures.perWindow(head)[7]).isZero();
    }

    /** One hand, seen in frames 2 and 3 of 6, with a rotation only in frame 3; head turned by 90 degrees to the left. */
    @Test
    void handsAreToldRelativeToTheHeadsHeading() {
        int frames = 6;
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        HeadTrajectory.Wrists wrists = HeadTrajectory.Wrists.none(frames);
        Quaternion heading = Quaternion.fromAxisAngle(UP, Math.PI / 2);
        for (int t = 0; t < frames; t++) {
            FlowFixtures.put(heading.times(Quaternion.fromAxisAngle(LEFT, 0.5)), rotations, t);
            FlowFixtures.put(new Vec3(1, 2, 1.6), positions, t);
        }
        int right = 1;
        for (int t = 2; t <= 3; t++) {
            int at = t * 2 + right;
            wrists.confidence()[at] = 0.75f;
            FlowFixtures.put(new Vec3(1.2, 2.5 + 0.01 * t, 1.1), wrists.positions(), at);
            FlowFixtures.put(t == 2 ? new Quaternion(Double.NaN, 0, 0, 0) : heading, wrists.rotations(), at);
        }
        float[] features = features(new HeadTrajectory(
                BodySkeleton.ofStature(1.7), new HeadTrajectory.Setting(30, true, 2), rotations, positions, wrists));
        int hand = HeadFeatures.HEAD_CHANNELS + right * HeadFeatures.HAND_CHANNELS;
        double notSeen = Math.exp(-3 - 2 / 30.0);
        assertThat(difference(features, C + hand, new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, notSeen})).isLessThan(1e-6);
        // World +y is forward of the head, world +x its right, that is -y.
        double[] first = {0.52, -0.2, -0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0.75, 0, 1};
        assertThat(difference(features, 2 * C + hand, first)).isLessThan(1e-5);
        double[] second = {0.53, -0.2, -0.5, 1, 0, 0, 0, 1, 0, 0.01 * 30 * 0.3, 0, 0, 1, 0.75, 1, 1};
        assertThat(difference(features, 3 * C + hand, second)).isLessThan(1e-5);
        double[] lost = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Math.exp(-2 / 30.0)};
        assertThat(difference(features, 5 * C + hand, lost)).isLessThan(1e-6);
        assertThat(features[5 * C + hand - HeadFeatures.HAND_CHANNELS]).as("left hand").isZero();
    }

    @Test
    void onlyTheInvariantConditioningIsBlindToWhereTheWorldsOriginIs() {
        BodySequence body = FlowFixtures.moving(20, 8);
        HeadTrajectory here = HeadTrajectory.of(body, 2 * Math.PI);
        HeadTrajectory there = HeadTrajectory.of(FlowFixtures.moved(body, 1.2, new Vec3(3, 4, 0)), 2 * Math.PI);
        double absolute = FlowFixtures.largestDifference(
                HeadFeatures.perFrame(here, Conditioning.ABSOLUTE), HeadFeatures.perFrame(there, Conditioning.ABSOLUTE));
        double sequence = FlowFixtures.largestDifference(
                HeadFeatures.perFrame(here, Conditioning.SEQUENCE), HeadFeatures.perFrame(there, Conditioning.SEQUENCE));
        assertThat(absolute).isGreaterThan(1);
        assertThat(sequence).as("relative to the first frame").isLessThan(1e-4);
        HeadTrajectory later = HeadTrajectory.of(body.slice(5, 20), 2 * Math.PI);
        float[] cut = HeadFeatures.perFrame(later, Conditioning.SEQUENCE);
        float[] whole = HeadFeatures.perFrame(here, Conditioning.SEQUENCE);
        assertThat(FlowFixtures.largestDifference(cut, Arrays.copyOfRange(whole, 5 * C, 20 * C))).isGreaterThan(0.01);
    }

    @Test
    void windowIsToldTheBodysProportions() {
        BodySkeleton skeleton = BodySkeleton.ofStature(1.9);
        float[] rotations = {1, 0, 0, 0};
        HeadTrajectory head = new HeadTrajectory(
                skeleton, new HeadTrajectory.Setting(60, true, Math.PI), rotations, new float[3], HeadTrajectory.Wrists.none(1));
        float[] window = HeadFeatures.perWindow(head);
        // Published rest offsets (SmplJoint) at reference stature 1.69 m: they scale, so shares of the stature are the same.
        double stature = 1.12 * HEAD_HEIGHT * 1.69;
        double pelvis = (0.03 + 0.091 + 0.379 + 0.398 + 0.052) / stature;
        double trunk = (0.109 + 0.135 + 0.053 + 0.214 + 0.065) / stature;
        double arm = (Math.sqrt(0.024 * 0.024 + 0.257 * 0.257 + 0.013 * 0.013) + 0.250) / stature;
        double shoulder = (0.109 + 0.135 + 0.053 + 0.120 + 0.032) / stature;
        double width = (Math.sqrt(0.036 * 0.036 + 0.080 * 0.080 + 0.120 * 0.120)
                + Math.sqrt(0.009 * 0.009 + 0.094 * 0.094 + 0.032 * 0.032)) / stature;
        double[] expected = {
            (1.9 / 1.69 * stature - 1.7) * 4, (pelvis - 0.53) * 20, (trunk - 0.35) * 20, (arm - 0.30) * 20, (shoulder - 0.28) * 20, (width - 0.12) * 20, 0.5, 1, -2
        };
        assertThat(difference(window, 0, expected)).isLessThan(1e-4);
    }
}
