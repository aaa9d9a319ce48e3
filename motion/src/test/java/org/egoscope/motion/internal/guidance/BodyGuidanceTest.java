package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyGuidanceTest {
    /** Prior 1, velocity 5, delta 10, skate 30, floor and penetration 20, limits 5, wrists 50 and 10: round numbers for closed forms. */
    private static final GuidanceConfig ROUND =
            GuidanceConfig.defaults().withWeights(new GuidanceWeights(1, 5, 0, 5, 10, 30, 20, 20, 5, 50, 10, Beyond.END));

    private static final GuidanceConfig ALL = GuidanceConfig.defaults().withParts(true, true, true);

    @Test
    void headKeepsItsPlaceAndOrientationBitForBit() {
        BodySequence body = spoiledStanding(90, 30, 1);
        BodySequence refined = new BodyGuidance(ALL).refine(body, GuidanceTargets.floorAtZero().withWrists(wristsOff(body, 0.05)));
        int changed = 0;
        for (int t = 0; t < body.frames(); t++) {
            assertThat(refined.jointInWorld(t, 15)).isEqualTo(body.jointInWorld(t, 15));
            assertThat(refined.rotationInWorld(t, 15)).isEqualTo(body.rotationInWorld(t, 15));
            changed += refined.jointInWorld(t, 10).equals(body.jointInWorld(t, 10)) ? 0 : 1;
        }
        assertThat(changed).isEqualTo(body.frames());
    }

    @Test
    void upperBodyStaysBitForBitWhereOnlyLegsAreCorrected() {
        BodySequence body = spoiledStanding(60, 30, 2);
        BodySequence refined = new BodyGuidance(GuidanceConfig.defaults()).refine(body, GuidanceTargets.floorAtZero());
        for (int t = 0; t < body.frames(); t++) {
            for (int j : new int[] {0, 1, 2, 3, 6, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}) {
                assertThat(refined.jointInWorld(t, j)).isEqualTo(body.jointInWorld(t, j));
            }
            for (int j : new int[] {0, 3, 6, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}) {
                assertThat(refined.rotationInWorld(t, j)).isEqualTo(body.rotationInWorld(t, j));
            }
        }
    }

    @Test
    void bodyWithoutContactsAboveTheFloorAndWithinItsLimitsStaysBitForBit() {
        BodySequence body = standing(10, 30, 0.2, new float[60]);
        BodySequence refined = new BodyGuidance(ALL).refine(body, GuidanceTargets.floorAtZero());
        assertThat(refined.jointsInWorld()).isEqualTo(body.jointsInWorld());
        assertThat(refined.rotationsInWorld()).isEqualTo(body.rotationsInWorld());
    }

    @Test
    void offChangesNothing() {
        BodySequence body = spoiledStanding(20, 30, 3);
        BodySequence refined = new BodyGuidance(GuidanceConfig.off()).refine(body, GuidanceTargets.floorAtZero());
        assertThat(refined.jointsInWorld()).isEqualTo(body.jointsInWorld());
        assertThat(refined.rotationsInWorld()).isEqualTo(body.rotationsInWorld());
        assertThat(refined.contacts()).isEqualTo(body.contacts());
    }

    /**
     * A straight arm with pivots {@code l_i} from the wrist and a target {@code e} beside it: the sum of squares
     * {@code sum x_i^2 + W (sum l_i x_i - e)^2} is least where the wrist has moved by {@code e W L / (1 + W L)}, {@code L = sum l_i^2}.
     */
    @ParameterizedTest
    @CsvSource({"0.01,1,1", "0.01,0.1,1", "0.02,0.05,8", "0.01,0.02,3"})
    void straightArmGoesTowardsASeenWristAsInTheClosedForm(double offset, double confidence, int frames) {
        BodySequence body = straightArms(frames, 30);
        WristTargets wrists = new WristTargets(frames);
        for (int t = 0; t < frames; t++) {
            wrists.put(t, 0, body.jointInWorld(t, 20).plus(new Vec3(0, 0, offset)), confidence);
        }
        BodySequence refined = new BodyGuidance(ROUND.withParts(false, false, true).withIterations(30))
                .refine(body, GuidanceTargets.floorAtZero().withWrists(wrists));
        double lengths = 0.55 * 0.55 + 0.45 * 0.45 + 0.25 * 0.25;
        double weight = 2500 * confidence * confidence * lengths;
        double expected = offset * weight / (1 + weight);
        for (int t = 0; t < frames; t++) {
            Vec3 moved = refined.jointInWorld(t, 20).minus(body.jointInWorld(t, 20));
            assertThat(moved.z()).isCloseTo(expected, within(1e-5));
            assertThat(Math.abs(moved.x())).isLessThan(1e-6);
            assertThat(refined.jointInWorld(t, 21)).isEqualTo(body.jointInWorld(t, 21));
        }
    }

    /**
     * Around one frame with a target the correction falls off by a factor {@code r} per frame: with prior 1 and delta 10 alone,
     * {@code x_t = 100 k^2 (x_(t-1) - 2 x_t + x_(t+1))}, so {@code r + 1 / r = 2 + 1 / (100 k^2)} at {@code k} times 30 frames per second.
     */
    @ParameterizedTest
    @ValueSource(doubles = {30, 60, 15})
    void correctionFallsOffInTimeAsInTheClosedForm(double framesPerSecond) {
        int frames = 301;
        BodySequence body = straightArms(frames, framesPerSecond);
        WristTargets wrists = new WristTargets(frames);
        wrists.put(150, 0, body.jointInWorld(150, 20).plus(new Vec3(0, 0, 0.04)), 1);
        GuidanceWeights weights = new GuidanceWeights(1, 0, 0, 0, 10, 0, 0, 0, 0, 50, 0, Beyond.END);
        BodySequence refined = new BodyGuidance(new GuidanceConfig(false, false, true, 40, weights))
                .refine(body, GuidanceTargets.floorAtZero().withWrists(wrists));
        double rate = framesPerSecond / 30;
        double half = 1 + 1 / (200 * rate * rate);
        double expected = half - Math.sqrt(half * half - 1);
        for (int t = 150; t < 170; t++) {
            double now = body.rotationInWorld(t, 16).angleTo(refined.rotationInWorld(t, 16));
            double next = body.rotationInWorld(t + 1, 16).angleTo(refined.rotationInWorld(t + 1, 16));
            assertThat(next / now).as("frame %d", t).isCloseTo(expected, within(2e-4));
        }
    }

    @Test
    void seenWristOrientationIsTaken() {
        BodySequence body = straightArms(5, 30);
        WristTargets wrists = new WristTargets(5);
        Quaternion turn = Quaternion.fromRotationVector(new Vec3(0.3, 0.1, -0.2));
        for (int t = 0; t < 5; t++) {
            wrists.put(t, 0, body.jointInWorld(t, 20), turn, 1);
        }
        BodySequence refined = new BodyGuidance(ROUND.withIterations(20))
                .refine(body, GuidanceTargets.floorAtZero().withWrists(wrists));
        double before = body.rotationInWorld(2, 20).angleTo(turn);
        assertThat(refined.rotationInWorld(2, 20).angleTo(turn)).isLessThan(0.02 * before);
        assertThat(refined.jointInWorld(2, 20).distanceTo(body.jointInWorld(2, 20))).isLessThan(0.002);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.04, 0.1})
    void footInTheFloorIsLiftedOntoIt(double depth) {
        BodySequence body = standing(20, 30, -depth, new float[120]);
        BodySequence refined = new BodyGuidance(GuidanceConfig.defaults().withIterations(60)).refine(body, GuidanceTargets.floorAtZero());
        double ball = body.skeleton().ballHeightMeters();
        assertThat(body.jointInWorld(10, 10).z()).isCloseTo(ball - depth, within(1e-6));
        for (int t = 0; t < 20; t++) {
            for (int foot : new int[] {10, 11}) {
                assertThat(refined.jointInWorld(t, foot).z()).as("frame %d", t).isBetween(ball - 1e-3, ball + 1e-3);
            }
        }
        BodySequence unknown = new BodyGuidance(GuidanceConfig.defaults())
                .refine(body, GuidanceTargets.floorAtZero().withUnknownFloor());
        assertThat(unknown.jointsInWorld()).isEqualTo(body.jointsInWorld());
    }

    @Test
    void kneeBentForwardsIsBroughtBackTowardsItsLimit() {
        BodySequence stand = standing(8, 30, 0.5, new float[48]);
        Quaternion[][] local = Bodies.locals(stand);
        for (Quaternion[] frame : local) {
            frame[4] = Quaternion.fromRotationVector(new Vec3(0, Math.toRadians(-40), 0));
        }
        BodySequence body = Bodies.hung(stand, local, stand.contacts());
        BodySequence refined = new BodyGuidance(ROUND.withIterations(30)).refine(body, GuidanceTargets.floorAtZero());
        // Prior 1, limits 5: x^2 + 25 (30 - x)^2 is least at x = 25 / 26 of the excess of 30 degrees over the limit of 10.
        double bend = Math.toDegrees(refined.localRotation(4, 4).toRotationVector().y());
        assertThat(bend).isCloseTo(-40 + 30 * 25 / 26.0, within(0.01));
    }

    @Test
    void standingFeetStopSlidingAndTheBodyComesNearerToTheTruth() {
        BodySequence truth = standing(240, 30, 0, contacts(240));
        BodySequence body = spoiledStanding(240, 30, 5);
        Figures before = new Figures();
        before.add(body, truth, truth.contacts());
        Figures after = new Figures();
        after.add(new BodyGuidance(GuidanceConfig.defaults()).refine(body, GuidanceTargets.floorAtZero()), truth, truth.contacts());
        assertThat(after.slideMillimeters()).as("before %s, after %s", before, after).isLessThan(0.2 * before.slideMillimeters());
        assertThat(after.skateByTrueHeightMeters()).isLessThan(0.2 * before.skateByTrueHeightMeters());
        assertThat(after.meanErrorMillimeters()).isLessThan(before.meanErrorMillimeters());
    }

    @Test
    void committedFramesStayBitForBitAndTheRestJoinsThemLikeTheWholeSolution() {
        GuidanceConfig config = ALL.withIterations(60);
        BodySequence body = spoiledStanding(150, 30, 6);
        GuidanceTargets targets = GuidanceTargets.floorAtZero().withWrists(wristsOff(body, 0.03));
        BodySequence whole = new BodyGuidance(config).refine(body, targets);
        BodySequence committed = slice(whole, 0, 70);
        BodySequence joined = new BodyGuidance(config).refine(body, targets.withCommitted(committed));
        assertThat(Arrays.copyOf(joined.jointsInWorld(), committed.jointsInWorld().length)).isEqualTo(committed.jointsInWorld());
        assertThat(Arrays.copyOf(joined.rotationsInWorld(), committed.rotationsInWorld().length)).isEqualTo(committed.rotationsInWorld());
        for (int t = 70; t < 150; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                assertThat(joined.jointInWorld(t, j).distanceTo(whole.jointInWorld(t, j))).as("frame %d, joint %d", t, j).isLessThan(3e-3);
            }
        }
    }

    @Test
    void bodiesThatDifferFromTheCommittedOnesAreJoinedWithoutAJump() {
        BodySequence first = standing(60, 30, 0.02, new float[360]);
        Quaternion[][] local = Bodies.locals(first);
        for (Quaternion[] frame : local) {
            frame[1] = frame[1].times(Quaternion.fromRotationVector(new Vec3(0.1, -0.2, 0)));
        }
        BodySequence second = Bodies.hung(first, local, first.contacts());
        double gap = first.jointInWorld(29, 10).distanceTo(second.jointInWorld(30, 10));
        BodySequence begun = slice(first, 0, 30);
        GuidanceWeights freeFeet = new GuidanceWeights(1.5, 15, 10, 28, 3, 0, 35, 40, 5, 50, 10, Beyond.END);
        BodySequence joined = new BodyGuidance(GuidanceConfig.defaults().withWeights(freeFeet))
                .refine(second, GuidanceTargets.floorAtZero().withCommitted(begun, begun));
        for (int t = 30; t < 60; t++) {
            double moved = joined.jointInWorld(t, 10).distanceTo(joined.jointInWorld(t - 1, 10));
            assertThat(moved).as("frame %d, gap %.3f m", t, gap).isLessThan(0.15 * gap);
        }
        assertThat(joined.jointInWorld(59, 10).distanceTo(second.jointInWorld(59, 10))).isLessThan(0.15 * gap);
    }

    @Test
    void windowsOfALongSequenceMeetWithoutASeam() {
        BodySequence body = spoiledStanding(900, 30, 7);
        BodyGuidance guidance = new BodyGuidance(GuidanceConfig.defaults().withIterations(40));
        BodySequence whole = guidance.refine(body, GuidanceTargets.floorAtZero());
        assertThat(guidance.lastReport().windows()).isEqualTo(2);
        assertThat(guidance.lastReport().frames()).isEqualTo(900);
        double interior = Math.max(largestJerk(whole, 200, 480), largestJerk(whole, 540, 800));
        assertThat(largestJerk(whole, 505, 520)).isLessThan(1.1 * interior);
    }

    /** Of ankles and toes, metres per frame cubed. */
    private static double largestJerk(BodySequence body, int from, int to) {
        double largest = 0;
        for (int t = from; t < to; t++) {
            for (int j : new int[] {7, 8, 10, 11}) {
                Vec3 change = body.jointInWorld(t, j).minus(body.jointInWorld(t - 1, j).times(3))
                        .plus(body.jointInWorld(t - 2, j).times(3)).minus(body.jointInWorld(t - 3, j));
                largest = Math.max(largest, change.norm());
            }
        }
        return largest;
    }

    @Test
    void workPerStepIsLinearInFrames() {
        double[] perStep = new double[3];
        int[] lengths = {64, 128, 256};
        for (int i = 0; i < 3; i++) {
            BodyGuidance guidance = new BodyGuidance(ALL);
            guidance.refine(spoiledStanding(lengths[i], 30, 8), GuidanceTargets.floorAtZero());
            perStep[i] = (double) guidance.lastReport().multiplications() / guidance.lastReport().steps();
        }
        assertThat(perStep[2] - perStep[1]).isCloseTo(2 * (perStep[1] - perStep[0]), within(1.0));
    }

    @Test
    void memoryIsAllocatedForTheResultOnly() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        BodySequence body = spoiledStanding(300, 30, 12);
        BodyGuidance guidance = new BodyGuidance(ALL.withIterations(20));
        GuidanceTargets targets = GuidanceTargets.floorAtZero().withWrists(wristsOff(body, 0.05));
        guidance.refine(body, targets);
        long before = threads.getCurrentThreadAllocatedBytes();
        guidance.refine(body, targets);
        long result = 4L * (body.jointsInWorld().length + body.rotationsInWorld().length + body.contacts().length);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(result + 20_000);
    }

    @Test
    void resultFollowsShiftsAndTurnsOfTheWorld() {
        BodySequence body = spoiledStanding(60, 30, 9);
        Quaternion turn = Quaternion.fromRotationVector(new Vec3(0, 0, 2.1));
        Vec3 shift = new Vec3(30, -40, 0);
        BodySequence there = new BodyGuidance(ALL).refine(moved(body, turn, shift), GuidanceTargets.floorAtZero());
        BodySequence here = moved(new BodyGuidance(ALL).refine(body, GuidanceTargets.floorAtZero()), turn, shift);
        for (int t = 0; t < 60; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                assertThat(there.jointInWorld(t, j).distanceTo(here.jointInWorld(t, j))).isLessThan(1e-4);
            }
        }
    }

    @Test
    void sameInstanceGivesTheSameBitsAgain() {
        BodyGuidance guidance = new BodyGuidance(ALL);
        BodySequence body = spoiledStanding(80, 30, 10);
        BodySequence first = guidance.refine(body, GuidanceTargets.floorAtZero());
        guidance.refine(spoiledStanding(140, 30, 11), GuidanceTargets.floorAtZero());
        BodySequence again = guidance.refine(body, GuidanceTargets.floorAtZero());
        assertThat(again.jointsInWorld()).isEqualTo(first.jointsInWorld());
        assertThat(again.rotationsInWorld()).isEqualTo(first.rotationsInWorld());
    }

    @Test
    void inputThatDoesNotFitIsNamed() {
        BodySequence body = standing(4, 30, 0, new float[24]);
        BodyGuidance guidance = new BodyGuidance(GuidanceConfig.defaults());
        assertThatThrownBy(() -> guidance.refine(body, GuidanceTargets.floorAtZero().withWrists(new WristTargets(5))))
                .isInstanceOf(PipelineException.class).hasMessageContaining("expected 4 frames, got 5");
        BodySequence longer = standing(5, 30, 0, new float[30]);
        assertThatThrownBy(() -> guidance.refine(body, GuidanceTargets.floorAtZero().withCommitted(longer)))
                .isInstanceOf(PipelineException.class).hasMessageContaining("at most 4 frames, got 5");
        BodySequence shorter = slice(body, 0, 2);
        assertThatThrownBy(() -> guidance.refine(body, GuidanceTargets.floorAtZero().withCommitted(shorter, body)))
                .isInstanceOf(PipelineException.class).hasMessageContaining("expected 2 frames, got 4");
        body.jointsInWorld()[7] = Float.NaN;
        assertThatThrownBy(() -> guidance.refine(body, GuidanceTargets.floorAtZero()))
                .isInstanceOf(PipelineException.class).hasMessageContaining("finite");
    }

    static float[] contacts(int frames) {
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int t = 0; t < frames; t++) {
            Arrays.fill(contacts, t * BodySequence.CONTACTS, t * BodySequence.CONTACTS + 4, 1);
        }
        return contacts;
    }

    /** Knees bent a little, soles level, toes {@code height} above where they stand. */
    static BodySequence standing(int frames, double framesPerSecond, double height, float[] contacts) {
        BodySkeleton skeleton = BodySkeleton.ofStature(1.7);
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int i = 0; i < frames * BodySkeleton.JOINTS; i++) {
            int j = i % BodySkeleton.JOINTS;
            double bend = j == 1 || j == 2 ? -0.2 : j == 4 || j == 5 ? 0.4 : j == 7 || j == 8 ? -0.2 : 0;
            local[i * 4] = (float) Math.cos(bend / 2);
            local[i * 4 + 2] = (float) Math.sin(bend / 2);
        }
        double toe = BodySequence.ofLocalRotations(skeleton, framesPerSecond, root, local).jointInWorld(0, 10).z();
        for (int t = 0; t < frames; t++) {
            root[t * 3 + 2] = (float) (skeleton.ballHeightMeters() + height - toe);
        }
        BodySequence body = BodySequence.ofLocalRotations(skeleton, framesPerSecond, root, local);
        return new BodySequence(skeleton, framesPerSecond, body.rotationsInWorld(), body.jointsInWorld(), contacts);
    }

    static BodySequence spoiledStanding(int frames, double framesPerSecond, long seed) {
        BodySequence truth = standing(frames, framesPerSecond, 0, contacts(frames));
        return Bodies.hung(truth, Bodies.spoil(truth, 0, 4, new Random(seed)), truth.contacts());
    }

    /** T-pose whose arms are straight along y, with pivots 0.55, 0.45 and 0.25 m from the wrist, high above the floor. */
    private static BodySequence straightArms(int frames, double framesPerSecond) {
        float[] offsets = BodySkeleton.ofStature(1.7).toOffsetArray();
        for (int side = 0; side < 2; side++) {
            float sign = side == 0 ? 1 : -1;
            put(offsets, 13 + side, 0, sign * 0.08f, 0.12f);
            put(offsets, 16 + side, 0, sign * 0.10f, 0);
            put(offsets, 18 + side, 0, sign * 0.20f, 0);
            put(offsets, 20 + side, 0, sign * 0.25f, 0);
        }
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            root[t * 3 + 2] = 2;
        }
        for (int i = 0; i < local.length; i += 4) {
            local[i] = 1;
        }
        return BodySequence.ofLocalRotations(new BodySkeleton(offsets, 1.7, new Vec3(0.08, 0, 0.07), 0.03), framesPerSecond, root, local);
    }

    private static void put(float[] offsets, int joint, float x, float y, float z) {
        offsets[joint * 3] = x;
        offsets[joint * 3 + 1] = y;
        offsets[joint * 3 + 2] = z;
    }

    private static WristTargets wristsOff(BodySequence body, double offset) {
        WristTargets wrists = new WristTargets(body.frames());
        for (int t = 0; t < body.frames(); t++) {
            wrists.put(t, 0, body.jointInWorld(t, 20).plus(new Vec3(offset, -offset, offset)), 0.8);
        }
        return wrists;
    }

    static BodySequence slice(BodySequence body, int from, int to) {
        return new BodySequence(
                body.skeleton(),
                body.framesPerSecond(),
                Arrays.copyOfRange(body.rotationsInWorld(), from * BodySkeleton.JOINTS * 4, to * BodySkeleton.JOINTS * 4),
                Arrays.copyOfRange(body.jointsInWorld(), from * BodySkeleton.JOINTS * 3, to * BodySkeleton.JOINTS * 3),
                Arrays.copyOfRange(body.contacts(), from * BodySequence.CONTACTS, to * BodySequence.CONTACTS));
    }

    private static BodySequence moved(BodySequence body, Quaternion turn, Vec3 shift) {
        float[] rotations = body.rotationsInWorld().clone();
        float[] joints = body.jointsInWorld().clone();
        for (int i = 0; i < body.frames() * BodySkeleton.JOINTS; i++) {
            Quaternion q = turn.times(body.rotationInWorld(i / BodySkeleton.JOINTS, i % BodySkeleton.JOINTS));
            rotations[i * 4] = (float) q.w();
            rotations[i * 4 + 1] = (float) q.x();
            rotations[i * 4 + 2] = (float) q.y();
            rotations[i * 4 + 3] = (float) q.z();
            Vec3 p = turn.rotate(body.jointInWorld(i / BodySkeleton.JOINTS, i % BodySkeleton.JOINTS)).plus(shift);
            joints[i * 3] = (float) p.x();
            joints[i * 3 + 1] = (float) p.y();
            joints[i * 3 + 2] = (float) p.z();
        }
        return new BodySequence(body.skeleton(), body.framesPerSecond(), rotations, joints, body.contacts());
    }
}
