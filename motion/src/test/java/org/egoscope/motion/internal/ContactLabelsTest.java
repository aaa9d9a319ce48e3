package org.egoscope.motion.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionDataFolder;
import org.egoscope.motion.internal.format.CompactNpz;
import org.junit.jupiter.api.Test;

class ContactLabelsTest {
    private static final BodySkeleton BODY = BodySkeleton.ofStature(1.7);
    private static final Vec3 STANDING = new Vec3(0, 0, BODY.pelvisHeightMeters());

    /** A body whose pelvis is where the function says; all local rotations by joint and frame. */
    private static BodySequence body(int frames, double rate, IntFunction<Vec3> pelvis,
            BiFunction<Integer, SmplJoint, Quaternion> local) {
        float[] root = new float[frames * 3];
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            Vec3 at = pelvis.apply(t);
            root[t * 3] = (float) at.x();
            root[t * 3 + 1] = (float) at.y();
            root[t * 3 + 2] = (float) at.z();
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Quaternion q = local.apply(t, SmplJoint.all().get(j));
                int index = (t * BodySkeleton.JOINTS + j) * 4;
                rotations[index] = (float) q.w();
                rotations[index + 1] = (float) q.x();
                rotations[index + 2] = (float) q.y();
                rotations[index + 3] = (float) q.z();
            }
        }
        return BodySequence.ofLocalRotations(BODY, rate, root, rotations);
    }

    private static BiFunction<Integer, SmplJoint, Quaternion> restPose() {
        return (t, joint) -> Quaternion.IDENTITY;
    }

    private static float[] channel(BodySequence motion, int channel) {
        float[] labels = ContactLabels.of(motion);
        float[] out = new float[motion.frames()];
        for (int t = 0; t < out.length; t++) {
            out[t] = labels[t * BodySequence.CONTACTS + channel];
        }
        return out;
    }

    private static float[] filled(int length, float value) {
        float[] out = new float[length];
        Arrays.fill(out, value);
        return out;
    }

    @Test
    void aBodyThatStandsStillRestsOnBothFeetAndNoHand() {
        BodySequence motion = body(10, 30, t -> STANDING, restPose());
        for (int c = 0; c < BodySequence.CONTACTS; c++) {
            assertThat(channel(motion, c)).as("channel %d", c).containsOnly(filled(10, c < 4 ? 1 : 0));
        }
    }

    @Test
    void feetThatSlideFasterThanTheLimitDoNotRestAtAnyFrameRate() {
        for (double rate : new double[] {24, 30, 60, 120}) {
            for (double speed : new double[] {0.14, 0.16}) {
                BodySequence motion = body(24, rate, t -> STANDING.plus(new Vec3(0, speed * t / rate, 0)), restPose());
                assertThat(channel(motion, 1)).as("%f m/s at %f 1/s", speed, rate).containsOnly(filled(24, speed < 0.15 ? 1 : 0));
            }
        }
    }

    /** Toes may be 4 cm, ankles 8 cm above where they are in standing. */
    @Test
    void heightDecidesForASlowFoot() {
        double[] lifts = {0.03, 0.05, 0.09};
        float[][] expected = {{1, 1}, {0, 1}, {0, 0}};
        for (int i = 0; i < lifts.length; i++) {
            Vec3 at = STANDING.plus(new Vec3(0, 0, lifts[i]));
            BodySequence motion = body(5, 30, t -> at, restPose());
            assertThat(channel(motion, 0)).as("toe %f m up", lifts[i]).containsOnly(expected[i][0]);
            assertThat(channel(motion, 2)).as("ankle %f m up", lifts[i]).containsOnly(expected[i][1]);
        }
    }

    @Test
    void aHandStaysOnSomethingWhileTheBodyMovesOverIt() {
        // The T-pose turns about its left wrist: the wrist stays, the shoulder travels.
        BodySequence still = body(1, 30, t -> STANDING, restPose());
        Vec3 wrist = still.jointInWorld(0, SmplJoint.LEFT_WRIST.ordinal());
        BodySequence turning = body(
                30, 30,
                t -> wrist.plus(turn(t).rotate(STANDING.minus(wrist))),
                (t, joint) -> joint == SmplJoint.PELVIS ? turn(t) : Quaternion.IDENTITY);
        assertThat(channel(turning, 4)).containsOnly(filled(30, 1));
        assertThat(channel(turning, 5)).containsOnly(filled(30, 0));
    }

    private static Quaternion turn(int frame) {
        return Quaternion.fromAxisAngle(new Vec3(0, 0, 1), frame * 0.02);
    }

    @Test
    void handsInTheLapRest() {
        Quaternion level = Quaternion.fromAxisAngle(new Vec3(0, 1, 0), -Math.PI / 2);
        BodySequence sitting = body(20, 30, t -> new Vec3(0, 0, 0.5), (t, joint) -> switch (joint) {
            case LEFT_HIP, RIGHT_HIP -> level;
            case LEFT_KNEE, RIGHT_KNEE -> level.conjugate();
            // The left arm hangs, its forearm slopes forward: the wrist is above the thigh.
            case LEFT_SHOULDER -> Quaternion.fromAxisAngle(new Vec3(1, 0, 0), -Math.PI / 2);
            case LEFT_ELBOW -> Quaternion.fromAxisAngle(new Vec3(0, 0, 1), -Math.PI / 3);
            default -> Quaternion.IDENTITY;
        });
        Vec3 wrist = sitting.jointInWorld(0, SmplJoint.LEFT_WRIST.ordinal());
        Vec3 knee = sitting.jointInWorld(0, SmplJoint.LEFT_KNEE.ordinal());
        BodySequence lowered = body(20, 30, t -> new Vec3(0, 0, 0.5), (t, joint) -> switch (joint) {
            case LEFT_HIP, RIGHT_HIP -> Quaternion.between(new Vec3(0, 0, -1), wrist.minus(thighStart(sitting)));
            default -> sitting.localRotation(0, joint.ordinal());
        });
        assertThat(knee.x()).as("sits facing +x").isGreaterThan(0.3);
        assertThat(channel(sitting, 5)).as("the right arm is stretched out").containsOnly(filled(20, 0));
        assertThat(channel(lowered, 4)).as("thighs point at the left wrist").containsOnly(filled(20, 1));
    }

    private static Vec3 thighStart(BodySequence motion) {
        return motion.jointInWorld(0, SmplJoint.LEFT_HIP.ordinal());
    }

    @Test
    void oneFrameSaysNothingAboutContacts() {
        assertThat(ContactLabels.of(body(1, 30, t -> STANDING, restPose()))).containsOnly(Float.NaN);
    }

    /** Walkers have a foot down nearly always and each foot down a bit more than half of the time. */
    @Test
    void recordedWalkingAlternates() {
        MotionClip clip = CompactNpz.read(MotionDataFolder.file("bandai/train/bn2_walk_normal_001.npz"));
        BodySequence motion = ContactLabels.label(clip.motion());
        int any = 0;
        int left = 0;
        for (int t = 0; t < motion.frames(); t++) {
            boolean leftDown = motion.contact(t, 0) + motion.contact(t, 2) > 0;
            boolean rightDown = motion.contact(t, 1) + motion.contact(t, 3) > 0;
            left += leftDown ? 1 : 0;
            any += leftDown || rightDown ? 1 : 0;
        }
        assertThat(any / (double) motion.frames()).isGreaterThan(0.85);
        assertThat(left / (double) motion.frames()).isCloseTo(0.6, within(0.2));
    }
}
