package org.egoscope.ingest.internal.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SensorSamples.PoseSample;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarTest {
    private static final String HEADER = "time_ns,x,y,z,qw,qx,qy,qz,quality\n";

    @TempDir
    private Path folder;

    private Path poses(String text) throws IOException {
        return Files.writeString(folder.resolve("clip.poses.csv"), text);
    }

    /** A walk along x at 1 m/s with a yaw of 0.5 rad/s, sampled at 100 Hz. */
    private Path walk() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = -20; i <= 400; i++) {
            double time = i * 0.01;
            Quaternion yaw = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 0.5 * time);
            text.append(i * 10_000_000L).append(',').append(time).append(",0,1.6,").append(yaw.w()).append(",0,0,").append(yaw.z());
            text.append(",0.9\n");
        }
        return poses(text.toString());
    }

    @Test
    void cutsPosesToTheSpanWithOneSampleBeforeAndAfter() throws IOException {
        try (PoseTrack track = PoseTrack.open(walk(), OptionalLong.empty())) {
            List<PoseSample> first = track.cut(TimeRange.ofNanos(5_000_000, 1_005_000_000));
            assertThat(first.get(0).time().nanos()).isZero();
            assertThat(first.get(first.size() - 1).time().nanos()).isEqualTo(1_010_000_000);
            assertThat(first).hasSize(102);
            List<PoseSample> second = track.cut(TimeRange.ofNanos(1_005_000_000, 2_000_000_000));
            assertThat(second.get(0).time().nanos()).isEqualTo(1_000_000_000);
            assertThat(second.get(second.size() - 1).time().nanos()).isEqualTo(2_000_000_000);
            assertThat(track.cut(TimeRange.ofNanos(3_900_000_000L, 9_000_000_000L))).hasSize(11);
        }
    }

    @Test
    void interpolatesTheHeadPoseToTheTimeOfTheFrame() throws IOException {
        try (PoseTrack track = PoseTrack.open(walk(), OptionalLong.empty())) {
            PoseInterpolator poses = new PoseInterpolator(track.cut(TimeRange.ofNanos(0, 2_000_000_000)));
            for (int frame = 0; frame < 60; frame++) {
                double seconds = frame / 30.0;
                HeadPose pose = poses.at(MediaTime.ofSeconds(seconds)).orElseThrow();
                assertThat(pose.worldFromDevice().translation().x()).isCloseTo(seconds, within(1e-6));
                Quaternion expected = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 0.5 * seconds);
                assertThat(pose.worldFromDevice().rotation().angleTo(expected)).isLessThan(1e-6);
                assertThat(pose.quality()).isEqualTo(0.9f);
                assertThat(pose.source()).isEqualTo(HeadPose.Source.SIDECAR);
            }
        }
    }

    @Test
    void drawsNothingAcrossAHoleNorBeyondTheEnds() throws IOException {
        Path file = poses(HEADER + "100000000,0,0,0,1,0,0,0,1\n200000000,1,0,0,1,0,0,0,1\n900000000,2,0,0,1,0,0,0,0\n");
        try (PoseTrack track = PoseTrack.open(file, OptionalLong.empty())) {
            PoseInterpolator poses = new PoseInterpolator(track.cut(TimeRange.ofNanos(0, 2_000_000_000)));
            assertThat(poses.at(MediaTime.ofNanos(50_000_000))).isEmpty();
            assertThat(poses.at(MediaTime.ofNanos(150_000_000))).isPresent();
            assertThat(poses.at(MediaTime.ofNanos(500_000_000))).isEmpty();
            assertThat(poses.at(MediaTime.ofNanos(900_000_000)).orElseThrow().isLost()).isTrue();
            assertThat(poses.at(MediaTime.ofNanos(900_000_001))).isEmpty();
        }
    }

    @Test
    void turnsATrajectoryUprightByItsGravity() throws IOException {
        Path file = folder.resolve("closed_loop_trajectory.csv");
        // Gravity along +y of the file's world: a step against it must become a step up.
        Files.writeString(
                file,
                "graph_uid,tracking_timestamp_us,utc_timestamp_ns,tx_world_device,ty_world_device,tz_world_device,qx_world_device,"
                        + "qy_world_device,qz_world_device,qw_world_device,gravity_x_world,gravity_y_world,gravity_z_world,"
                        + "quality_score\n"
                        + "g,5000000,1700000000000000000,0,0,0,0,0,0,1,0,9.81,0,0.5\n"
                        + "g,5010000,1700000000010000000,0,-2,0,0,0,0,1,0,9.81,0,0.5\n"
                        + "other,5020000,-1,9,9,9,0,0,0,1,0,9.81,0,0.5\n");
        try (PoseTrack track = PoseTrack.open(file, OptionalLong.empty())) {
            List<PoseSample> samples = track.cut(TimeRange.ofNanos(0, 1_000_000_000));
            assertThat(samples).hasSize(2);
            assertThat(samples.get(1).time().nanos()).isEqualTo(10_000_000);
            assertThat(samples.get(1).worldFromDevice().translation().distanceTo(new Vec3(0, 0, 2))).isLessThan(1e-12);
            assertThat(track.wallClockStartNanos()).hasValue(1_700_000_000_000_000_000L);
            assertThat(track.clock(OptionalLong.empty())).contains("assumed");
        }
        try (PoseTrack track = PoseTrack.open(file, OptionalLong.of(5_005_000_000L))) {
            assertThat(track.cut(TimeRange.ofNanos(0, 1_000_000_000)).get(0).time().nanos()).isEqualTo(-5_000_000);
        }
    }

    @Test
    void readsTheTrajectoryOfARealHeadset() {
        Path shared = Path.of(System.getProperty(
                "egoscope.shared", System.getenv().getOrDefault("EGOSCOPE_SHARED", "../../shared")));
        Path file = shared.resolve("data/aria/gen1/mps_sample/trajectory/closed_loop_trajectory.csv");
        Assumptions.assumeTrue(Files.isRegularFile(file), "no shared data at " + shared);
        try (PoseTrack track = PoseTrack.open(file, OptionalLong.empty())) {
            List<PoseSample> samples = track.cut(TimeRange.ofNanos(0, 3_000_000_000L));
            assertThat(samples.size()).isBetween(2900, 3100);
            for (int i = 1; i < samples.size(); i++) {
                Vec3 step = samples.get(i).worldFromDevice().translation().minus(samples.get(i - 1).worldFromDevice().translation());
                assertThat(step.norm()).as("a head moves under 5 m/s, sample %d", i).isLessThan(0.02);
            }
        }
    }

    @Test
    void saysFileLineAndColumnOfWhatItCannotRead() throws IOException {
        assertRefused(HEADER + "0,0,0,0,1,0,0,0,1\n10,x,0,0,1,0,0,0,1\n", "number for x", "'x'", "line 3");
        assertRefused(HEADER + "0,0,0,0,1,0,0,0,1\n0,0,0,0,1,0,0,0,1\n", "rising times", "line 3");
        assertRefused(HEADER + "0,0,0,0,2,0,0,0,1\n", "unit quaternion");
        assertRefused(HEADER + "0,0,0\n", "a value for", "got none");
        assertRefused("a,b,c\n1,2,3\n", "expected columns time_ns");
        assertRefused(HEADER, "at least one row");
        assertRefused(HEADER.replace(",qz", ""), "column qz");
    }

    private void assertRefused(String text, String... parts) throws IOException {
        Path file = poses(text);
        assertThatThrownBy(() -> {
                    try (PoseTrack track = PoseTrack.open(file, OptionalLong.empty())) {
                        track.cut(TimeRange.ofNanos(0, 1_000_000_000));
                    }
                })
                .isInstanceOf(PipelineException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aWrongRowFarBehindTheFirstFrameIsToldAtOnce() throws IOException {
        StringBuilder hours = new StringBuilder(HEADER);
        for (long row = 0; row < 5_000; row++) {
            hours.append(row * 1_000_000_000).append(row == 4_999 ? ",0,0,nowhere,1,0,0,0,1\n" : ",0,0,0,1,0,0,0,1\n");
        }
        assertRefused(hours.toString(), "number for z", "'nowhere'", "line 5001");
    }

    @Test
    void readsACameraFileAndRefusesUnknownKeys() throws IOException {
        Path file = folder.resolve("clip.camera.json");
        Files.writeString(
                file,
                "{\"model\":\"fisheye\",\"width\":1408,\"height\":1408,\"fx\":610,\"fy\":611,\"cx\":704,\"cy\":705,"
                        + "\"k\":[0.1,0.2,0.3,0.4],\"maxThetaRadians\":1.2,"
                        + "\"deviceFromCamera\":{\"rotation\":[0.5,-0.5,0.5,-0.5],\"translation\":[0.1,0.2,0.3]},"
                        + "\"deviceTimeOfFirstFrameNanos\":42}");
        CameraFile read = CameraFile.read(file);
        assertThat(read.camera().calibrated()).isTrue();
        assertThat(read.camera().model()).isEqualTo(new FisheyeCamera(
                new FisheyeCamera.Intrinsics(new org.egoscope.core.geometry.ImageSize(1408, 1408), 610, 611, 704, 705), 0.1, 0.2, 0.3,
                0.4, 1.2));
        // The quaternion of docs/conventions.md for a camera that looks forward: z of the camera is x of the head.
        assertThat(read.camera().deviceFromCamera().rotation().rotate(new Vec3(0, 0, 1)).distanceTo(new Vec3(1, 0, 0)))
                .isLessThan(1e-12);
        assertThat(read.deviceTimeOfFirstFrameNanos()).hasValue(42);
        Files.writeString(file, Files.readString(file).replace("\"fx\"", "\"focal\""));
        assertThatThrownBy(() -> CameraFile.read(file)).isInstanceOf(PipelineException.class).hasMessageContaining("'focal'");
    }

    private static final String PINHOLE = "{\"model\":\"pinhole\",\"width\":640,\"height\":480,\"fx\":300,\"fy\":300,\"cx\":320,\"cy\":240";
    private static final String QUARTER_TURN_ASIDE =
            "\"deviceFromCamera\":{\"rotation\":[0.7071067811865476,0,-0.7071067811865476,0],\"translation\":[0.1,0,0]}";

    private CameraFile cameraFile(String more) throws IOException {
        return CameraFile.read(Files.writeString(folder.resolve("worn.camera.json"), PINHOLE + more + "}"));
    }

    /** Where the head looks, in the camera's axes: y is down. */
    private static Vec3 look(Optional<RigidTransform> cameraFromEyes) {
        return cameraFromEyes.orElseThrow().rotation().rotate(new Vec3(0, 0, 1));
    }

    @Test
    void aCameraFileSaysHowTheCameraIsWorn() throws IOException {
        assertThat(cameraFile("").camera().cameraFromEyes()).isEmpty();
        Vec3 tilted = look(cameraFile(",\"cameraTiltDegrees\":30").camera().cameraFromEyes());
        assertThat(tilted.distanceTo(new Vec3(0, -0.5, Math.sqrt(0.75)))).isLessThan(1e-12);
        // Eyes in the device's axes; the camera looks to the device's left and sits 0.1 m to its right.
        CameraFile aside = cameraFile("," + QUARTER_TURN_ASIDE + ",\"deviceFromEyes\":{\"rotation\":[1,0,0,0],\"translation\":[0,0,0]}");
        assertThat(look(aside.camera().cameraFromEyes()).distanceTo(new Vec3(1, 0, 0))).isLessThan(1e-12);
        RigidTransform worn = aside.camera().deviceFromCamera().times(aside.camera().cameraFromEyes().orElseThrow());
        assertThat(worn.translation().norm()).isLessThan(1e-12);
    }

    @Test
    void refusesToBeToldTwiceOrNonsenseHowTheCameraIsWorn() {
        String eyes = ",\"deviceFromEyes\":{\"rotation\":[1,0,0,0],\"translation\":[0,0,0]}";
        assertThatThrownBy(() -> cameraFile(eyes + ",\"cameraTiltDegrees\":3")).isInstanceOf(PipelineException.class)
                .hasMessageContainingAll("deviceFromEyes or cameraTiltDegrees", "both");
        assertThatThrownBy(() -> cameraFile(",\"cameraTiltDegrees\":91")).isInstanceOf(PipelineException.class)
                .hasMessageContaining("-90..90, got 91");
    }

    @Test
    void theCameraFileCountsMoreThanTheSettingAndSoDoesTheDevice() throws IOException {
        ImageSize size = new ImageSize(640, 480);
        Path told = Files.writeString(folder.resolve("told.camera.json"), PINHOLE + ",\"cameraTiltDegrees\":0}");
        Sidecars.Unsaid setting = new Sidecars.Unsaid(90, 30);
        try (Sidecars file = new Sidecars(Optional.empty(), Optional.of(told), size, size, setting);
                Sidecars nothing = new Sidecars(Optional.empty(), Optional.empty(), size, size, setting);
                Sidecars unknown = new Sidecars(Optional.empty(), Optional.empty(), size, size, new Sidecars.Unsaid(90, Double.NaN));
                Sidecars aria = new Sidecars(Optional.of(aria()), Optional.empty(), size, size, setting)) {
            assertThat(look(file.camera().cameraFromEyes()).distanceTo(new Vec3(0, 0, 1))).isLessThan(1e-12);
            assertThat(look(nothing.camera().cameraFromEyes()).y()).isCloseTo(-0.5, within(1e-12));
            assertThat(unknown.camera().cameraFromEyes()).isEmpty();
            // The device is the left SLAM camera, which looks 38 degrees to the left of where the head looks.
            Vec3 ahead = look(aria.camera().cameraFromEyes());
            assertThat(Math.toDegrees(Math.acos(ahead.z()))).isCloseTo(38, within(1.0));
            assertThat(aria.tags()).containsEntry("egoscope.eyes", "nominal Aria glasses, first generation");
            assertThat(unknown.tags()).containsEntry("egoscope.eyes", "unknown");
        }
    }

    private Path aria() throws IOException {
        return Files.writeString(
                folder.resolve("closed_loop_trajectory.csv"),
                "graph_uid,tracking_timestamp_us,utc_timestamp_ns,tx_world_device,ty_world_device,tz_world_device,qx_world_device,"
                        + "qy_world_device,qz_world_device,qw_world_device,gravity_x_world,gravity_y_world,gravity_z_world,quality_score\n"
                        + "a,0,-1,0,0,1.6,0,0,0,1,0,0,-9.81,1\na,100000,-1,0,0,1.6,0,0,0,1,0,0,-9.81,1\n");
    }

    @Test
    void takesATrajectoryOfTheFolderOnlyIfItIsClearWhichVideoItBelongsTo() throws IOException {
        Path video = Files.createFile(folder.resolve("walk.mp4"));
        Path trajectory = folder.resolve("mps/slam/closed_loop_trajectory.csv");
        Files.createDirectories(trajectory.getParent());
        Files.createFile(trajectory);
        assertThat(SidecarFinder.poses(video)).hasValue(trajectory);
        Path fixed = Files.createFile(folder.resolve("cam01.mp4"));
        assertThat(SidecarFinder.poses(fixed)).isEmpty();
        assertThat(SidecarFinder.poses(Files.createFile(folder.resolve("aria01_214-1.mp4")))).hasValue(trajectory);
        Path own = Files.createFile(folder.resolve("cam01.poses.csv"));
        assertThat(SidecarFinder.poses(fixed)).hasValue(own);
    }
}
