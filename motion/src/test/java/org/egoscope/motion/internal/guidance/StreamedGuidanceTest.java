package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
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

    @ParameterizedTest
    @CsvSource({"1,3", "10,6"})
    void seamsBetweenTicksAreNoRougherThanTheInterior(int stride, int lookAhead) {
        BodySequence streamed = streamed(BodyGuidanceTest.spoiledStanding(FRAMES, 30, 22), stride, lookAhead);
        BodySequence whole = new BodyGuidance(GuidanceConfig.streaming())
                .refine(BodyGuidanceTest.spoiledStanding(FRAMES, 30, 22), GuidanceTargets.floorAtZero());
        assertThat(meanJerk(streamed)).isLessThan(1.1 * meanJerk(whole));
    }

    private static BodySequence streamed(BodySequence body, int stride, int lookAhead) {
        BodyGuidance guidance = new BodyGuidance(GuidanceConfig.streaming());
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

    /** Of ankles and toes, metres per frame cubed. */
    private static double meanJerk(BodySequence body) {
        double sum = 0;
        for (int t = 3; t < FRAMES; t++) {
            for (int j : new int[] {7, 8, 10, 11}) {
                sum += body.jointInWorld(t, j).minus(body.jointInWorld(t - 1, j).times(3))
                        .plus(body.jointInWorld(t - 2, j).times(3)).minus(body.jointInWorld(t - 3, j)).norm();
            }
        }
        return sum / (FRAMES - 3) / 4;
    }
}
