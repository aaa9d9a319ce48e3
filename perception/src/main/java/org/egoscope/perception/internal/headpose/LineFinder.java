package org.egoscope.perception.internal.headpose;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_imgproc.LineSegmentDetector;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.Vec3;

/** Straight edges of a picture (LSD: Grompone von Gioi et al. 2010), as the planes that they span with the camera's centre. */
final class LineFinder implements AutoCloseable {
    /** Shorter segments point anywhere: an end that is half a pixel off turns one of this length by 3 degrees. */
    private static final double LEAST_OF_WIDTH = 0.05;

    /** Rays flatter than this (75 degrees off the axis) are where lenses bend lines most. */
    private static final double SMALLEST_RAY_Z = 0.26;

    // Owned; freed by close(). Created outside any scope.
    private final LineSegmentDetector detector = opencv_imgproc.createLineSegmentDetector();
    private final Mat segments = new Mat();

    /**
     * @param picture grey
     * @param hands where no edge is taken
     * @return {@code [n, 4]} unit normals in the camera's axes, each followed by the angle between the segment's ends, radians
     */
    double[] planes(Mat picture, CameraModel camera, HandZones hands) {
        try (PointerScope scope = new PointerScope()) {
            detector.detect(picture, segments);
            int count = segments.rows() * segments.cols();
            if (count == 0) {
                return new double[0];
            }
            FloatIndexer ends = segments.createIndexer();
            double[] planes = new double[count * 4];
            int kept = 0;
            for (int i = 0; i < count; i++) {
                float[] segment = new float[4];
                ends.get(i, segment);
                if (take(segment, picture.cols(), camera, hands, planes, kept * 4)) {
                    kept++;
                }
            }
            return Arrays.copyOf(planes, kept * 4);
        }
    }

    private static boolean take(float[] segment, int width, CameraModel camera, HandZones hands, double[] planes, int at) {
        double length = Math.hypot(segment[2] - segment[0], segment[3] - segment[1]);
        boolean onHand = hands.covers((segment[0] + segment[2]) / 2, (segment[1] + segment[3]) / 2);
        if (length < LEAST_OF_WIDTH * width || onHand) {
            return false;
        }
        // OpenCV counts pixel centres at whole numbers, the camera model at .5.
        Vec3 from = camera.unproject(segment[0] + 0.5, segment[1] + 0.5);
        Vec3 to = camera.unproject(segment[2] + 0.5, segment[3] + 0.5);
        Vec3 normal = from.cross(to);
        if (from.z() < SMALLEST_RAY_Z || to.z() < SMALLEST_RAY_Z || normal.norm() < 1e-6) {
            return false;
        }
        double sine = normal.norm() / (from.norm() * to.norm());
        Vec3 unit = normal.normalized();
        planes[at] = unit.x();
        planes[at + 1] = unit.y();
        planes[at + 2] = unit.z();
        planes[at + 3] = Math.asin(Math.min(1, sine));
        return true;
    }

    @Override
    public void close() {
        segments.close();
        detector.close();
    }
}
