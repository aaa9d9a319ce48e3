package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters as other programs write them, of poses whose look is known by the definition of SMPL. */
class SmplNpzTest {
    private static final int FRAMES = 6;
    private static final double QUARTER = Math.PI / 2;

    @TempDir
    private Path folder;

    /** A quarter turn about x stands SMPL's y-up body up in a world with z up; it then looks along -y. The left elbow is bent forward. */
    private static double[] standing(int numbers) {
        double[] poses = new double[FRAMES * numbers];
        for (int t = 0; t < FRAMES; t++) {
            poses[t * numbers] = QUARTER;
            poses[t * numbers + SmplJoint.LEFT_ELBOW.ordinal() * 3 + 1] = -QUARTER;
        }
        return poses;
    }

    private static double[] trans(Vec3 pelvis) {
        double[] trans = new double[FRAMES * 3];
        for (int t = 0; t < FRAMES; t++) {
            trans[t * 3] = pelvis.x();
            trans[t * 3 + 1] = pelvis.y();
            trans[t * 3 + 2] = pelvis.z();
        }
        return trans;
    }

    private Path amass(String rateName, int numbers, double[] poses, double[] trans) throws IOException {
        Path file = folder.resolve("walk_poses.npz");
        try (NpzWriter out = new NpzWriter(Files.newOutputStream(file))) {
            out.put("poses", poses, FRAMES, numbers);
            out.put("trans", trans, FRAMES, 3);
            out.put("betas", new double[16], 16);
            out.put("gender", "female");
            out.put(rateName, new double[] {120});
        }
        return file;
    }

    private static Vec3 bone(BodySequence motion, SmplJoint from, SmplJoint to) {
        return motion.jointInWorld(2, to.ordinal()).minus(motion.jointInWorld(2, from.ordinal())).normalized();
    }

    private static void assertNear(Vec3 got, Vec3 expected, double tolerance) {
        assertThat(got.distanceTo(expected)).as("%s near %s", got, expected).isLessThan(tolerance);
    }

    @Test
    void aStandingAmassBodyHasOurAxesInAWorldWithZUp() throws IOException {
        double size = 1.1;
        BodySkeleton mean = BodySkeleton.ofStature(SmplJoint.REFERENCE_STATURE_METERS);
        Vec3 pelvis = new Vec3(3, 4, mean.pelvisHeightMeters() * size);
        for (String rate : new String[] {"mocap_framerate", "mocap_frame_rate"}) {
            Path file = amass(rate, 156, standing(156), trans(pelvis.minus(SmplNpz.TEMPLATE_PELVIS)));
            MotionClip clip = MotionFiles.read(file);
            BodySequence motion = clip.motion();
            assertThat(clip.name()).isEqualTo("walk_poses");
            assertThat(motion.framesPerSecond()).isEqualTo(120);
            assertNear(motion.rotationInWorld(2, 0).rotate(new Vec3(1, 0, 0)), new Vec3(0, -1, 0), 1e-6);
            assertNear(motion.rotationInWorld(2, 0).rotate(new Vec3(0, 0, 1)), new Vec3(0, 0, 1), 1e-6);
            assertNear(bone(motion, SmplJoint.LEFT_ELBOW, SmplJoint.LEFT_WRIST), new Vec3(0, -1, 0), 1e-6);
            assertNear(bone(motion, SmplJoint.RIGHT_ELBOW, SmplJoint.RIGHT_WRIST), new Vec3(-1, 0, 0), 1e-6);
            assertNear(motion.jointInWorld(2, 0), pelvis, 1e-5);
            assertThat(motion.skeleton().statureMeters())
                    .as("by the height of the pelvis")
                    .isCloseTo(size * SmplJoint.REFERENCE_STATURE_METERS, within(1e-5));
        }
    }

    @Test
    void theTemplateOfSmplXHasItsOwnPelvis() throws IOException {
        Vec3 pelvis = new Vec3(3, 4, 0.95);
        Path file = amass("mocap_frame_rate", 165, standing(165), trans(pelvis.minus(SmplNpz.TEMPLATE_PELVIS_X)));
        assertNear(MotionFiles.readAll(file, new MotionFiles.Options(Double.NaN, Double.NaN, false)).get(0).motion().jointInWorld(0, 0),
                pelvis, 1e-5);
    }

    /** Per-frame parameters in a world with y up, as fits of single pictures write them. */
    @Test
    void parametersPerFrameWithYUpStandUpToo() throws IOException {
        Path file = folder.resolve("fit.npz");
        BodySkeleton mean = BodySkeleton.ofStature(SmplJoint.REFERENCE_STATURE_METERS);
        Vec3 pelvis = new Vec3(1, mean.pelvisHeightMeters(), 2);
        double[] pose = new double[FRAMES * 69];
        double[] times = new double[FRAMES];
        for (int t = 0; t < FRAMES; t++) {
            times[t] = 1e15 + t * 20_000;
        }
        try (NpzWriter out = new NpzWriter(Files.newOutputStream(file))) {
            out.put("global_orient", new double[FRAMES * 3], FRAMES, 3);
            out.put("body_pose", pose, FRAMES, 69);
            out.put("transl", trans(pelvis.minus(SmplNpz.TEMPLATE_PELVIS)), FRAMES, 3);
            out.put("timestamps", times, FRAMES);
        }
        BodySequence motion = MotionFiles.read(file).motion();
        assertThat(motion.framesPerSecond()).isCloseTo(50, within(1e-9));
        assertThat(motion.rotationInWorld(0, 0).angleTo(motion.rotationInWorld(0, 20))).isLessThan(1e-6);
        assertNear(motion.jointInWorld(0, 0), new Vec3(2, 1, mean.pelvisHeightMeters()), 1e-5);
        assertNear(motion.rotationInWorld(0, 0).rotate(new Vec3(1, 0, 0)), new Vec3(1, 0, 0), 1e-6);
    }

    @Test
    void wrongShapesAndNumbersAreRefusedByArray() throws IOException {
        double[] trans = new double[FRAMES * 3];
        refused(amass("mocap_framerate", 63, new double[FRAMES * 63], trans), "array poses: expected [T, 66 or more");
        double[] broken = standing(66);
        broken[70] = Double.NaN;
        refused(amass("mocap_framerate", 66, broken, trans), "array poses: expected finite numbers, got NaN at [1, 4]");
        refused(amass("speed", 66, standing(66), trans), "expected mocap_framerate, mocap_frame_rate or timestamps");
    }

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> MotionFiles.read(file)).isInstanceOf(PipelineException.class).hasMessageContaining(reason);
    }
}
