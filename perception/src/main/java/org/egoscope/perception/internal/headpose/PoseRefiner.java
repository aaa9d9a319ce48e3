package org.egoscope.perception.internal.headpose;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Camera pose from known points: Gauss-Newton on the reprojection error with Cauchy weights whose width shrinks. */
final class PoseRefiner {
    static final double INLIER_PIXELS = 2.5;
    private static final double[] WIDTHS_PIXELS = {16, 8, 4, 2.5, 2, 1.5, 1.5, 1.5};
    private static final double NEAREST = 0.02;

    private final double[] normal = new double[36];
    private final double[] right = new double[6];
    private final double[] solution = new double[6];
    private final double[] point = new double[3];
    private final double[] jacobian = new double[12];
    private int inliers;
    private int seen;
    private double rmsPixels;

    int inliers() {
        return inliers;
    }

    /** Tracks with a known point in the last call. */
    int seen() {
        return seen;
    }

    double rmsPixels() {
        return rmsPixels;
    }

    /** Refines the pose in place and marks each track's {@code inlier}. False if the system is degenerate. */
    boolean refine(List<Track> tracks, double focalPixels, CameraPose pose) {
        for (double width : WIDTHS_PIXELS) {
            accumulate(tracks, focalPixels, width, pose);
            for (int i = 0; i < 6; i++) {
                normal[i * 7] += 1e-9 * normal[i * 7] + 1e-9;
            }
            if (!SmallSolver.solve(normal, right, 6, solution)) {
                return false;
            }
            pose.update(solution);
        }
        pose.orthonormalize();
        classify(tracks, focalPixels, pose);
        return true;
    }

    private void accumulate(List<Track> tracks, double focal, double width, CameraPose pose) {
        Arrays.fill(normal, 0);
        Arrays.fill(right, 0);
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            Landmark landmark = track.landmark;
            if (landmark != null) {
                accumulate(track, landmark, focal, width, pose);
            }
        }
    }

    private void accumulate(Track track, Landmark landmark, double focal, double width, CameraPose pose) {
        double[] position = landmark.position;
        pose.apply(position[0], position[1], position[2], point);
        if (point[2] < NEAREST) {
            return;
        }
        double inverse = 1 / point[2];
        double u = point[0] * inverse;
        double v = point[1] * inverse;
        double eu = focal * (track.nx - u);
        double ev = focal * (track.ny - v);
        double normalized = (eu * eu + ev * ev) / (width * width);
        double weight = 1 / ((1 + normalized) * (1 + normalized));
        jacobian(u, v, inverse, focal, jacobian);
        addWeighted(weight, eu, ev);
    }

    /** Derivative of the pixel with respect to {@code [w, v]} of {@link CameraPose#update}. */
    static void jacobian(double u, double v, double inverseDepth, double focal, double[] out) {
        out[0] = -focal * u * v;
        out[1] = focal * (1 + u * u);
        out[2] = -focal * v;
        out[3] = focal * inverseDepth;
        out[4] = 0;
        out[5] = -focal * u * inverseDepth;
        out[6] = -focal * (1 + v * v);
        out[7] = focal * u * v;
        out[8] = focal * u;
        out[9] = 0;
        out[10] = focal * inverseDepth;
        out[11] = -focal * v * inverseDepth;
    }

    private void addWeighted(double weight, double eu, double ev) {
        for (int row = 0; row < 6; row++) {
            double a = weight * jacobian[row];
            double b = weight * jacobian[6 + row];
            right[row] += a * eu + b * ev;
            for (int column = 0; column < 6; column++) {
                normal[row * 6 + column] += a * jacobian[column] + b * jacobian[6 + column];
            }
        }
    }

    /** Marks which tracks agree with the pose. */
    void classify(List<Track> tracks, double focal, CameraPose pose) {
        inliers = 0;
        seen = 0;
        double sum = 0;
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            track.inlier = false;
            if (track.landmark == null) {
                continue;
            }
            seen++;
            double error = errorPixels(track.landmark, track.nx, track.ny, focal, pose);
            if (error < INLIER_PIXELS) {
                track.inlier = true;
                inliers++;
                sum += error * error;
            }
        }
        rmsPixels = inliers == 0 ? Double.NaN : Math.sqrt(sum / inliers);
    }

    /** Distance between where the point should be seen and where it is, pixels; infinite behind the camera. */
    double errorPixels(@Nullable Landmark landmark, double nx, double ny, double focal, CameraPose pose) {
        if (landmark == null) {
            return Double.POSITIVE_INFINITY;
        }
        pose.apply(landmark.position[0], landmark.position[1], landmark.position[2], point);
        return point[2] < NEAREST
                ? Double.POSITIVE_INFINITY
                : focal * Math.hypot(point[0] / point[2] - nx, point[1] / point[2] - ny);
    }
}
