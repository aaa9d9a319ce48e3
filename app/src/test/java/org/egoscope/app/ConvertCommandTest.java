package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.egoscope.motion.MotionTraining;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
    private static final int FRAMES = 40;

    @TempDir
    private Path folder;

    private Path file;
    private BodySequence motion;

    @BeforeEach
    void writeMotion() {
        MotionClip made = MotionTraining.everydayMotion(5, 0.2).get(0);
        motion = made.motion().slice(0, FRAMES);
        file = folder.resolve("made.npz");
        MotionFiles.write(new MotionClip("made", "", "", "", motion), file);
    }

    private void assertPlaces(Path written, int frame, double tolerance) {
        BodySequence read = MotionFiles.read(written).motion();
        assertThat(read.frames()).as("frames of %s", written).isEqualTo(FRAMES);
        for (int j = 0; j < 22; j++) {
            assertThat(read.jointInWorld(frame, j).distanceTo(motion.jointInWorld(frame, j))).as("%s, joint %d", written, j).isLessThan(tolerance);
        }
    }

    @Test
    void oneMotionIsWrittenInEveryFormat() throws IOException {
        Path bvh = folder.resolve("new/made.bvh");
        Path again = folder.resolve("again.npz");
        Path glb = folder.resolve("made.glb");
        Path csv = folder.resolve("made.csv");
        assertThat(Terminal.run("convert", file, "--out", bvh, "--out", glb, "--out", csv).exitCode()).isZero();
        Terminal back = Terminal.run("convert", bvh, "--out", again);
        assertThat(back.exitCode()).as(back.text()).isZero();
        assertPlaces(bvh, 17, 0.001);
        assertPlaces(again, 17, 0.001);
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(FRAMES + 1);
        String[] cells = lines.get(18).split(",");
        assertThat(cells).hasSize(2 + 22 * 3);
        Vec3 wrist = motion.jointInWorld(17, 20);
        assertThat(Double.parseDouble(cells[2 + 20 * 3 + 2])).isCloseTo(wrist.z(), within(1e-4));
        assertThat(Double.parseDouble(cells[1])).isCloseTo(17 / motion.framesPerSecond(), within(1e-6));
        assertThat(scene(glb).path("skins").get(0).path("joints")).hasSize(24);
    }

    /** Header and first chunk of binary glTF 2.0. */
    private static JsonNode scene(Path glb) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(glb)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getInt(0)).as("magic").isEqualTo(0x46546C67);
        assertThat(bytes.getInt(8)).as("length").isEqualTo(bytes.capacity());
        return new ObjectMapper().readTree(bytes.array(), 20, bytes.getInt(12));
    }

    @Test
    void whatLiesBetweenTwoMotionsIsFilledIn() {
        Path out = folder.resolve("both.npz");
        Terminal terminal = Terminal.run("convert", file, file, "--between-seconds", "1", "--out", out);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        BodySequence both = MotionFiles.read(out).motion();
        int missing = (int) Math.round(motion.framesPerSecond());
        assertThat(both.frames()).isEqualTo(2 * FRAMES + missing);
        for (int t : new int[] {0, FRAMES - 1}) {
            assertThat(both.jointInWorld(t, 0).distanceTo(motion.jointInWorld(t, 0))).as("frame %d of the first", t).isLessThan(0.001);
            assertThat(both.jointInWorld(FRAMES + missing + t, 0).distanceTo(motion.jointInWorld(t, 0))).as("frame %d of the last", t).isLessThan(0.001);
        }
    }

    @Test
    void whatCannotBeDoneIsToldBeforeAnythingIsWritten() {
        Path out = folder.resolve("x.bvh");
        assertRefused(2, "expected .npz, .bvh, .glb or .csv", file, "--out", folder.resolve("x.fbx"));
        assertRefused(2, "expected two files with --between-seconds", file, file, "--out", out);
        assertRefused(2, "--between-seconds: expected above 0", file, file, "--between-seconds", "NaN", "--out", out);
        assertRefused(2, "--rate: expected above 0", file, "--rate", "0", "--out", out);
        assertRefused(2, "--betas: expected --body-model", file, "--betas", "1,2", "--out", folder.resolve("x.glb"));
        assertRefused(3, "no such file", folder.resolve("none.npz"), "--out", out);
        assertRefused(4, "v_template", file, "--body-model", file, "--out", folder.resolve("x.glb"));
        assertRefused(5, "no-folder", file, "--out", "/proc/no-folder/x.bvh");
        assertThat(out).doesNotExist();
    }

    private static void assertRefused(int code, String message, Object... arguments) {
        Terminal terminal = Terminal.run("convert", List.of(arguments));
        assertThat(terminal.exitCode()).as(terminal.text()).isEqualTo(code);
        assertThat(terminal.err()).contains(message);
    }
}
