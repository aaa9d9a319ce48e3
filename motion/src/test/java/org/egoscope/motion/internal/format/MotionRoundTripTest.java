package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionDataFolder;
import org.egoscope.motion.MotionFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotionRoundTripTest {
    private static final double METERS = 1e-4;
    private static final double DEGREES = 0.01;

    @TempDir
    private Path folder;

    private static void assertSame(BodySequence expected, BodySequence got, String what) {
        assertThat(got.frames()).as(what).isEqualTo(expected.frames());
        assertThat(got.framesPerSecond()).as(what).isCloseTo(expected.framesPerSecond(), within(1e-6));
        double metres = 0;
        double degrees = 0;
        for (int t = 0; t < expected.frames(); t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                metres = Math.max(metres, got.jointInWorld(t, j).distanceTo(expected.jointInWorld(t, j)));
                degrees = Math.max(
                        degrees, Math.toDegrees(got.rotationInWorld(t, j).angleTo(expected.rotationInWorld(t, j))));
            }
        }
        assertThat(metres).as("%s: metres", what).isLessThan(METERS);
        assertThat(degrees).as("%s: degrees", what).isLessThan(DEGREES);
    }

    private BodySequence roundTrip(BodySequence motion, String name) {
        Path file = folder.resolve(name);
        MotionFiles.write(MovingBody.clip(motion), file);
        return MotionFiles.read(file).motion();
    }

    @Test
    void amassKeepsBodyNameAndContacts() {
        for (long seed = 1; seed <= 3; seed++) {
            BodySequence motion = MovingBody.random(seed, 20, 120, 0.01);
            float[] contacts = motion.contacts();
            Arrays.fill(contacts, 0, 30, 0.25f);
            BodySequence got = roundTrip(motion, "a" + seed + ".npz");
            assertSame(motion, got, "seed " + seed);
            assertThat(got.contacts()).as("seed %d", seed).isEqualTo(contacts);
            assertThat(got.skeleton().toOffsetArray()).as("seed %d", seed).isEqualTo(motion.skeleton().toOffsetArray());
            assertThat(got.skeleton().statureMeters()).isEqualTo(motion.skeleton().statureMeters());
            assertThat(got.eyesInWorld(3).distanceTo(motion.eyesInWorld(3))).as("seed %d", seed).isLessThan(1e-5);
        }
        MotionClip clip = MotionFiles.read(folder.resolve("a1.npz"));
        assertThat(clip.name() + clip.source() + clip.performer() + clip.activity()).isEqualTo("cliptestnobodynone");
    }

    @Test
    void bvhKeepsRigidBodiesAndBodiesWhoseJointsMove() {
        for (long seed = 1; seed <= 3; seed++) {
            for (double loose : new double[] {0, 0.02}) {
                BodySequence motion = MovingBody.random(seed, 20, 30, loose);
                BodySequence got = roundTrip(motion, "b.bvh");
                assertSame(motion, got, "seed " + seed + " loose " + loose);
                assertThat(got.eyesInWorld(3).distanceTo(motion.eyesInWorld(3))).as("seed %d", seed).isLessThan(METERS);
                assertThat(got.skeleton().ballHeightMeters())
                        .isCloseTo(motion.skeleton().ballHeightMeters(), within(1e-6));
            }
        }
    }

    @Test
    void recordedClipsComeBackFromBothFormats() {
        for (String name : new String[] {"cmu/val/daz_indian_15.npz", "bandai/train/bn1_bow_active_001.npz"}) {
            BodySequence motion = MotionFiles.read(MotionDataFolder.file(name)).motion();
            assertSame(motion, roundTrip(motion, "r.npz"), name);
            assertSame(motion, roundTrip(motion, "r.bvh"), name);
        }
    }

    /** Rotations with y at 90 degrees, where z and x are not told apart. */
    @Test
    void anglesOfTheLockedPositionMakeTheSameRotation() {
        for (double y : new double[] {90, -90, 89.99999, 90.00001, 45}) {
            for (double z : new double[] {0, 33, -170}) {
                Quaternion rotation = fromAngles(new Vec3(z, y, 21));
                Quaternion back = fromAngles(BvhWriter.anglesZyx(rotation));
                assertThat(Math.toDegrees(rotation.angleTo(back))).as("z %f y %f", z, y).isLessThan(1e-4);
            }
        }
    }

    private static Quaternion fromAngles(Vec3 zyx) {
        return Quaternion.fromAxisAngle(new Vec3(0, 0, 1), Math.toRadians(zyx.x()))
                .times(Quaternion.fromAxisAngle(new Vec3(0, 1, 0), Math.toRadians(zyx.y())))
                .times(Quaternion.fromAxisAngle(new Vec3(1, 0, 0), Math.toRadians(zyx.z())));
    }

    /** By a second parser that knows the format only: tokens, rotation matrices, positions instead of offsets. */
    @Test
    void anotherReaderOfTheExportedBvhFindsTheSameJoints() throws Exception {
        BodySequence motion = MovingBody.random(7, 5, 60, 0.02);
        Path file = folder.resolve("other.bvh");
        MotionFiles.write(MovingBody.clip(motion), file);
        PlainBvh plain = new PlainBvh(Files.readString(file));
        assertThat(plain.frameTime()).isCloseTo(1.0 / 60, within(1e-8));
        for (int t = 0; t < motion.frames(); t++) {
            double[][] yUpCentimeters = plain.positions(t);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                double[] got = yUpCentimeters[plain.joint(SmplJoint.all().get(j).name().toLowerCase(Locale.ROOT))];
                Vec3 expected = motion.jointInWorld(t, j).times(100);
                assertThat(got).as("frame %d joint %d", t, j)
                        .containsExactly(new double[] {expected.y(), expected.z(), expected.x()}, within(0.01));
            }
        }
    }

    @Test
    void equalMotionsGiveEqualFiles() throws Exception {
        for (String name : new String[] {"x.npz", "x.bvh"}) {
            Path first = folder.resolve("1" + name);
            Path second = folder.resolve("2" + name);
            MotionFiles.write(MovingBody.clip(MovingBody.random(3, 4, 30, 0)), first);
            MotionFiles.write(MovingBody.clip(MovingBody.random(3, 4, 30, 0)), second);
            assertThat(Files.readAllBytes(first)).isEqualTo(Files.readAllBytes(second));
        }
    }

    @Test
    void motionWithUnknownJointsIsNotWritten() {
        BodySequence motion = MovingBody.random(1, 3, 30, 0);
        motion.jointsInWorld()[22 * 3 + 30] = Float.NaN;
        for (String name : new String[] {"nan.npz", "nan.bvh"}) {
            assertThatThrownBy(() -> MotionFiles.write(MovingBody.clip(motion), folder.resolve(name)))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("none of joint 10 in frame 1");
            assertThat(folder.resolve(name)).doesNotExist();
        }
    }
}
