package org.egoscope.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandSide;
import org.egoscope.ingest.HeadTrajectories.Format;
import org.egoscope.ingest.HeadTrajectories.Options;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTrajectoriesTest {
    private static final String MPS = "graph_uid,tracking_timestamp_us,utc_timestamp_ns,tx_world_device,ty_world_device,tz_world_device,"
            + "qx_world_device,qy_world_device,qz_world_device,qw_world_device,gravity_x_world,gravity_y_world,gravity_z_world,"
            + "quality_score\n";
    private static final String HOT3D =
            "object_uid,timestamp[ns],t_wo_x[m],t_wo_y[m],t_wo_z[m],q_wo_w,q_wo_x,q_wo_y,q_wo_z\n";
    private static final Options IDENTITY_EYES = new Options(Format.AUTO, Optional.empty(), Optional.of(RigidTransform.IDENTITY));
    private static final Options UP_IS_Y = new Options(Format.AUTO, Optional.of(new Vec3(0, 1, 0)), Optional.empty());

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String mpsRow(String graph, long micros, double x, String gravity) {
        return String.format(Locale.ROOT, "%s,%d,-1,%f,2,3,0,0,0,1,%s,0.9%n", graph, micros, x, gravity);
    }

    private static void assertNear(Vec3 got, Vec3 expected, double tolerance) {
        assertThat(got.distanceTo(expected)).as("%s and %s", got, expected).isLessThan(tolerance);
    }

    @Test
    void mpsGravityTurnsTheWorldUpright() throws IOException {
        Path down = file("mps.csv", MPS + mpsRow("a", 1000, 1, "0,0,-9.81") + mpsRow("a", 21000, 1.1, "0,0,-9.81"));
        HeadRecording head = HeadTrajectories.read(down, IDENTITY_EYES);
        assertThat(head.format()).isEqualTo(Format.MPS);
        assertThat(head.floorAtZero()).isFalse();
        assertThat(head.firstNanos()).isEqualTo(1_000_000);
        assertNear(head.tracks().get(0).samples().get(1).worldFromEyes().translation(), new Vec3(1.1, 2, 3), 1e-9);

        Path sideways = file("sideways.csv", MPS + mpsRow("a", 1000, 1, "0,-9.81,0"));
        HeadRecording turned = HeadTrajectories.read(sideways, IDENTITY_EYES);
        Vec3 eyes = turned.tracks().get(0).samples().get(0).worldFromEyes().translation();
        assertThat(eyes.z()).isCloseTo(2, within(1e-9));
        assertNear(turned.uprightFromFile().rotate(new Vec3(0, 1, 0)), new Vec3(0, 0, 1), 1e-9);
    }

    @Test
    void adtIsMpsWithNamelessGravityAndAFloorAtZero() throws IOException {
        String header = MPS.replace("gravity_x_world,gravity_y_world,gravity_z_world", "gravity_x,gravity_y,gravity_z");
        HeadRecording head = HeadTrajectories.read(file("adt.csv", header + mpsRow("a", 1000, 1, "0,-9.81,0")), IDENTITY_EYES);
        assertThat(head.format()).isEqualTo(Format.ADT);
        assertThat(head.floorAtZero()).isTrue();
        assertThat(head.tracks().get(0).samples().get(0).worldFromEyes().translation().z()).isCloseTo(2, within(1e-9));
    }

    @Test
    void nominalAriaEyesLookThirtyEightDegreesToTheRightOfTheLeftSlamCamera() throws IOException {
        HeadRecording head = HeadTrajectories.read(file("mps.csv", MPS + mpsRow("a", 1, 0, "0,0,-9.81")), Options.defaults());
        RigidTransform deviceFromEyes = head.deviceFromEyes();
        Vec3 ahead = deviceFromEyes.rotation().rotate(new Vec3(0, 0, 1));
        // Oracle: the third row of the construction data's rotation, and its y axis' lack of height.
        assertThat(Math.toDegrees(Math.acos(ahead.z()))).isCloseTo(37.6, within(0.1));
        assertThat(deviceFromEyes.translation().norm()).isCloseTo(Math.sqrt(0.069051 * 0.069051 + 0.002372 * 0.002372 + 0.009254 * 0.009254),
                within(1e-9));
        Vec3 slamInEyes = deviceFromEyes.inverse().apply(Vec3.ZERO);
        assertNear(slamInEyes, new Vec3(-0.069051, -0.002372, 0.009254), 1e-5);
    }

    @Test
    void tumTimesKeepTheirNanosecondsAndNeedAnUpAxis() throws IOException {
        Path tum = file("tum.txt", "# timestamp tx ty tz qx qy qz qw\n1311868163.869712345 1 2 3 0 0 0 1\n1311868163.9 1 2 3 0 0 0 1\n");
        HeadRecording head = HeadTrajectories.read(tum, UP_IS_Y);
        assertThat(head.firstNanos()).isEqualTo(1_311_868_163_869_712_345L);
        assertNear(head.tracks().get(0).samples().get(0).worldFromEyes().translation(), new Vec3(1, -3, 2), 1e-9);
        assertThatThrownBy(() -> HeadTrajectories.read(tum, Options.defaults()))
                .isInstanceOf(PipelineException.class).hasMessageContaining("--up").hasMessageContaining("tum.txt");
    }

    @Test
    void hot3dIsUprightOnlyIfItsHeadsetIsKnown() throws IOException {
        Path file = file("headset_trajectory.csv", HOT3D + "1,5000000,1,2,3,1,0,0,0\n");
        assertThatThrownBy(() -> HeadTrajectories.read(file, Options.defaults())).hasMessageContaining("--up");
        file("metadata.json", "{\"headset\": \"Quest3\"}");
        assertThatThrownBy(() -> HeadTrajectories.read(file, UP_IS_Y)).hasMessageContaining("--eyes").hasMessageContaining("Quest3");
        file("metadata.json", "{\"headset\": \"Aria\"}");
        HeadRecording head = HeadTrajectories.read(file, Options.defaults());
        assertThat(head.format()).isEqualTo(Format.HOT3D);
        assertThat(head.firstNanos()).isEqualTo(5_000_000);
        assertThatThrownBy(() -> HeadTrajectories.read(file, UP_IS_Y)).hasMessageContaining("the file tells");
    }

    @Test
    void plainFilesHaveTheirFloorAtZeroAndTheDeviceForEyes() throws IOException {
        Path file = file("poses.csv", "time_ns,x,y,z,qw,qx,qy,qz,quality\n0,1,2,1.6,1,0,0,0,1\n10000000,1,2,1.6,1,0,0,0,0\n"
                + "20000000,1,2,1.6,1,0,0,0,0.5\n");
        HeadRecording head = HeadTrajectories.read(file, new Options(Format.POSE_CSV, Optional.empty(), Optional.empty()));
        assertThat(head.floorAtZero()).isTrue();
        assertThat(head.tracks()).as("a row of quality 0 splits").hasSize(2);
        assertThat(head.tracks().get(1).samples()).singleElement()
                .satisfies(sample -> assertThat(sample.quality()).isEqualTo(0.5));
        assertThatThrownBy(() -> HeadTrajectories.read(file, new Options(Format.MPS, Optional.empty(), Optional.empty())))
                .hasMessageContaining("expected mps, got pose-csv");
    }

    @Test
    void holesJumpsAndOtherWorldsSplitTheTrackButQuickSamplesDoNot() throws IOException {
        String down = "0,0,-9.81";
        String text = MPS
                + mpsRow("a", 0, 0, down) + mpsRow("a", 1, 0.0001, down) + mpsRow("a", 10_000, 0.02, down)
                + mpsRow("a", 300_000, 0.02, down)
                + mpsRow("a", 310_000, 1.5, down) + mpsRow("a", 320_000, 1.51, down)
                + mpsRow("b", 330_000, 1.52, down);
        HeadRecording head = HeadTrajectories.read(file("mps.csv", text), IDENTITY_EYES);
        assertThat(head.tracks()).extracting(HeadRecording.Track::firstNanos)
                .containsExactly(0L, 300_000_000L, 310_000_000L, 330_000_000L);
        assertThat(head.tracks()).extracting(HeadRecording.Track::world).containsExactly("a", "a", "a", "b");
    }

    @Test
    void samplesCloserThanFiveMillisecondsAreThinnedOutAndTheLastOneStays() throws IOException {
        StringBuilder text = new StringBuilder(MPS);
        for (int i = 0; i <= 1003; i++) {
            text.append(mpsRow("a", i * 1000L, i * 0.001, "0,0,-9.81"));
        }
        HeadRecording.Track track = HeadTrajectories.read(file("mps.csv", text.toString()), IDENTITY_EYES).tracks().get(0);
        assertThat(track.samples()).hasSize(202);
        assertThat(track.lastNanos()).isEqualTo(1_003_000_000L);
        HeadRecording.Sample between = track.samples().get(0).between(track.samples().get(1), 2_500_000);
        assertThat(between.worldFromEyes().translation().x()).isCloseTo(0.0025, within(1e-9));
    }

    @Test
    void mpsWristsComeFromTheDeviceIntoTheWorldWhereSeen() throws IOException {
        Path poses = file("mps.csv", MPS + mpsRow("a", 0, 1, "0,0,-9.81") + mpsRow("a", 100_000, 2, "0,0,-9.81").replace(",2.000000", ",1.500000"));
        HeadRecording head = HeadTrajectories.read(poses, Options.defaults());
        Path hands = file("wrists.csv", "tracking_timestamp_us,left_tracking_confidence,tx_left_wrist_device,ty_left_wrist_device,"
                + "tz_left_wrist_device,right_tracking_confidence,tx_right_wrist_device,ty_right_wrist_device,tz_right_wrist_device\n"
                + "-50000,0.5,0.1,0.2,0.3,-1,0,0,0\n50000,0.5,0.1,0.2,0.3,-1,0,0,0\n100000,-1,0,0,0,0.75,0,0,0.4\n");
        List<WristSample> wrists = HeadTrajectories.readWrists(hands, head);
        assertThat(wrists).as("nothing before the first pose").hasSize(2);
        assertThat(wrists.get(0).side()).isEqualTo(HandSide.LEFT);
        assertThat(wrists.get(0).timeNanos()).isEqualTo(50_000_000L);
        assertThat(wrists.get(1).confidence()).isEqualTo(0.75);
        assertNear(wrists.get(0).wristInWorld(), new Vec3(1.25 + 0.1, 2.2, 3.3), 1e-9);
        assertNear(wrists.get(1).wristInWorld(), new Vec3(1.5, 2, 3.4), 1e-9);
    }

    @Test
    void hot3dWristsAreInTheWorldAndManoIsRefused() throws IOException {
        file("metadata.json", "{\"headset\": \"Aria\"}");
        HeadRecording head = HeadTrajectories.read(file("h.csv", HOT3D + "1,0,0,0,0,1,0,0,0\n"), Options.defaults());
        Path umetrack = file("u.jsonl", "{\"timestamp_ns\": 7, \"hand_poses\": {\"1\": {\"wrist_xform\": {\"t_xyz\": [1, 2, 3]},"
                + " \"joint_angles\": [0], \"hand_confidence\": 0.5}}}\n");
        assertThat(HeadTrajectories.readWrists(umetrack, head))
                .containsExactly(new WristSample(7, HandSide.RIGHT, new Vec3(1, 2, 3), 0.5));
        Path mano = file("m.jsonl", "{\"timestamp_ns\": 7, \"hand_poses\": {\"1\": {\"pose\": [0], \"wrist_xform\": {\"t_xyz\": [1, 2, 3]}}}}\n");
        assertThatThrownBy(() -> HeadTrajectories.readWrists(mano, head)).hasMessageContaining("UmeTrack").hasMessageContaining("line 1");
    }

    @Test
    void brokenFilesAreRefusedWithPlaceAndReason() throws IOException {
        refused(file("empty.csv", ""), "expected poses, got none");
        refused(file("names.csv", "a,b,c\n1,2,3\n"), "expected columns time_ns");
        refused(file("column.csv", MPS.replace("qy_world_device,", "") + "\n"), "expected a column qy_world_device");
        refused(file("nan.csv", MPS + mpsRow("a", 1, 1, "0,0,-9.81").replace("1.000000", "NaN")), "got 'NaN'", "nan.csv line 2");
        refused(file("order.csv", MPS + mpsRow("a", 5, 1, "0,0,-9.81") + mpsRow("a", 5, 1, "0,0,-9.81")), "rising times", "line 3");
        refused(file("turn.csv", MPS + mpsRow("a", 5, 1, "0,0,-9.81").replace("0,0,0,1", "0,0,0,3")), "unit quaternion", "line 2");
        refused(file("weightless.csv", MPS + mpsRow("a", 5, 1, "0,0,0")), "gravity", "line 2");
        refused(file("words.txt", "1.5 0 0 0 0 0 0 1\n1.6 0 0 x 0 0 0 1\n"), "got 'x'", "line 2");
        refused(file("short.txt", "1.5 0 0 0 0 0 0 1\n1.6 0 0\n"), "expected 8 numbers, got 3", "line 2");
        refused(folder.resolve("missing.csv"), "cannot read", "missing.csv");
    }

    private static void refused(Path file, String... parts) {
        Options options = new Options(
                Format.AUTO, file.toString().endsWith(".txt") ? Optional.of(new Vec3(0, 0, 1)) : Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> HeadTrajectories.read(file, options))
                .isInstanceOfSatisfying(PipelineException.class, error -> assertThat(error.kind()).isEqualTo(ErrorKind.BAD_INPUT))
                .hasMessageContainingAll(parts);
    }

    @Test
    void eyesFilesAreReadAndBrokenOnesRefused() throws IOException {
        Path good = file("eyes.json", "{\"deviceFromEyes\": {\"rotation\": [0, 0, 0, 1], \"translation\": [1, 2, 3]}}");
        assertNear(HeadTrajectories.readEyes(good).apply(new Vec3(1, 0, 0)), new Vec3(0, 2, 3), 1e-12);
        assertThatThrownBy(() -> HeadTrajectories.readEyes(file("bad.json", "{\"deviceFromEyes\": {\"rotation\": [1, 0, 0]}}")))
                .hasMessageContaining("expected 4 numbers");
        assertThatThrownBy(() -> HeadTrajectories.readEyes(file("none.json", "{}"))).hasMessageContaining("got neither");
    }

    @Test
    void theRealAriaHeadIsLevelWhileItsWearerWalks() {
        Path sample = Path.of(System.getProperty(
                "egoscope.shared", System.getenv().getOrDefault("EGOSCOPE_SHARED", "../../shared")))
                .resolve("data/aria/gen1/mps_sample/trajectory/closed_loop_trajectory.csv");
        Assumptions.assumeTrue(Files.isRegularFile(sample), "no " + sample);
        HeadRecording head = HeadTrajectories.read(sample, Options.defaults());
        assertThat(head.tracks()).hasSize(1);
        double up = 0;
        double tilt = 0;
        List<HeadRecording.Sample> walking = head.tracks().get(0).samples().subList(0, 1200);
        for (HeadRecording.Sample pose : walking) {
            up += pose.worldFromEyes().rotation().rotate(new Vec3(0, 0, 1)).z() / walking.size();
            tilt += pose.worldFromEyes().rotation().rotate(new Vec3(1, 0, 0)).z() / walking.size();
        }
        // Oracle: people look ahead where they go. The device itself looks 38 degrees aside and is rolled by a quarter turn.
        assertThat(Math.toDegrees(Math.asin(up))).isBetween(-10.0, 5.0);
        assertThat(Math.toDegrees(Math.asin(tilt))).isBetween(-5.0, 5.0);
    }
}
