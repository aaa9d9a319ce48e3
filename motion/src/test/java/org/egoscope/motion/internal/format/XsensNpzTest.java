package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of Nymeria's body/xdata.npz: 23 segments, right side first. */
class XsensNpzTest {
    private static final int FRAMES = 4;
    private static final int[] PLAYED = {0, 19, 15, 1, 20, 16, 3, 21, 17, 4, 22, 18, 5, 11, 7, 6, 12, 8, 13, 9, 14, 10};

    @TempDir
    private Path folder;

    private Path write(BodySequence body, Quaternion tPose) throws IOException {
        double[] positions = new double[FRAMES * 23 * 3];
        float[] rotations = new float[FRAMES * 23 * 4];
        float[] rest = new float[23 * 4];
        double[] times = new double[FRAMES];
        for (int t = 0; t < FRAMES; t++) {
            times[t] = 1000.0 * t * 1000 / 240;
            for (int j = 0; j < 22; j++) {
                int at = t * 23 + PLAYED[j];
                Vec3 point = body.jointInWorld(t, j);
                positions[at * 3] = point.x();
                positions[at * 3 + 1] = point.y();
                positions[at * 3 + 2] = point.z();
                Floats.put(rotations, at, body.rotationInWorld(t, j).times(tPose));
                Floats.put(rest, PLAYED[j], tPose);
            }
        }
        // The suit loses the head in the third frame.
        Floats.put(rotations, 2 * 23 + 6, new Quaternion(0, 0, 0, 0));
        Path file = Files.createDirectories(folder.resolve("20230607_s0_james_johnson_act0_e72nhq/body")).resolve("xdata.npz");
        try (NpzWriter out = new NpzWriter(Files.newOutputStream(file))) {
            out.put("segment_tXYZ", positions, FRAMES, 23 * 3);
            out.put("segment_qWXYZ", rotations, FRAMES, 23 * 4);
            out.put("tpose_segment_qWXYZ", rest, 23 * 4);
            out.put("timestamps_us", times, FRAMES);
        }
        return file;
    }

    @Test
    void segmentsBecomeOurJoints() throws IOException {
        BodySequence body = MovingBody.random(11, FRAMES, 240, 0);
        Quaternion tPose = Quaternion.fromAxisAngle(new Vec3(1, 2, 3), 0.7);
        Path file = write(body, tPose);
        MotionClip clip =
                MotionFiles.readAll(file, new MotionFiles.Options(Double.NaN, Double.NaN, false)).get(0);
        assertThat(clip.name()).isEqualTo("20230607_s0_james_johnson_act0_e72nhq");
        assertThat(clip.performer()).isEqualTo("james_johnson");
        BodySequence got = clip.motion();
        assertThat(got.framesPerSecond()).isCloseTo(240, within(1e-6));
        int head = SmplJoint.HEAD.ordinal();
        for (int t = 0; t < FRAMES; t++) {
            for (int j = 0; j < 22; j++) {
                Quaternion expected = body.rotationInWorld(j == head && t == 2 ? 1 : t, j);
                assertThat(got.jointInWorld(t, j).distanceTo(body.jointInWorld(t, j))).isLessThan(1e-6);
                assertThat(got.rotationInWorld(t, j).angleTo(expected)).as("frame %d joint %d", t, j).isLessThan(1e-5);
            }
        }
    }
}
