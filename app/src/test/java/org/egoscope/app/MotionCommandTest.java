package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.MotionFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made head trajectory through the command, by rules, so that no network is needed. */
class MotionCommandTest {
    private static final double STATURE = 1.75;

    /** Eyes of somebody of that stature who stands relaxed: head joint at 1/1.12, pupils 0.044 above it, 2 cm of slack. */
    private static final double STANDING = (1 / 1.12 + 0.044) * STATURE - 0.02;

    private static final Quaternion LEVEL = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));

    @TempDir
    private Path folder;

    /** Ahead at 0.8 m/s for two seconds, then straight down by half a metre within one, and rest; {@code raised} is added to heights. */
    private static String walkThenSit(double raised, double fromSeconds, double toSeconds) {
        StringBuilder text = new StringBuilder();
        for (int i = (int) Math.round(fromSeconds * 100); i < toSeconds * 100; i++) {
            double time = i * 0.01;
            double down = 0.25 * (1 - Math.cos(Math.PI * Math.max(0, Math.min(1, time - 2))));
            text.append(String.format(
                    Locale.ROOT, "%d,%.4f,0,%.4f,%.6f,%.6f,%.6f,%.6f%n", i * 10_000_000L, 0.8 * Math.min(time, 2),
                    STANDING - down + raised, LEVEL.w(), LEVEL.x(), LEVEL.y(), LEVEL.z()));
        }
        return text.toString();
    }

    private Path poses(String rows) throws IOException {
        return Files.writeString(folder.resolve("poses.csv"), "time_ns,x,y,z,qw,qx,qy,qz\n" + rows);
    }

    @Test
    void aWalkThatEndsInASeatIsWrittenInAllFormatsAndTheBodyFollowsTheHead() throws IOException {
        Path out = folder.resolve("out");
        Terminal terminal = Terminal.run(
                "motion", "--trajectory", poses(walkThenSit(0, 0, 4)), "--motion", "kinematic", "--stature", STATURE, "--out", out);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        assertThat(terminal.out()).contains("pose-csv, 3.99 s in 1 tracks", "120 at 30 per second, 0 of them", "kinematic, 120 frames");
        BodySequence body = MotionFiles.read(out.resolve("motion.npz")).motion();
        assertThat(body.frames()).isEqualTo(120);
        for (int t = 0; t < body.frames(); t++) {
            double time = t / 30.0;
            double down = 0.25 * (1 - Math.cos(Math.PI * Math.max(0, Math.min(1, time - 2))));
            Vec3 eyes = new Vec3(0.8 * Math.min(time, 2), 0, STANDING - down);
            assertThat(body.eyesInWorld(t).distanceTo(eyes)).as("eyes in frame %d", t).isLessThan(0.005);
        }
        double standing = body.jointInWorld(30, SmplJoint.PELVIS.ordinal()).z();
        double seated = body.jointInWorld(115, SmplJoint.PELVIS.ordinal()).z();
        assertThat(standing - seated).as("the pelvis goes down with the head").isBetween(0.2, 0.6);
        assertThat(MotionFiles.read(out.resolve("motion.bvh")).motion().frames()).isEqualTo(120);
        assertThat(Files.size(out.resolve("motion.glb"))).isGreaterThan(10_000);
        assertThat(Files.size(out.resolve("motion.mp4"))).isGreaterThan(10_000);
        List<String> joints = Files.readAllLines(out.resolve("joints.csv"));
        assertThat(joints).hasSize(121);
        assertThat(joints.get(0).split(",")).hasSize(3 + 22 * 3);
        assertThat(joints.get(4)).startsWith("3,0.100000,100000000,");
        BufferedImage strip = ImageIO.read(out.resolve("strip.png").toFile());
        assertThat(strip.getWidth()).isEqualTo(12 * 150);
        assertThat(countBody(strip)).as("pixels that are not background").isGreaterThan(20_000);
    }

    private static int countBody(BufferedImage strip) {
        int body = 0;
        for (int y = 20; y < strip.getHeight(); y++) {
            for (int x = 0; x < strip.getWidth(); x++) {
                int rgb = strip.getRGB(x, y);
                body += (rgb & 255) - (rgb >> 16 & 255) > 20 ? 1 : 0;
            }
        }
        return body;
    }

    @Test
    void aFloorThatIsGivenIsBelievedAndAHoleSplitsTheBody() throws IOException {
        Path out = folder.resolve("out");
        Path poses = poses(walkThenSit(-1, 0, 0.8) + walkThenSit(-1, 1.4, 2));
        Terminal terminal = Terminal.run(
                "motion", "--trajectory", poses, "--motion", "kinematic", "--stature", STATURE, "--floor", -1, "--out", out);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        assertThat(terminal.out()).contains("in 2 tracks", "in 2 takes", "floor at -1.00 m of the file");
        BodySequence second = MotionFiles.read(out.resolve("motion-2.npz")).motion();
        assertThat(second.eyesInWorld(0).z()).isBetween(STANDING - 0.005, STANDING + 0.005);
        assertThat(out.resolve("motion.npz")).doesNotExist();
    }

    @Test
    void anUnknownFloorIsEstimatedBelowTheStandingWearer() throws IOException {
        StringBuilder tum = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            tum.append(String.format(Locale.ROOT, "%.2f 0 7.5 0 0 0 1 0%n", 100 + i * 0.01));
        }
        Path out = folder.resolve("out");
        Path file = Files.writeString(folder.resolve("t.txt"), tum);
        Terminal terminal = Terminal.run(
                "motion", "--trajectory", file, "--up", "y", "--motion", "kinematic", "--stature", STATURE, "--out", out);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        assertThat(terminal.out()).contains("kinematic-floor-estimated");
        BodySequence body = MotionFiles.read(out.resolve("motion.npz")).motion();
        // Knees and back take a centimetre of who stands, see StandingHeight.
        assertThat(body.eyesInWorld(20).z()).isCloseTo((1 / 1.12 + 0.044) * STATURE - 0.01, within(0.002));
    }

    @Test
    void aTrueBodyTenCentimetresAboveIsFoundToBeThere() throws IOException {
        Path poses = poses(walkThenSit(0, 0, 0.4));
        List<Object> command = List.of(
                "motion", "--trajectory", poses, "--motion", "kinematic", "--stature", STATURE, "--seconds", "0:0.3", "--out",
                folder.resolve("out"));
        Terminal first = Terminal.run(command);
        assertThat(first.exitCode()).as(first.text()).isZero();
        BodySequence body = MotionFiles.read(folder.resolve("out/motion.npz")).motion();
        StringBuilder json = new StringBuilder("{\"frames\": [");
        for (int t = 0; t < body.frames(); t++) {
            json.append(t == 0 ? "" : ",").append("{\"markers\": [], \"timestamp_ns\": ").append(Math.round(t * 1e9 / 30) + 1_000_000);
            json.append(", \"joints\": ").append(suit(body, t, 0.1)).append('}');
        }
        Path truth = Files.writeString(folder.resolve("Skeleton_X.json"), json + "]}");
        Terminal second = Terminal.run(command, "--truth", truth);
        assertThat(second.out()).as(second.text())
                .contains("MPJPE 100.0 mm in the world, 0.0 mm with the heads together (" + body.frames() + " frames, 17 joints)");
        Files.writeString(truth, "{\"frames\": []}");
        assertThat(Terminal.run(command, "--truth", truth).out()).contains("has no frames, so nothing was compared");
        Files.writeString(truth, "{\"frames\": [{\"timestamp_ns\": 0, \"joints\": [[0, 0, 0]]}]}");
        assertThat(Terminal.run(command, "--truth", truth).err()).contains("expected 51 joints, got 1");
    }

    /** The 51 joints of the suit, in its order: spine, left arm with 15 joints of fingers, right arm, left leg, right leg. */
    private static String suit(BodySequence body, int frame, double raised) {
        SmplJoint[] joints = new SmplJoint[51];
        joints[0] = SmplJoint.PELVIS;
        joints[3] = SmplJoint.NECK;
        joints[4] = SmplJoint.HEAD;
        for (int i = 0; i < 3; i++) {
            joints[6 + i] = List.of(SmplJoint.LEFT_SHOULDER, SmplJoint.LEFT_ELBOW, SmplJoint.LEFT_WRIST).get(i);
            joints[25 + i] = List.of(SmplJoint.RIGHT_SHOULDER, SmplJoint.RIGHT_ELBOW, SmplJoint.RIGHT_WRIST).get(i);
        }
        for (int i = 0; i < 4; i++) {
            joints[43 + i] = List.of(SmplJoint.LEFT_HIP, SmplJoint.LEFT_KNEE, SmplJoint.LEFT_ANKLE, SmplJoint.LEFT_FOOT).get(i);
            joints[47 + i] = List.of(SmplJoint.RIGHT_HIP, SmplJoint.RIGHT_KNEE, SmplJoint.RIGHT_ANKLE, SmplJoint.RIGHT_FOOT).get(i);
        }
        StringBuilder text = new StringBuilder("[");
        for (SmplJoint joint : joints) {
            Vec3 place = joint == null ? new Vec3(9, 9, 9) : body.jointInWorld(frame, joint.ordinal()).plus(new Vec3(0, 0, raised));
            text.append(text.length() == 1 ? "" : ",").append('[').append(place.x()).append(',').append(place.y()).append(',')
                    .append(place.z()).append(']');
        }
        return text.append(']').toString();
    }

    @Test
    void mistakesAreToldWithWhatWasExpected() throws IOException {
        Path poses = poses(walkThenSit(0, 0, 0.5));
        refused(2, "--seconds: expected A:B", "--trajectory", poses, "--seconds", "5", "--out", folder);
        refused(2, "--up: expected x, y, z", "--trajectory", poses, "--up", "w", "--out", folder);
        refused(2, "--offline: expected a trained generator", "--trajectory", poses, "--offline", "--motion", "kinematic", "--out", folder);
        refused(2, "--format: expected auto", "--trajectory", poses, "--format", "bvh", "--out", folder);
        refused(3, "expected mps, got pose-csv", "--trajectory", poses, "--format", "mps", "--out", folder);
        refused(3, "expected poses in seconds 3.0:4.0, got none", "--trajectory", poses, "--seconds", "3:4", "--motion", "kinematic", "--out", folder);
    }

    private static void refused(int exitCode, String message, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "motion";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Terminal terminal = Terminal.run(all);
        assertThat(terminal.err()).contains(message);
        assertThat(terminal.exitCode()).as(terminal.text()).isEqualTo(exitCode);
    }

    @Test
    void aWristIsDrawnAndTheMotionGoesOnAfterTheEnd() throws IOException {
        Path constraints = Files.writeString(folder.resolve("wrist.json"), """
                {"constraints": [{"joint": "right_wrist", "space": "head", "path": [
                  {"seconds": 0.8, "position": [0.40, -0.15, -0.30]}, {"seconds": 1.4, "position": [0.40, 0.05, -0.30]}]}]}
                """);
        Path out = folder.resolve("drawn");
        Terminal terminal = Terminal.run(
                "motion", "--trajectory", poses(walkThenSit(0, 0, 2)), "--stature", STATURE, "--floor", 0, "--constraints", constraints,
                "--forecast-seconds", 0.3, "--samples", 2, "--steps", 4, "--out", out);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        assertThat(terminal.out()).contains("flow-constrained", "forecast     0.30 s, 2 samples");
        BodySequence body = MotionFiles.read(out.resolve("motion.npz")).motion();
        for (int t = 24; t <= 42; t++) {
            Vec3 wanted = body.jointInWorld(t, SmplJoint.HEAD.ordinal()).plus(new Vec3(0.4, -0.15 + 0.2 * (t - 24) / 18.0, -0.3));
            assertThat(body.jointInWorld(t, SmplJoint.RIGHT_WRIST.ordinal()).distanceTo(wanted)).as("frame %d", t).isLessThan(0.02);
        }
        assertThat(MotionFiles.read(out.resolve("forecast.npz")).motion().frames()).isEqualTo(9);
        assertThat(Files.readAllLines(out.resolve("forecast.csv"))).hasSize(1 + 9 * 22);
    }

    @Test
    void constraintsThatCannotBeAreRefusedWithTheirFile() throws IOException {
        Path late = Files.writeString(
                folder.resolve("late.json"),
                "{\"constraints\": [{\"joint\": \"left_knee\", \"position\": [0, 0, 0], \"fromSeconds\": 1, \"toSeconds\": 9}]}");
        Terminal terminal = Terminal.run(
                "motion", "--trajectory", poses(walkThenSit(0, 0, 2)), "--constraints", late, "--out", folder.resolve("refused"));
        assertThat(terminal.exitCode()).isNotZero();
        assertThat(terminal.text()).contains("late.json", "9.00 s");
    }
}
