package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionDataFolder;
import org.egoscope.motion.MotionFiles;
import org.junit.jupiter.api.Test;

class FloorAndRateTest {
    private static final BodySkeleton BODY = BodySkeleton.ofStature(1.7);

    /** Stands in the T-pose at {@code height}, apart from frames in which it flies. */
    private static BodySequence standing(double height, int frames, int flying, double noise) {
        Random random = new Random(4);
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            double up = t < flying ? 0.3 * t : 0;
            root[t * 3 + 2] = (float) (height + BODY.pelvisHeightMeters() + up + noise * random.nextGaussian());
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Floats.put(local, t * BodySkeleton.JOINTS + j, Quaternion.IDENTITY);
            }
        }
        return BodySequence.ofLocalRotations(BODY, 30, root, local);
    }

    @Test
    void theFloorIsUnderFeetThatStandStill() {
        for (double height : new double[] {-0.4, 0, 1.2}) {
            assertThat(MotionFiles.floorHeight(standing(height, 60, 10, 0))).isCloseTo(height, within(1e-5));
            assertThat(MotionFiles.floorHeight(standing(height, 300, 10, 0.001)))
                    .isCloseTo(height, within(0.001));
        }
    }

    @Test
    void aBodyThatNeverStandsStillHasNoFloor() {
        BodySequence flying = standing(0, 30, 30, 0);
        assertThat(MotionFiles.floorHeight(flying)).isNaN();
        assertThat(FloorHeight.moveToZero(flying)).isSameAs(flying);
    }

    @Test
    void recordedClipsHaveTheirFloorAtZero() {
        for (String name : new String[] {
            "cmu/train/amc_13_29.npz", "bandai/train/bn2_walk_normal_001.npz", "reactidle/val/ri_015_genuine.npz"
        }) {
            double floor = MotionFiles.floorHeight(MotionFiles.read(MotionDataFolder.file(name)).motion());
            assertThat(floor).as(name).isCloseTo(0, within(0.03));
        }
    }

    /** Turns by 1 rad/s about z and moves by 2 m/s: every instant is known. */
    private static BodySequence turning(double rate, int frames) {
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            root[t * 3] = (float) (2 * t / rate);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Quaternion q = j == 0 ? Quaternion.fromAxisAngle(new Vec3(0, 0, 1), t / rate) : Quaternion.IDENTITY;
                Floats.put(local, t * BodySkeleton.JOINTS + j, q);
            }
        }
        return BodySequence.ofLocalRotations(BODY, rate, root, local);
    }

    @Test
    void steadyMotionStaysSteadyAtAnyRate() {
        for (double rate : new double[] {24, 29.97, 30, 50, 60, 144}) {
            BodySequence got = MotionFiles.resample(turning(120, 121), rate);
            assertThat(got.frames()).as("one second at %f", rate).isEqualTo((int) Math.floor(rate + 1e-6) + 1);
            for (int t = 0; t < got.frames(); t++) {
                assertThat(got.jointInWorld(t, 0).x()).as("%f frame %d", rate, t).isCloseTo(2 * t / rate, within(1e-5));
                Quaternion expected = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), t / rate);
                int head = SmplJoint.HEAD.ordinal();
                assertThat(got.rotationInWorld(t, head).angleTo(expected)).as("%f frame %d", rate, t).isLessThan(1e-5);
            }
        }
    }

    @Test
    void halvingTheRateKeepsEveryOtherFrameBitForBit() {
        BodySequence motion = MovingBody.random(9, 21, 60, 0.01);
        BodySequence half = MotionFiles.resample(motion, 30);
        assertThat(half.frames()).isEqualTo(11);
        for (int t = 0; t < half.frames(); t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                assertThat(half.jointInWorld(t, j)).isEqualTo(motion.jointInWorld(2 * t, j));
                assertThat(half.rotationInWorld(t, j)).isEqualTo(motion.rotationInWorld(2 * t, j));
            }
        }
        assertThat(MotionFiles.resample(half, 30)).isSameAs(half);
    }

    /** Frames at the very end must not be lost to rounding. */
    @Test
    void thereAndBackGivesTheSameNumberOfFrames() {
        for (int frames : new int[] {2, 3, 100, 1001}) {
            BodySequence motion = turning(30, frames);
            BodySequence back = MotionFiles.resample(MotionFiles.resample(motion, 120), 30);
            assertThat(back.frames()).as("%d frames", frames).isEqualTo(frames);
        }
    }
}
