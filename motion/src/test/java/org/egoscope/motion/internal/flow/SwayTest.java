package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.junit.jupiter.api.Test;

class SwayTest {
    private static final int C = Conditioning.SWAY.channels();
    private static final int FIRST = HeadFeatures.POSE_CHANNELS;
    private static final int[] REACHES = {8, 24, 64};

    private static float[] sway(HeadTrajectory head, int t) {
        float[] features = HeadFeatures.perFrame(head, Conditioning.SWAY);
        return Arrays.copyOfRange(features, t * C + FIRST, (t + 1) * C);
    }

    /** By loops over the frames in reach, turns added up from frame to frame. */
    @Test
    void itIsTheDistanceFromTheMeanOfTheFramesInReach() {
        HeadTrajectory head = HeadTrajectory.of(FlowFixtures.moving(150, 21), 0);
        double[] heading = new double[150];
        for (int t = 1; t < 150; t++) {
            Quaternion step = HeadFeatures.heading(head.headRotation(t - 1)).conjugate().times(HeadFeatures.heading(head.headRotation(t)));
            heading[t] = heading[t - 1] + 2 * Math.atan(step.z() / step.w());
        }
        for (int t = 0; t < 150; t++) {
            float[] got = sway(head, t);
            for (int r = 0; r < REACHES.length; r++) {
                Vec3 sum = Vec3.ZERO;
                double turns = 0;
                int count = 0;
                for (int i = Math.max(0, t - REACHES[r]); i <= Math.min(149, t + REACHES[r]); i++) {
                    sum = sum.plus(head.eyesInWorld(t).minus(head.eyesInWorld(i)));
                    turns += heading[t] - heading[i];
                    count++;
                }
                Vec3 expected = HeadFeatures.heading(head.headRotation(t)).conjugate().rotate(sum.times(1.0 / count));
                Vec3 seen = new Vec3(got[r * 4], got[r * 4 + 1], got[r * 4 + 2]);
                assertThat(seen.distanceTo(expected)).as("frame %d, reach %d", t, REACHES[r]).isLessThan(1e-6);
                assertThat((double) got[r * 4 + 3]).as("frame %d, reach %d", t, REACHES[r]).isCloseTo(turns / count, within(1e-5));
            }
        }
    }

    @Test
    void farFromTheEndsItDoesNotMatterWhenARecordingBegins() {
        HeadTrajectory head = HeadTrajectory.of(FlowFixtures.moving(240, 22), 0);
        HeadTrajectory later = head.slice(40, 240);
        for (int t = 64; t < 200 - 64; t++) {
            assertThat(FlowFixtures.largestDifference(sway(later, t), sway(head, t + 40))).as("frame %d", t).isLessThan(1e-5);
        }
    }

    /** Ahead at 0.6 m/s for 4 s: nothing to sway about within, and at the ends half the way that is in reach. */
    @Test
    void steadyWalkingSwaysOnlyWhereTheRecordingEnds() {
        int frames = 120;
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        Quaternion heading = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 2.2);
        for (int t = 0; t < frames; t++) {
            FlowFixtures.put(heading, rotations, t);
            FlowFixtures.put(heading.rotate(new Vec3(t * 0.6 / 30, 0, 1.5)), positions, t);
        }
        HeadTrajectory head = new HeadTrajectory(
                BodySkeleton.ofStature(1.7), new HeadTrajectory.Setting(30, true, 0), rotations, positions, HeadTrajectory.Wrists.none(frames));
        double[] first = new double[REACHES.length * 4];
        for (int r = 0; r < REACHES.length; r++) {
            first[r * 4] = -0.6 / 30 * REACHES[r] / 2;
        }
        float[] inside = Arrays.copyOf(sway(head, 60), 8);
        for (int i = 0; i < first.length; i++) {
            assertThat((double) sway(head, 0)[i]).as("first frame, %d", i).isCloseTo(first[i], within(1e-5));
            assertThat((double) sway(head, frames - 1)[i]).as("last frame, %d", i).isCloseTo(-first[i], within(1e-5));
        }
        for (float value : inside) {
            assertThat((double) value).as("inside").isCloseTo(0, within(1e-5));
        }
    }
}
