package org.egoscope.perception.internal.headpose;

import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.geometry.Quaternion;
import org.jspecify.annotations.Nullable;

/** OpenCV's robust solvers on normalised coordinates. Their random number generator has a fixed seed per call, so they repeat exactly. */
final class TwoViewGeometry {
    private static final int ESSENTIAL_ITERATIONS = 300;
    private static final int PNP_ITERATIONS = 150;

    private TwoViewGeometry() {}

    /** The four poses of the second camera (unit translation) that an essential matrix allows, and its inliers. */
    record Candidates(CameraPose[] secondFromFirst, boolean[] inliers, int inlierCount) {}

    /**
     * @param first {@code [count, 2]} normalised coordinates
     * @param second {@code [count, 2]}
     */
    static @Nullable Candidates essential(double[] first, double[] second, int count, double tolerance) {
        try (PointerScope scope = new PointerScope()) {
            Mat camera = Mat.eye(3, 3, opencv_core.CV_64F).asMat();
            Mat mask = new Mat();
            Mat essential = opencv_calib3d.findEssentialMat(
                    points(first, count),
                    points(second, count),
                    camera,
                    opencv_calib3d.RANSAC,
                    0.999,
                    tolerance,
                    ESSENTIAL_ITERATIONS,
                    mask);
            if (essential.rows() != 3 || essential.cols() != 3) {
                return null;
            }
            return decompose(essential, mask, count);
        }
    }

    private static Mat points(double[] xy, int count) {
        Mat mat = new Mat(count, 1, opencv_core.CV_64FC2);
        new DoublePointer(mat.data()).put(xy, 0, count * 2);
        return mat;
    }

    private static Candidates decompose(Mat essential, Mat mask, int count) {
        Mat firstRotation = new Mat();
        Mat secondRotation = new Mat();
        Mat translation = new Mat();
        opencv_calib3d.decomposeEssentialMat(essential, firstRotation, secondRotation, translation);
        double[] t = new double[3];
        new DoublePointer(translation.data()).get(t);
        CameraPose[] poses = {
            pose(firstRotation, t, 1), pose(firstRotation, t, -1), pose(secondRotation, t, 1), pose(secondRotation, t, -1)
        };
        byte[] flags = new byte[count];
        mask.data().get(flags);
        boolean[] inliers = new boolean[count];
        int inlierCount = 0;
        for (int i = 0; i < count; i++) {
            inliers[i] = flags[i] != 0;
            inlierCount += flags[i] != 0 ? 1 : 0;
        }
        return new Candidates(poses, inliers, inlierCount);
    }

    private static CameraPose pose(Mat rotation, double[] t, double sign) {
        CameraPose pose = new CameraPose();
        new DoublePointer(rotation.data()).get(pose.r);
        for (int i = 0; i < 3; i++) {
            pose.t[i] = sign * t[i];
        }
        return pose;
    }

    /** Pose from points and where they are seen, by EPnP within RANSAC; null if it finds none. Needs at least 6 tracks with points. */
    static @Nullable CameraPose perspective(List<Track> tracks, double tolerance) {
        int count = (int) tracks.stream().filter(track -> track.landmark != null).count();
        if (count < 6) {
            return null;
        }
        try (PointerScope scope = new PointerScope()) {
            Mat objectPoints = new Mat(count, 1, opencv_core.CV_32FC3);
            Mat imagePoints = new Mat(count, 1, opencv_core.CV_32FC2);
            fill(tracks, new FloatPointer(objectPoints.data()), new FloatPointer(imagePoints.data()));
            Mat camera = Mat.eye(3, 3, opencv_core.CV_64F).asMat();
            Mat rotation = new Mat();
            Mat translation = new Mat();
            boolean found = opencv_calib3d.solvePnPRansac(
                    objectPoints,
                    imagePoints,
                    camera,
                    new Mat(),
                    rotation,
                    translation,
                    false,
                    PNP_ITERATIONS,
                    (float) tolerance,
                    0.99,
                    new Mat(),
                    opencv_calib3d.SOLVEPNP_EPNP);
            return found ? poseOf(rotation, translation) : null;
        }
    }

    private static void fill(List<Track> tracks, FloatPointer objects, FloatPointer images) {
        int at = 0;
        for (Track track : tracks) {
            if (track.landmark != null) {
                for (int i = 0; i < 3; i++) {
                    objects.put(at * 3L + i, (float) track.landmark.position[i]);
                }
                images.put(at * 2L, (float) track.nx);
                images.put(at * 2L + 1, (float) track.ny);
                at++;
            }
        }
    }

    private static @Nullable CameraPose poseOf(Mat rotation, Mat translation) {
        double[] w = new double[3];
        double[] t = new double[3];
        new DoublePointer(rotation.data()).get(w);
        new DoublePointer(translation.data()).get(t);
        org.egoscope.core.geometry.Vec3 vector = new org.egoscope.core.geometry.Vec3(w[0], w[1], w[2]);
        if (!vector.isFinite() || !Double.isFinite(t[0] + t[1] + t[2])) {
            return null;
        }
        CameraPose pose = new CameraPose();
        pose.setRotation(Quaternion.fromRotationVector(vector));
        System.arraycopy(t, 0, pose.t, 0, 3);
        return pose;
    }
}
