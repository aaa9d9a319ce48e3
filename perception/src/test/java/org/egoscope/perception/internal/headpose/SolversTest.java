package org.egoscope.perception.internal.headpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.junit.jupiter.api.Test;

class SolversTest {
    private static final double FOCAL = 350;

    private static CameraPose pose(double wx, double wy, double wz, double x, double y, double z) {
        CameraPose pose = new CameraPose();
        pose.setRotation(Quaternion.fromRotationVector(new Vec3(wx, wy, wz)));
        pose.setCenter(x, y, z);
        return pose;
    }

    private static List<Track> see(CameraPose camera, LandmarkPool pool, Random random, int count) {
        List<Track> tracks = new ArrayList<>();
        double[] inCamera = new double[3];
        for (int i = 0; i < count; i++) {
            Landmark landmark = pool.create();
            landmark.position[0] = random.nextDouble() * 2 - 1;
            landmark.position[1] = random.nextDouble() * 1.4 - 0.7;
            landmark.position[2] = 1.5 + random.nextDouble() * 2;
            camera.apply(landmark.position[0], landmark.position[1], landmark.position[2], inCamera);
            Track track = new Track();
            track.landmark = landmark;
            track.nx = inCamera[0] / inCamera[2];
            track.ny = inCamera[1] / inCamera[2];
            tracks.add(track);
        }
        return tracks;
    }

    @Test
    void the_pose_derivative_is_that_of_finite_differences() {
        CameraPose camera = pose(0.1, -0.2, 0.3, 0.2, 0.1, -0.4);
        double[] inCamera = new double[3];
        camera.apply(0.3, -0.2, 2, inCamera);
        double[] analytic = new double[12];
        PoseRefiner.jacobian(
                inCamera[0] / inCamera[2], inCamera[1] / inCamera[2], 1 / inCamera[2], FOCAL, analytic);
        for (int k = 0; k < 6; k++) {
            double[] step = new double[6];
            step[k] = 1e-6;
            CameraPose moved = camera.copy();
            moved.update(step);
            double[] after = new double[3];
            moved.apply(0.3, -0.2, 2, after);
            double du = FOCAL * (after[0] / after[2] - inCamera[0] / inCamera[2]) / 1e-6;
            double dv = FOCAL * (after[1] / after[2] - inCamera[1] / inCamera[2]) / 1e-6;
            assertThat(analytic[k]).isCloseTo(du, within(1e-2));
            assertThat(analytic[6 + k]).isCloseTo(dv, within(1e-2));
        }
    }

    @Test
    void a_pose_is_found_from_points_though_a_third_of_them_lie() {
        Random random = new Random(5);
        CameraPose truth = pose(0.05, -0.1, 0.02, 0.1, -0.05, 0.2);
        List<Track> tracks = see(truth, new LandmarkPool(1000), random, 90);
        for (int i = 0; i < 30; i++) {
            tracks.get(i).nx += 0.05 + 0.1 * random.nextDouble();
        }
        CameraPose found = new CameraPose();
        PoseRefiner refiner = new PoseRefiner();
        CameraPose robust = TwoViewGeometry.perspective(tracks, 2.5 / FOCAL);
        assertThat(robust).isNotNull();
        found.set(robust);
        assertThat(refiner.refine(tracks, FOCAL, found)).isTrue();
        assertThat(refiner.inliers()).isEqualTo(60);
        assertThat(found.centerInMap().distanceTo(truth.centerInMap())).isLessThan(1e-4);
        assertThat(found.rotationMapFromCamera().angleTo(truth.rotationMapFromCamera())).isLessThan(1e-4);
    }

    @Test
    void a_rotation_is_found_from_rays_though_a_third_of_them_move_on_their_own() {
        Random random = new Random(6);
        CameraPose truth = pose(0.08, -0.15, 0.05, 0, 0, 0);
        int count = 120;
        double[] from = new double[count * 2];
        double[] to = new double[count * 2];
        double[] out = new double[3];
        for (int i = 0; i < count; i++) {
            from[i * 2] = random.nextDouble() - 0.5;
            from[i * 2 + 1] = random.nextDouble() * 0.6 - 0.3;
            truth.apply(from[i * 2], from[i * 2 + 1], 1, out);
            to[i * 2] = out[0] / out[2] + (i < 40 ? 0.08 : 0);
            to[i * 2 + 1] = out[1] / out[2];
        }
        CameraPose found = new CameraPose();
        RotationAligner aligner = new RotationAligner();
        aligner.align(from, to, count, FOCAL, found);
        assertThat(found.rotationMapFromCamera().angleTo(truth.rotationMapFromCamera())).isLessThan(2e-4);
        assertThat(aligner.inliers()).isEqualTo(80);
    }

    @Test
    void bundle_adjustment_takes_noise_out_of_poses_and_points() {
        Random random = new Random(7);
        KeyframeRing ring = new KeyframeRing();
        List<CameraPose> truth = new ArrayList<>();
        List<Track> tracks = see(new CameraPose(), new LandmarkPool(1000), random, 80);
        List<double[]> points = new ArrayList<>();
        for (Track track : tracks) {
            points.add(track.landmark.position.clone());
        }
        double[] inCamera = new double[3];
        for (int k = 0; k < 6; k++) {
            CameraPose camera = pose(0.02 * k, -0.03 * k, 0.01 * k, 0.08 * k, 0.02 * k, 0.03 * k);
            truth.add(camera);
            Keyframe keyframe = ring.add(camera);
            for (int i = 0; i < tracks.size(); i++) {
                double[] point = points.get(i);
                camera.apply(point[0], point[1], point[2], inCamera);
                tracks.get(i).nx = inCamera[0] / inCamera[2];
                tracks.get(i).ny = inCamera[1] / inCamera[2];
                tracks.get(i).observe(keyframe.id);
            }
            if (k >= 2) {
                keyframe.pose.update(new double[] {0.002, -0.003, 0.002, 0.006, -0.005, 0.004});
            }
        }
        for (Track track : tracks) {
            for (int axis = 0; axis < 3; axis++) {
                track.landmark.position[axis] += 0.02 * random.nextGaussian();
            }
        }
        BundleAdjuster adjuster = new BundleAdjuster(ring);
        for (int round = 0; round < 5; round++) {
            adjuster.refine(tracks, FOCAL);
        }
        for (int k = 0; k < 6; k++) {
            assertThat(ring.all().get(k).pose.centerInMap().distanceTo(truth.get(k).centerInMap())).as("keyframe %d", k).isLessThan(2e-4);
        }
        for (int i = 0; i < tracks.size(); i++) {
            assertThat(tracks.get(i).landmark.position).containsExactly(points.get(i), within(2e-3));
        }
    }

    @Test
    void a_point_is_triangulated_from_its_views_and_refused_where_they_disagree() {
        KeyframeRing ring = new KeyframeRing();
        Track track = new Track();
        double[] inCamera = new double[3];
        for (int k = 0; k < 3; k++) {
            CameraPose camera = pose(0, -0.02 * k, 0, 0.1 * k, 0, 0);
            Keyframe keyframe = ring.add(camera);
            camera.apply(0.2, -0.1, 2, inCamera);
            track.nx = inCamera[0] / inCamera[2];
            track.ny = inCamera[1] / inCamera[2];
            track.observe(keyframe.id);
        }
        Triangulator triangulator = new Triangulator(ring);
        assertThat(triangulator.parallax(track)).isCloseTo(0.1, within(0.01));
        assertThat(triangulator.triangulate(track, FOCAL)).containsExactly(new double[] {0.2, -0.1, 2}, within(1e-9));
        track.keyframePoints[3] += 0.03;
        assertThat(triangulator.triangulate(track, FOCAL)).isNull();
    }

    @Test
    void a_descriptor_stays_near_itself_under_noise_and_far_from_others() {
        Random random = new Random(8);
        byte[] picture = new byte[100 * 100];
        random.nextBytes(picture);
        byte[] smooth = boxSmoothed(picture);
        byte[] noisy = smooth.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (byte) Math.max(0, Math.min(255, (noisy[i] & 0xff) + Math.round(2 * random.nextGaussian())));
        }
        long[] here = new long[BinaryDescriptor.WORDS];
        long[] again = new long[BinaryDescriptor.WORDS];
        long[] there = new long[BinaryDescriptor.WORDS];
        assertThat(BinaryDescriptor.describe(smooth, 100, 100, 40, 50, here)).isTrue();
        assertThat(BinaryDescriptor.describe(noisy, 100, 100, 40, 50, again)).isTrue();
        assertThat(BinaryDescriptor.describe(smooth, 100, 100, 70, 45, there)).isTrue();
        assertThat(BinaryDescriptor.describe(smooth, 100, 100, 5, 45, there)).isFalse();
        assertThat(BinaryDescriptor.distance(here, here)).isZero();
        assertThat(BinaryDescriptor.distance(here, again)).isLessThan(45);
        assertThat(BinaryDescriptor.distance(here, there)).isGreaterThan(80);
    }

    private static byte[] boxSmoothed(byte[] picture) {
        byte[] smooth = new byte[picture.length];
        for (int y = 2; y < 98; y++) {
            for (int x = 2; x < 98; x++) {
                int sum = 0;
                for (int dy = -2; dy <= 2; dy++) {
                    for (int dx = -2; dx <= 2; dx++) {
                        sum += picture[(y + dy) * 100 + x + dx] & 0xff;
                    }
                }
                smooth[y * 100 + x] = (byte) (sum / 25);
            }
        }
        return smooth;
    }
}
