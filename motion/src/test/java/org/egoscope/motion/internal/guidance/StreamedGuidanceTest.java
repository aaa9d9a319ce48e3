package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamedGuidanceTest {
    private static final int FRAMES = 240;
    private static final int PAST = 40;

    @ParameterizedTest
    @CsvSource({"1,0", "1,3", "1,6", "10,6"})
    void streamedFeetStandStillWithoutLossOfAccuracy(int stride, int lookAhead) {
        BodySequence truth = BodyGuidanceTest.standing(FRAMES, 30, 0, BodyGuidanceTest.contacts(FRAMES));
        BodySequence body = BodyGuidanceTest.spoiledStanding(FRAMES, 30, 21);
        BodySequence streamed = streamed(body, stride, lookAhead);
        Figures before = new Figures();
        before.add(body, truth, truth.contacts());
        Figures after = new Figures();
        after.add(streamed, truth, truth.contacts());
        assertThat(after.skateByTrueHeightMeters()).as("before %s, after %s", before, after)
                .isLessThan(0.35 * before.skateByTrueHeightMeters());
        assertThat(after.meanErrorMillimeters()).isLessThan(1.01 * before.meanErrorMillimeters());
        for (int t = 0; t < FRAMES; t++) {
            assertThat(streamed.jointInWorld(t, 15)).isEqualTo(body.jointInWorld(t, 15));
        }
    }

    /** Over three noises, 69 seams: a third difference across a seam against one within a tick. */
    @Test
    void seamsBetweenTicksAreNoRougherThanTheInterior() {
        double atSeams = 0;
        double inside = 0;
        for (int seed = 30; seed < 33; seed++) {
            BodySequence streamed = streamed(BodyGuidanceTest.spoiledStanding(FRAMES, 30, seed), 10, 6);
            atSeams += meanJerk(streamed, true) / 3;
            inside += meanJerk(streamed, false) / 3;
        }
        assertThat(atSeams).as("inside %.3g m per frame cubed", inside).isLessThan(1.1 * inside);
    }

    /** Every frame is a seam here: compared with the same body refined at once. */
    @Test
    void givingOutSingleFramesIsHardlyRougherThanTheWholeAtOnce() {
        BodySequence body = BodyGuidanceTest.spoiledStanding(FRAMES, 30, 22);
        BodySequence whole = new BodyGuidance(GuidanceConfig.reactive()).refine(body, GuidanceTargets.floorAtZero());
        double wholeJerk = (meanJerk(whole, true) * 3 + meanJerk(whole, false) * 7) / 10;
        BodySequence streamed = streamed(body, 1, 3);
        assertThat((meanJerk(streamed, true) * 3 + meanJerk(streamed, false) * 7) / 10).isLessThan(1.15 * wholeJerk);
    }

    /** The body glides ahead over feet that are said to stand: they must come after it, and not all the way on the floor. */
    @Test
    void feetComeAfterABodyThatHasMovedAwayFromThem() {
        BodySequence body = gliding(0.3, 30, 90);
        BodySequence streamed = streamed(body, 10, 21);
        double furthest = 0;
        double way = 0;
        for (int foot : new int[] {10, 11}) {
            for (int t = 180; t < FRAMES; t++) {
                furthest = Math.max(furthest, streamed.jointInWorld(t, foot).distanceTo(body.jointInWorld(t, foot)));
                way += streamed.jointInWorld(t, foot).distanceTo(streamed.jointInWorld(t - 1, foot));
            }
        }
        assertThat(furthest).as("feet behind the body after three seconds, m").isLessThan(0.16);
        assertThat(way).as("way of standing feet in two seconds, m").isLessThan(0.05);
    }

    /** The same with a fifth of a second of look-ahead, in which windows see next to nothing of the standing. */
    @Test
    void feetComeAfterABodyAlsoWhereFramesAreGivenOutOneByOne() {
        BodySequence body = gliding(0.3, 30, 90);
        BodySequence streamed = streamed(body, 1, 6);
        double furthest = 0;
        for (int foot : new int[] {10, 11}) {
            for (int t = 180; t < FRAMES; t++) {
                furthest = Math.max(furthest, streamed.jointInWorld(t, foot).distanceTo(body.jointInWorld(t, foot)));
            }
        }
        assertThat(furthest).as("feet behind the body after three seconds, m").isLessThan(0.26);
    }

    /** The body walks on from the first frame, over feet that are said to stand: it must not begin with legs that reach ahead. */
    @Test
    void legsDoNotBeginWithReachingForWhereTheFeetWillBe() {
        BodySequence body = BodyGuidanceTest.slice(gliding(0.4, 0, 45), 0, 31);
        BodySequence refined = new BodyGuidance(GuidanceConfig.defaults()).refine(body, GuidanceTargets.floorAtZero());
        for (int foot : new int[] {10, 11}) {
            assertThat(refined.jointInWorld(0, foot).distanceTo(body.jointInWorld(0, foot))).as("foot %d ahead of the body, m", foot)
                    .isLessThan(0.15);
            assertThat(refined.jointInWorld(0, foot).z() - body.skeleton().ballHeightMeters()).as("above the floor, m").isLessThan(0.01);
        }
    }

    /** Standing all the time, moved ahead by so much between two frames. */
    private static BodySequence gliding(double meters, int from, int to) {
        BodySequence standing = BodyGuidanceTest.standing(FRAMES, 30, 0, BodyGuidanceTest.contacts(FRAMES));
        float[] joints = standing.jointsInWorld().clone();
        for (int t = 0; t < FRAMES; t++) {
            double part = Math.max(0, Math.min(1, (t - from) / (double) (to - from)));
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                joints[(t * BodySkeleton.JOINTS + j) * 3] += (float) (meters * part * part * (3 - 2 * part));
            }
        }
        return new BodySequence(standing.skeleton(), 30, standing.rotationsInWorld(), joints, standing.contacts());
    }

    private static BodySequence streamed(BodySequence body, int stride, int lookAhead) {
        BodyGuidance guidance = new BodyGuidance(stride == 1 ? GuidanceConfig.reactive() : GuidanceConfig.streaming());
        float[] rotations = body.rotationsInWorld().clone();
        float[] joints = body.jointsInWorld().clone();
        BodySequence given = new BodySequence(body.skeleton(), body.framesPerSecond(), rotations, joints, body.contacts());
        for (int done = 0; done < FRAMES; done += stride) {
            int from = Math.max(0, done - PAST);
            int to = Math.min(FRAMES, done + stride + lookAhead);
            GuidanceTargets targets = GuidanceTargets.floorAtZero();
            BodySequence window = guidance.refine(
                    BodyGuidanceTest.slice(body, from, to),
                    done == 0 ? targets : targets.withCommitted(BodyGuidanceTest.slice(given, from, done)));
            int begin = (done - from) * BodySkeleton.JOINTS;
            int count = Math.min(stride, FRAMES - done) * BodySkeleton.JOINTS;
            System.arraycopy(window.rotationsInWorld(), begin * 4, rotations, done * BodySkeleton.JOINTS * 4, count * 4);
            System.arraycopy(window.jointsInWorld(), begin * 3, joints, done * BodySkeleton.JOINTS * 3, count * 3);
        }
        return given;
    }

    /** Of ankles and toes, metres per frame cubed; at seams: where the four frames lie on both sides of a multiple of ten. */
    private static double meanJerk(BodySequence body, boolean atSeams) {
        double sum = 0;
        int count = 0;
        for (int t = 3; t < FRAMES; t++) {
            for (int j : new int[] {7, 8, 10, 11}) {
                if (t % 10 < 3 == atSeams) {
                    sum += body.jointInWorld(t, j).minus(body.jointInWorld(t - 1, j).times(3))
                            .plus(body.jointInWorld(t - 2, j).times(3)).minus(body.jointInWorld(t - 3, j)).norm();
                    count++;
                }
            }
        }
        return sum / count;
    }
}
