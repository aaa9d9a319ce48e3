package org.egoscope.motion.internal.evaluation.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    private static final int PELVIS = SmplJoint.PELVIS.ordinal();
    private static final int LEFT_KNEE = SmplJoint.LEFT_KNEE.ordinal();
    private static final int LEFT_FOOT = SmplJoint.LEFT_FOOT.ordinal();
    private static final int HEAD = SmplJoint.HEAD.ordinal();
    private static final Vec3 SHIFT = new Vec3(0.03, 0, 0.04);

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }

    @Test
    void aBodyShiftedByFiveCentimetresIsWrongInTheWorldAndRightRelativeToItself() {
        BodySequence truth = Bodies.random(8, 1);
        BodySequence shifted = Bodies.moved(truth, (t, j, p) -> p.plus(SHIFT));
        assertThat(mean(JointErrors.world(shifted, truth))).isCloseTo(0.05, within(1e-6));
        assertThat(mean(JointErrors.rootRelative(shifted, truth))).isCloseTo(0, within(1e-6));
        assertThat(mean(JointErrors.headAnchored(shifted, truth))).isCloseTo(0, within(1e-6));
        assertThat(mean(JointErrors.procrustes(shifted, truth))).isCloseTo(0, within(1e-5));
        assertThat(mean(HeadErrors.meters(shifted, truth))).isCloseTo(0.05, within(1e-6));
    }

    @Test
    void oneWrongJointCountsForOneOfTwentyTwo() {
        BodySequence truth = Bodies.standing(3);
        BodySequence wrong = Bodies.moved(truth, (t, j, p) -> j == LEFT_KNEE ? p.plus(new Vec3(0, 0.22, 0)) : p);
        assertThat(JointErrors.frameMeans(JointErrors.headAnchored(wrong, truth))).containsExactly(
                new double[] {0.01, 0.01, 0.01}, within(1e-6));
    }

    @Test
    void aWrongPelvisMovesAllOthersWhenBodiesAreLaidOverByIt() {
        BodySequence truth = Bodies.standing(1);
        BodySequence wrong = Bodies.moved(truth, (t, j, p) -> j == PELVIS ? p.plus(SHIFT) : p);
        assertThat(mean(JointErrors.rootRelative(wrong, truth))).isCloseTo(0.05 * 21 / 22, within(1e-6));
        assertThat(mean(JointErrors.headAnchored(wrong, truth))).isCloseTo(0.05 / 22, within(1e-6));
    }

    @Test
    void procrustesForgivesTurnScaleAndShift() {
        BodySequence truth = Bodies.random(4, 3);
        Quaternion turn = Quaternion.fromRotationVector(new Vec3(0.3, 1.2, -0.5));
        BodySequence similar = Bodies.moved(truth, (t, j, p) -> turn.rotate(p).times(1.3).plus(new Vec3(5, 6, 7)));
        assertThat(mean(JointErrors.procrustes(similar, truth))).isLessThan(1e-5);
        assertThat(mean(JointErrors.headAnchored(similar, truth))).isGreaterThan(0.2);
    }

    @Test
    void motionsOfDifferentLengthAreRefused() {
        assertThatThrownBy(() -> JointErrors.world(Bodies.standing(3), Bodies.standing(4)))
                .isInstanceOf(PipelineException.class).hasMessageContaining("expected 4 frames, got 3");
    }

    @Test
    void aKneeBentByThirtyDegreesIsOneWrongRotationOfTwentyTwo() {
        BodySequence truth = Bodies.standing(2);
        BodySequence bent = Bodies.turned(2, (t, j) ->
                j == LEFT_KNEE ? Quaternion.fromAxisAngle(new Vec3(0, 1, 0), Math.toRadians(30)) : Quaternion.IDENTITY);
        assertThat(mean(RotationErrors.geodesicDegrees(bent, truth))).isCloseTo(30.0 / 22, within(1e-4));
        assertThat(mean(RotationErrors.componentDegrees(bent, truth))).isCloseTo(30.0 / 22 / 3, within(1e-4));
    }

    @Test
    void aTurnOfTheWholeBodyIsOneWrongRotationBecauseOthersAreLocal() {
        BodySequence truth = Bodies.standing(1);
        BodySequence turned = Bodies.turned(1, (t, j) ->
                j == 0 ? Quaternion.fromAxisAngle(new Vec3(0, 0, 1), Math.toRadians(44)) : Quaternion.IDENTITY);
        assertThat(mean(RotationErrors.geodesicDegrees(turned, truth))).isCloseTo(2, within(1e-4));
        assertThat(mean(HeadErrors.degrees(turned, truth))).isCloseTo(44, within(1e-3));
    }

    @Test
    void componentsThatDifferByMoreThanHalfATurnWrapRound() {
        BodySequence almost = Bodies.turned(1, (t, j) ->
                j == 4 ? Quaternion.fromAxisAngle(new Vec3(1, 0, 0), Math.toRadians(179)) : Quaternion.IDENTITY);
        BodySequence beyond = Bodies.turned(1, (t, j) ->
                j == 4 ? Quaternion.fromAxisAngle(new Vec3(1, 0, 0), Math.toRadians(-179)) : Quaternion.IDENTITY);
        assertThat(mean(RotationErrors.componentDegrees(almost, beyond))).isCloseTo(2.0 / 22 / 3, within(1e-3));
    }

    @Test
    void theFrobeniusFormOfTheHeadsErrorIsTheNormOfTheMatrixDifference() {
        for (double degrees : new double[] {0, 1, 30, 90, 180}) {
            Quaternion q = Quaternion.fromAxisAngle(new Vec3(0.2, -0.5, 0.8), Math.toRadians(degrees));
            double sum = 0;
            for (Vec3 axis : List.of(new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1))) {
                sum += Math.pow(q.rotate(axis).minus(axis).norm(), 2);
            }
            assertThat(HeadErrors.frobenius(degrees)).isCloseTo(Math.sqrt(sum), within(1e-9));
        }
    }

    @Test
    void aCubicMotionHasTheJerkOfItsThirdDerivativeAndALinearOneNone() {
        BodySequence still = Bodies.standing(12);
        double meters = 2;
        BodySequence cubic = Bodies.moved(still, (t, j, p) -> p.plus(new Vec3(meters * Math.pow(t / 30.0, 3), 0, 0)));
        assertThat(Smoothness.meanJerks(cubic)).hasSize(9);
        assertThat(mean(Smoothness.meanJerks(cubic))).isCloseTo(6 * meters, within(0.05));
        BodySequence linear = Bodies.moved(still, (t, j, p) -> p.plus(new Vec3(0, t / 30.0, 0)));
        assertThat(mean(Smoothness.meanJerks(linear))).isLessThan(0.02);
        assertThat(mean(Smoothness.velocityErrors(linear, still))).isCloseTo(1, within(1e-5));
        assertThat(Smoothness.meanJerks(Bodies.standing(2))).isEmpty();
    }

    @Test
    void theLargestJerkIsThatOfTheOnlyJointThatJumps() {
        BodySequence still = Bodies.standing(12);
        BodySequence jump = Bodies.moved(still, (t, j, p) -> j == LEFT_FOOT && t >= 6 ? p.plus(new Vec3(0.01, 0, 0)) : p);
        double[] jerks = Smoothness.largestJerks(jump);
        // Third differences of a step of 1 cm: 1, -2, 1 cm, times 30^3.
        assertThat(jerks[3]).isCloseTo(270, within(0.1));
        assertThat(jerks[4]).isCloseTo(540, within(0.1));
        assertThat(jerks[5]).isCloseTo(270, within(0.1));
        assertThat(jerks[2]).isCloseTo(0, within(0.1));
        assertThat(Smoothness.meanJerks(jump)[4]).isCloseTo(540.0 / 22, within(0.1));
    }

    @Test
    void peakAndAreaOfAChangeAreTakenOverTheHalfSecondAfterIt() {
        JerkTransition transition = new JerkTransition(30);
        double[] truth = new double[60];
        double[] predicted = new double[60];
        Arrays.fill(truth, 2);
        Arrays.fill(predicted, 2);
        predicted[10] = 9;
        predicted[40] = 1000;
        transition.add(predicted, truth, 10);
        assertThat(transition.peak()).isEqualTo(9);
        assertThat(transition.area()).isEqualTo(7);
        transition.add(truth, truth, 20);
        assertThat(transition.peak()).isEqualTo((9.0 + 2) / 2);
        assertThat(transition.area()).isEqualTo(7.0 / 2);
        transition.add(predicted, truth, 50);
        assertThat(transition.changes()).isEqualTo(2);
    }

    @Test
    void areasAreOfMeansSoThatJerksOfOppositeErrorCancel() {
        JerkTransition transition = new JerkTransition(30);
        double[] truth = new double[20];
        Arrays.fill(truth, 5);
        double[] more = new double[20];
        Arrays.fill(more, 6);
        double[] less = new double[20];
        Arrays.fill(less, 4);
        transition.add(more, truth, 1);
        transition.add(less, truth, 1);
        assertThat(transition.area()).isCloseTo(0, within(1e-12));
        assertThat(new JerkTransition(30).area()).isNaN();
    }

    @Test
    void aBodyThatGlidesSkatesByTheWeightsOfItsFeet() {
        BodySequence still = Bodies.standing(3);
        BodySequence gliding = Bodies.moved(still, (t, j, p) -> p.plus(new Vec3(0.01 * t, 0.02 * t, 0.5)));
        // The toes are lowest; the ankles' height above them decides their weight.
        double ankle = -Bodies.SKELETON.offset(LEFT_FOOT).z();
        double weight = 2 + 2 * (2 - Math.pow(2, ankle / 0.08));
        assertThat(ankle).isLessThan(0.08);
        assertThat(Feet.skate(gliding)[0]).isCloseTo(0.03 * weight, within(1e-6));
        assertThat(mean(Feet.skate(still))).isZero();
        double toes = Feet.lowest(gliding);
        assertThat(Feet.skate(gliding, toes)[0]).isEqualTo(Feet.skate(gliding)[0]);
        assertThat(Feet.skate(gliding, toes + 1)[0]).as("all feet below the level").isCloseTo(0.03 * 4, within(1e-6));
        assertThat(Feet.skate(gliding, toes - 1)[0]).as("all feet far above the level").isZero();
    }

    @Test
    void onlyFeetThatTrulyStandCountAsSliding() {
        BodySequence still = Bodies.standing(2);
        BodySequence truth = Bodies.moved(still, (t, j, p) -> j == LEFT_FOOT ? p.plus(new Vec3(0.02 * t, 0, 0)) : p);
        BodySequence predicted = Bodies.moved(still, (t, j, p) -> p.plus(new Vec3(0, 0.03 * t, 0.04 * t)));
        double[] slide = Feet.slideWhileStanding(predicted, truth);
        assertThat(slide[0]).isNaN();
        assertThat(slide[1]).isCloseTo(0.05, within(1e-6));
        assertThat(mean(slide)).isCloseTo(0.05, within(1e-6));
    }

    @Test
    void standingFeetAreGroundedAndRaisedOnesAreNot() {
        BodySequence still = Bodies.standing(4);
        assertThat(Feet.grounded(still)).containsOnly(true);
        assertThat(Feet.contacts(still)).containsOnly(true);
        assertThat(mean(Feet.penetration(still))).isLessThan(1e-6);
        BodySequence raised = Bodies.moved(still, (t, j, p) -> p.plus(new Vec3(0, 0, 0.09)));
        assertThat(Feet.grounded(raised)).containsOnly(false);
        assertThat(Feet.contacts(raised)).containsOnly(false);
        BodySequence sunk = Bodies.moved(still, (t, j, p) -> p.plus(new Vec3(0, 0, -0.02)));
        assertThat(mean(Feet.penetration(sunk))).isCloseTo(0.02, within(1e-6));
    }

    @Test
    void fastFeetHaveNoContactAndClaimedContactsWin() {
        BodySequence fast = Bodies.moved(Bodies.standing(4), (t, j, p) -> p.plus(new Vec3(0.006 * t, 0, 0)));
        assertThat(Feet.contacts(fast)).as("0.18 m/s").containsOnly(false);
        BodySequence slow = Bodies.moved(Bodies.standing(4), (t, j, p) -> p.plus(new Vec3(0.004 * t, 0, 0)));
        assertThat(Feet.contacts(slow)).as("0.12 m/s").containsOnly(true);
        float[] claims = new float[4 * BodySequence.CONTACTS];
        Arrays.fill(claims, 0.4f);
        claims[0] = 0.6f;
        claims[1] = Float.NaN;
        BodySequence claimed = new BodySequence(slow.skeleton(), 30, slow.rotationsInWorld(), slow.jointsInWorld(), claims);
        assertThat(Arrays.copyOf(booleans(Feet.claimedContacts(claimed)), 4)).containsExactly(1, 1, 0, 0);
    }

    private static int[] booleans(boolean[] values) {
        int[] numbers = new int[values.length];
        Arrays.setAll(numbers, i -> values[i] ? 1 : 0);
        return numbers;
    }

    @Test
    void aTrajectoryThatIsOnlyTurnedAndScaledHasNoAlignedError() {
        BodySequence truth = Bodies.moved(Bodies.random(250, 4), (t, j, p) -> p.plus(new Vec3(0.03 * t, 0.5 * Math.sin(0.02 * t), 0)));
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 0.8);
        BodySequence similar = Bodies.moved(truth, (t, j, p) -> turn.rotate(p).times(0.9).plus(new Vec3(3, 1, 0)));
        assertThat(mean(WorldErrors.firstFramesAligned(similar, truth))).isLessThan(1e-4);
        assertThat(mean(WorldErrors.chunkAligned(similar, truth))).isLessThan(1e-4);
    }

    @Test
    void driftCountsFullyFromTheFirstFramesAndLessOverTheChunk() {
        BodySequence truth = Bodies.standing(100);
        BodySequence drifting = Bodies.moved(truth, (t, j, p) -> p.plus(new Vec3(0.01 * t, 0, 0)));
        // Aligned on frames 0 and 1 (whose mean drift is 0.5 cm): error 1 cm |t - 0.5|, mean 49.005 cm.
        assertThat(mean(WorldErrors.firstFramesAligned(drifting, truth))).isCloseTo(0.49, within(0.002));
        assertThat(mean(WorldErrors.chunkAligned(drifting, truth))).isBetween(0.2, 0.26);
    }

    @Test
    void theRootErrorIsAShareOfThePath() {
        BodySequence truth = Bodies.moved(Bodies.standing(101), (t, j, p) -> p.plus(new Vec3(0.1 * t, 0, 0)));
        BodySequence shifted = Bodies.moved(truth, (t, j, p) -> p.plus(new Vec3(3, 4, 0)));
        assertThat(mean(WorldErrors.rootTranslationPercent(shifted, truth))).isLessThan(1e-3);
        // 10 m true, 11 m predicted: after alignment of the centres the error is 1 % of |t - 50| / 50 * 5 m.
        BodySequence longer = Bodies.moved(truth, (t, j, p) -> p.plus(new Vec3(0.01 * t, 0, 0)));
        double expected = 0;
        for (int t = 0; t <= 100; t++) {
            expected += 0.01 * Math.abs(t - 50) / 10 * 100 / 101;
        }
        assertThat(mean(WorldErrors.rootTranslationPercent(longer, truth))).isCloseTo(expected, within(0.01));
        assertThat(WorldErrors.rootTranslationPercent(Bodies.standing(3), Bodies.standing(3))).containsOnly(Double.NaN);
    }

    @Test
    void drawsAreAsDiverseAsTheyAreApartAndTheBestIsTheNearest() {
        BodySequence truth = Bodies.standing(5);
        BodySequence near = Bodies.moved(truth, (t, j, p) -> j == LEFT_KNEE ? p.plus(new Vec3(0.022, 0, 0)) : p);
        BodySequence far = Bodies.moved(truth, (t, j, p) -> j == LEFT_KNEE ? p.plus(new Vec3(-0.066, 0, 0)) : p);
        assertThat(SampleSpread.diversity(List.of(near, far))).isCloseTo(0.004, within(1e-6));
        assertThat(SampleSpread.diversity(List.of(near, near))).isZero();
        assertThat(SampleSpread.diversity(List.of(near))).isNaN();
        assertThat(SampleSpread.best(List.of(far, near), truth)).isEqualTo(1);
        assertThat(mean(SampleSpread.meanOfDraws(List.of(far, near), truth))).isCloseTo(0.002, within(1e-6));
    }

    @Test
    void theBaselineProtocolForgivesBoneLengthsAndKeepsDirections() {
        BodySequence truth = Bodies.random(7, 6);
        BaselineProtocol protocol = new BaselineProtocol(truth);
        BodySequence giant = Bodies.moved(truth, (t, j, p) -> p.times(1.5).plus(new Vec3(1, 2, 3)));
        assertThat(mean(JointErrors.world(protocol.rebuilt(giant, truth), truth))).isLessThan(1e-5);
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 0.2);
        BodySequence turned = Bodies.moved(truth, (t, j, p) -> turn.rotate(p.minus(truth.jointInWorld(t, HEAD))).plus(truth.jointInWorld(t, HEAD)));
        BodySequence rebuilt = protocol.rebuilt(turned, truth);
        assertThat(mean(JointErrors.world(rebuilt, turned))).isLessThan(1e-5);
    }

    @Test
    void featuresDependNeitherOnPlaceNorOnHeading() {
        BodySequence body = Bodies.moved(Bodies.random(90, 9), (t, j, p) -> p);
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 2);
        BodySequence elsewhere = turnedWhole(body, turn, new Vec3(10, -20, 0));
        Gaussian here = new Gaussian(MotionFeatures.SIZE);
        Gaussian there = new Gaussian(MotionFeatures.SIZE);
        MotionFeatures.addTo(here, body);
        MotionFeatures.addTo(there, elsewhere);
        assertThat(here.count()).isEqualTo(5);
        assertThat(Gaussian.frechetDistance(here, there)).isLessThan(1e-6);
        Gaussian still = new Gaussian(MotionFeatures.SIZE);
        MotionFeatures.addTo(still, Bodies.standing(90));
        assertThat(Gaussian.frechetDistance(here, still)).isGreaterThan(0.05);
    }

    private static BodySequence turnedWhole(BodySequence body, Quaternion turn, Vec3 shift) {
        float[] rotations = new float[body.rotationsInWorld().length];
        for (int i = 0; i < rotations.length / 4; i++) {
            Quaternion q = turn.times(body.rotationInWorld(i / BodySkeleton.JOINTS, i % BodySkeleton.JOINTS));
            rotations[i * 4] = (float) q.w();
            rotations[i * 4 + 1] = (float) q.x();
            rotations[i * 4 + 2] = (float) q.y();
            rotations[i * 4 + 3] = (float) q.z();
        }
        BodySequence moved = Bodies.moved(body, (t, j, p) -> turn.rotate(p).plus(shift));
        return new BodySequence(body.skeleton(), 30, rotations, moved.jointsInWorld(), body.contacts());
    }

    @Test
    void aStandingBodyIsUprightAndABowedOneIsBent() {
        assertThat(Posture.bentOrLow(Bodies.standing(1), 0)).isFalse();
        BodySequence bowed = Bodies.turned(1, (t, j) ->
                j == 0 ? Quaternion.fromAxisAngle(new Vec3(0, 1, 0), Math.toRadians(50)) : Quaternion.IDENTITY);
        assertThat(Posture.bentOrLow(bowed, 0)).isTrue();
        BodySequence low = Bodies.moved(Bodies.standing(1), (t, j, p) -> p.minus(new Vec3(0, 0, 0.5)));
        assertThat(Posture.bentOrLow(low, 0)).isTrue();
    }

    @Test
    void legsLeanByTheAngleOfPelvisOverAnkles() {
        BodySequence standing = Bodies.standing(1);
        Vec3 ankles = standing.jointInWorld(0, 7).plus(standing.jointInWorld(0, 8)).times(0.5);
        Vec3 legs = standing.jointInWorld(0, PELVIS).minus(ankles);
        double aside = legs.z() * Math.tan(Math.toRadians(12)) - legs.x();
        BodySequence leaning = Bodies.moved(standing, (t, j, p) -> j == PELVIS ? p.plus(new Vec3(aside, 0, 0)) : p);
        assertThat(Posture.legLeans(leaning)[0]).isCloseTo(12, within(1e-3));
    }

    @Test
    void theLowerSoleIsCountedFromFlatStandingAndNeverBelowTheFloor() {
        for (double height : new double[] {-0.02, 0, 0.03}) {
            BodySequence body = Bodies.moved(Bodies.standing(1), (t, j, p) -> p.plus(new Vec3(0, 0, j == LEFT_FOOT ? 0.5 : height)));
            assertThat(Feet.lowerSoles(body)).as("at %s", height).containsExactly(new double[] {Math.max(0, height)}, within(1e-6));
        }
    }

    @Test
    void whoWalksDoesNotStandStill() {
        BodySequence walking = Bodies.moved(Bodies.standing(60), (t, j, p) -> p.plus(new Vec3(t * 0.01, 0, 0)));
        BodySequence swaying = Bodies.moved(Bodies.standing(60), (t, j, p) -> p.plus(new Vec3(0.02 * Math.sin(t), 0, 0)));
        assertThat(Posture.standsStill(walking)).containsOnly(false);
        assertThat(Posture.standsStill(swaying)).containsOnly(true);
    }
}
