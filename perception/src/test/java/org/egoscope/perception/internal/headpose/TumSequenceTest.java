package org.egoscope.perception.internal.headpose;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HeadPoseEstimator;
import org.egoscope.perception.HeadPoses;
import org.egoscope.perception.VisualOdometryConfig;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** TUM RGB-D fr2/desk, 20 frames at 10 Hz with motion-capture truth (Sturm et al. 2012). */
class TumSequenceTest {
    private static final ImageSize SIZE = new ImageSize(640, 480);

    /** fr2 intrinsics as published, without the lens distortion (up to 3 pixels in the corners of this lens). */
    private static final Camera CAMERA =
            new Camera(new PinholeCamera(SIZE, 520.9, 521.0, 325.1, 249.7), RigidTransform.IDENTITY, true);

    @Test
    void real_motion_at_ten_hertz_agrees_with_motion_capture() throws IOException {
        Path folder = shared().resolve("data/vo");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no TUM frames at " + folder);
        List<Path> pictures;
        try (Stream<Path> files = Files.list(folder.resolve("tum"))) {
            pictures = files.sorted().toList();
        }
        List<double[]> truth = readTruth(folder.resolve("fr2_desk_groundtruth.txt"));
        List<RigidTransform> estimated = new ArrayList<>();
        List<RigidTransform> expected = new ArrayList<>();
        int lost = 0;
        try (HeadPoseEstimator estimator = HeadPoses.estimator(VisualOdometryConfig.defaults())) {
            ByteBuffer rgb = ByteBuffer.allocateDirect(SIZE.pixels() * 3);
            double start = seconds(pictures.get(0));
            for (int i = 0; i < pictures.size(); i++) {
                double time = seconds(pictures.get(i));
                read(pictures.get(i), rgb);
                TimeRange span = new TimeRange(MediaTime.ofSeconds(time - start), MediaTime.ofSeconds(time - start + 0.1));
                HeadPose pose = estimator.estimate(
                        new VideoFrame(new SessionId("fr2_desk"), i, span, CAMERA, Optional.empty(), rgb), List.of());
                lost += pose.isLost() ? 1 : 0;
                estimated.add(pose.worldFromDevice());
                expected.add(nearest(truth, time));
            }
        }
        Trajectories.Errors errors = Trajectories.compare(estimated, expected);
        System.getLogger("headpose").log(System.Logger.Level.INFO, "fr2/desk: {0}, lost {1}", errors, lost);
        assertThat(lost).isZero();
        assertThat(errors.ateMeters()).as("of a path of %.2f m", errors.truthPathMeters()).isLessThan(0.05);
        assertThat(Math.toDegrees(errors.rotationRadians())).isLessThan(2.5);
    }

    private static Path shared() {
        String named = System.getProperty("egoscope.shared", System.getenv("EGOSCOPE_SHARED"));
        return named != null ? Path.of(named) : Path.of("../../shared");
    }

    private static double seconds(Path picture) {
        return Double.parseDouble(picture.getFileName().toString().replace(".png", ""));
    }

    private static void read(Path picture, ByteBuffer rgb) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        rgb.clear();
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                int pixel = image.getRGB(x, y);
                rgb.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
            }
        }
        rgb.clear();
    }

    private static List<double[]> readTruth(Path file) throws IOException {
        List<double[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                rows.add(Stream.of(line.trim().split("\\s+")).mapToDouble(Double::parseDouble).toArray());
            }
        }
        return rows;
    }

    /** timestamp tx ty tz qx qy qz qw, at 200 Hz and more: the nearest is within 3 ms. */
    private static RigidTransform nearest(List<double[]> rows, double time) {
        double[] best = rows.get(0);
        for (double[] row : rows) {
            if (Math.abs(row[0] - time) < Math.abs(best[0] - time)) {
                best = row;
            }
        }
        Quaternion rotation = new Quaternion(best[7], best[4], best[5], best[6]).normalized();
        return new RigidTransform(rotation, new Vec3(best[1], best[2], best[3]));
    }
}
