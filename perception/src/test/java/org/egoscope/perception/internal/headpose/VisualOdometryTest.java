package org.egoscope.perception.internal.headpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.perception.HeadPoseEstimator;
import org.egoscope.perception.HeadPoses;
import org.egoscope.perception.VisualOdometryConfig;
import org.junit.jupiter.api.Test;

class VisualOdometryTest {
    /** Told how far down these heads look: their dots have no edges to find up by. */
    private static HeadPoseEstimator estimator() {
        return HeadPoses.estimator(new VisualOdometryConfig(1.6, 2.3, 0.25, 0.06, 15));
    }

    /** Walks two metres in a bow while looking about. */
    private static RigidTransform stroll(int i) {
        double t = i / DotRoom.FRAMES_PER_SECOND;
        return DotRoom.pose(
                -1 + 0.35 * t, 0.6 * Math.sin(0.5 * t), 1.6 + 0.03 * Math.sin(5 * t), 0.4 * Math.sin(0.8 * t), 0.25);
    }

    private static Trajectories.Errors errors(List<HeadPose> poses, List<RigidTransform> truth) {
        return Trajectories.compare(poses.stream().map(HeadPose::worldFromDevice).toList(), truth);
    }

    private static void report(String what, Object value) {
        System.getLogger("headpose").log(System.Logger.Level.INFO, "{0}: {1}", what, value);
    }

    @Test
    void a_stroll_is_followed_up_to_scale() {
        DotRoom room = new DotRoom(11, DotRoom.PINHOLE);
        List<HeadPose> poses = new ArrayList<>();
        List<RigidTransform> truth = new ArrayList<>();
        try (HeadPoseEstimator estimator = estimator()) {
            for (int i = 0; i < 180; i++) {
                poses.add(estimator.estimate(room.frame(i, stroll(i)), List.of()));
                truth.add(stroll(i));
            }
        }
        Trajectories.Errors errors = errors(poses, truth);
        report("stroll", errors);
        assertThat(poses).noneMatch(HeadPose::isLost);
        assertThat(poses).noneMatch(HeadPose::metric);
        assertThat(poses.get(100).quality()).isGreaterThan(0.8f);
        assertThat(errors.ateMeters()).isLessThan(0.03 * errors.truthPathMeters());
        assertThat(errors.rotationRadians()).isLessThan(Math.toRadians(1.5));
        assertThat(errors.scale()).as("metres per assumed metre").isBetween(0.5, 2.0);
        assertThat(poses).allMatch(pose -> Math.abs(pose.worldFromDevice().translation().z() - 1.6) < 0.4);
        for (int i = 1; i < poses.size(); i++) {
            Vec3 before = poses.get(i - 1).worldFromDevice().translation();
            assertThat(poses.get(i).worldFromDevice().translation().distanceTo(before)).isLessThan(0.12);
        }
    }

    @Test
    void turning_on_the_spot_makes_no_translation() {
        DotRoom room = new DotRoom(12, DotRoom.PINHOLE);
        List<HeadPose> poses = new ArrayList<>();
        List<RigidTransform> truth = new ArrayList<>();
        // The assumed mean pitch is the true one here, so that levelling the world does not add to the rotation.
        try (HeadPoseEstimator estimator = HeadPoses.estimator(new VisualOdometryConfig(1.6, 1.5, 0.25, 0.06, 15))) {
            for (int i = 0; i < 150; i++) {
                double t = i / DotRoom.FRAMES_PER_SECOND;
                truth.add(DotRoom.pose(0, 0, 1.6, 0.9 * Math.sin(1.1 * t), 0.25 + 0.2 * Math.sin(1.7 * t)));
                poses.add(estimator.estimate(room.frame(i, truth.get(i)), List.of()));
            }
        }
        Trajectories.Errors errors = errors(poses, truth);
        Vec3 first = poses.get(0).worldFromDevice().translation();
        double most = poses.stream()
                .mapToDouble(pose -> pose.worldFromDevice().translation().distanceTo(first))
                .max()
                .orElseThrow();
        report("turning on the spot, rotation error in degrees", Math.toDegrees(errors.rotationRadians()));
        assertThat(poses).noneMatch(HeadPose::isLost);
        assertThat(most).isLessThan(0.02);
        assertThat(errors.rotationRadians()).isLessThan(Math.toRadians(1.5));
    }

    @Test
    void looking_about_levels_the_world_though_the_assumed_pitch_is_wrong() {
        DotRoom room = new DotRoom(22, DotRoom.PINHOLE);
        double first = 0;
        double last = 0;
        try (HeadPoseEstimator estimator = HeadPoses.estimator(VisualOdometryConfig.defaults())) {
            for (int i = 0; i < 240; i++) {
                double t = i / DotRoom.FRAMES_PER_SECOND;
                RigidTransform truth = DotRoom.pose(0.05 * t, 0, 1.6, 1.1 * Math.sin(0.9 * t), 0.1);
                HeadPose pose = estimator.estimate(room.frame(i, truth), List.of());
                Vec3 upInCamera = truth.rotation().conjugate().rotate(new Vec3(0, 0, 1));
                last = Math.acos(pose.worldFromDevice().rotation().rotate(upInCamera).z());
                first = i == 0 ? last : first;
            }
        }
        report("tilt in degrees, first and last frame", Math.toDegrees(first) + " " + Math.toDegrees(last));
        assertThat(Math.toDegrees(first)).isGreaterThan(15);
        assertThat(Math.toDegrees(last)).isLessThan(8);
    }

    @Test
    void the_wearers_moving_hands_do_not_pull_the_head_along() {
        DotRoom room = new DotRoom(13, DotRoom.PINHOLE);
        List<HeadPose> poses = new ArrayList<>();
        List<RigidTransform> truth = new ArrayList<>();
        try (HeadPoseEstimator estimator = estimator()) {
            for (int i = 0; i < 150; i++) {
                poses.add(estimator.estimate(room.frameWithHands(i, stroll(i)), List.of()));
                truth.add(stroll(i));
            }
        }
        Trajectories.Errors errors = errors(poses, truth);
        report("with hands", errors);
        assertThat(poses).noneMatch(HeadPose::isLost);
        assertThat(errors.ateMeters()).isLessThan(0.05 * errors.truthPathMeters());
        assertThat(errors.rotationRadians()).isLessThan(Math.toRadians(2));
    }

    @Test
    void darkness_is_lost_and_the_same_view_afterwards_is_found_again() {
        DotRoom room = new DotRoom(14, DotRoom.PINHOLE);
        try (HeadPoseEstimator estimator = estimator()) {
            HeadPose before = null;
            for (int i = 0; i < 90; i++) {
                before = estimator.estimate(room.frame(i, stroll(i)), List.of());
            }
            for (int i = 90; i < 100; i++) {
                HeadPose dark = estimator.estimate(room.black(i), List.of());
                assertThat(dark.isLost()).isTrue();
                assertThat(dark.quality()).isZero();
                assertThat(dark.worldFromDevice().translation()).isEqualTo(before.worldFromDevice().translation());
            }
            HeadPose after = estimator.estimate(room.frame(100, stroll(91)), List.of());
            assertThat(after.isLost()).isFalse();
            assertThat(after.worldFromDevice().translation().distanceTo(before.worldFromDevice().translation()))
                    .isLessThan(0.1);
            assertThat(after.worldFromDevice().rotation().angleTo(before.worldFromDevice().rotation()))
                    .isLessThan(Math.toRadians(4));
        }
    }

    @Test
    void a_view_never_seen_before_starts_a_new_map_after_a_while() {
        DotRoom room = new DotRoom(15, DotRoom.PINHOLE);
        DotRoom elsewhere = new DotRoom(16, DotRoom.PINHOLE);
        int restart = VisualOdometryConfig.defaults().framesBeforeRestart();
        try (HeadPoseEstimator estimator = estimator()) {
            for (int i = 0; i < 60; i++) {
                estimator.estimate(room.frame(i, stroll(i)), List.of());
            }
            assertThat(estimator.estimate(room.black(60), List.of()).isLost()).isTrue();
            List<HeadPose> after = new ArrayList<>();
            for (int i = 61; i < 140; i++) {
                after.add(estimator.estimate(elsewhere.frame(i, stroll(i)), List.of()));
            }
            assertThat(after.subList(0, restart - 2)).allMatch(HeadPose::isLost);
            assertThat(after.subList(restart + 2, after.size())).noneMatch(HeadPose::isLost);
            assertThat(after.get(after.size() - 1).quality()).isGreaterThan(0.5f);
        }
    }

    @Test
    void a_fisheye_lens_is_followed_as_well() {
        FisheyeCamera lens = new FisheyeCamera(
                new FisheyeCamera.Intrinsics(DotRoom.SIZE, 190, 190, 256, 144), 0.02, -0.01, 0.002, 0, Math.toRadians(100));
        Camera camera = new Camera(lens, RigidTransform.IDENTITY, true);
        DotRoom room = new DotRoom(17, camera);
        List<HeadPose> poses = new ArrayList<>();
        List<RigidTransform> truth = new ArrayList<>();
        try (HeadPoseEstimator estimator = estimator()) {
            for (int i = 0; i < 120; i++) {
                poses.add(estimator.estimate(room.frame(i, stroll(i)), List.of()));
                truth.add(stroll(i));
            }
        }
        Trajectories.Errors errors = errors(poses, truth);
        report("fisheye", errors);
        assertThat(poses).noneMatch(HeadPose::isLost);
        assertThat(errors.ateMeters()).isLessThan(0.05 * errors.truthPathMeters());
        assertThat(errors.rotationRadians()).isLessThan(Math.toRadians(2));
    }

    @Test
    void a_measured_pose_is_passed_on_and_taken_up_when_the_sensor_falls_silent() {
        DotRoom room = new DotRoom(18, DotRoom.PINHOLE);
        try (HeadPoseEstimator estimator = estimator()) {
            HeadPose measured = null;
            for (int i = 0; i < 10; i++) {
                measured = new HeadPose(stroll(i), 0.9f, HeadPose.Source.SIDECAR, true);
                assertThat(estimator.estimate(room.frameWithSensor(i, stroll(i), measured), List.of())).isSameAs(measured);
            }
            HeadPose next = null;
            for (int i = 10; i < 16; i++) {
                next = estimator.estimate(room.frame(i, stroll(i)), List.of());
                assertThat(next.source()).isEqualTo(HeadPose.Source.VISUAL_ODOMETRY);
            }
            assertThat(next.worldFromDevice().translation().distanceTo(stroll(15).translation())).isLessThan(0.3);
            assertThat(next.worldFromDevice().rotation().angleTo(stroll(15).rotation())).isLessThan(Math.toRadians(4));
        }
    }

    @Test
    void a_run_split_by_a_snapshot_gives_the_same_bits() {
        DotRoom room = new DotRoom(19, DotRoom.PINHOLE);
        List<HeadPose> whole = new ArrayList<>();
        try (HeadPoseEstimator estimator = estimator()) {
            for (int i = 0; i < 70; i++) {
                whole.add(estimator.estimate(eventful(room, i), List.of()));
            }
        }
        for (int cut : new int[] {1, 4, 17, 42, 45, 50, 63}) {
            byte[] state;
            try (HeadPoseEstimator first = estimator()) {
                for (int i = 0; i < cut; i++) {
                    first.estimate(eventful(room, i), List.of());
                }
                state = first.snapshot();
            }
            try (HeadPoseEstimator second = estimator()) {
                second.estimate(room.frame(0, stroll(120)), List.of());
                second.restore(state);
                assertThat(second.snapshot()).as("cut at %d", cut).isEqualTo(state);
                for (int i = cut; i < 70; i++) {
                    assertThat(second.estimate(eventful(room, i), List.of())).as("cut at %d, frame %d", cut, i).isEqualTo(whole.get(i));
                }
            }
        }
    }

    /** A stroll that goes dark for frames 40 to 47. */
    private static org.egoscope.core.video.VideoFrame eventful(DotRoom room, int i) {
        return i >= 40 && i < 48 ? room.black(i) : room.frame(i, stroll(i < 40 ? i : i - 8));
    }

    @Test
    void restoring_nothing_means_as_new() {
        DotRoom room = new DotRoom(20, DotRoom.PINHOLE);
        try (HeadPoseEstimator used = estimator();
                HeadPoseEstimator fresh = estimator()) {
            for (int i = 0; i < 20; i++) {
                used.estimate(room.frame(i, stroll(i + 30)), List.of());
            }
            used.restore(new byte[0]);
            for (int i = 0; i < 20; i++) {
                HeadPose expected = fresh.estimate(room.frame(i, stroll(i)), List.of());
                assertThat(used.estimate(room.frame(i, stroll(i)), List.of())).isEqualTo(expected);
            }
        }
    }

    @Test
    void foreign_state_is_refused() {
        try (HeadPoseEstimator estimator = estimator()) {
            assertThatThrownBy(() -> estimator.restore(new byte[] {9, 9, 9, 9}))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("expected version 4");
        }
    }

    @Test
    void native_memory_stays_flat_and_a_frame_takes_its_time_only() {
        DotRoom room = new DotRoom(21, DotRoom.PINHOLE);
        try (HeadPoseEstimator estimator = estimator()) {
            for (int i = 0; i < 60; i++) {
                estimator.estimate(room.frame(i, stroll(i)), List.of());
            }
            long count = Pointer.totalCount();
            long nanos = 0;
            for (int i = 60; i < 360; i++) {
                org.egoscope.core.video.VideoFrame frame = room.frame(i, stroll(i % 120));
                long start = System.nanoTime();
                estimator.estimate(frame, List.of());
                nanos += System.nanoTime() - start;
            }
            report("milliseconds per frame at 512x288", nanos / 300 / 1e6);
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(count);
            assertThat(estimator.snapshot().length).isLessThan(500_000);
        }
    }
}
