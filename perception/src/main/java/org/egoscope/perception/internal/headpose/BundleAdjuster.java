package org.egoscope.perception.internal.headpose;

import java.util.Arrays;
import java.util.List;

/**
 * Windowed refinement of the keyframes' poses and the points they share: Levenberg-Marquardt with the points eliminated by the Schur
 * complement (Triggs et al. 2000) and Cauchy weights. The oldest keyframes stay fixed and hold position, rotation and scale.
 */
final class BundleAdjuster {
    private static final int ITERATIONS = 4;
    private static final double WIDTH_PIXELS = 1.5;
    private static final int MOST_POSES = KeyframeRing.CAPACITY;

    private final KeyframeRing keyframes;
    private final double[] reduced = new double[36 * MOST_POSES * MOST_POSES];
    private final double[] reducedRight = new double[6 * MOST_POSES];
    private final double[] poseStep = new double[6 * MOST_POSES];
    private final double[] system = new double[36 * MOST_POSES * MOST_POSES];
    private final double[] pointBlock = new double[9];
    private final double[] pointInverse = new double[9];
    private final double[] pointRight = new double[3];

    /** {@code [observations, 6, 3]} pose-point blocks of one point. */
    private final double[] cross = new double[18 * Track.MAX_OBSERVATIONS];

    private final int[] crossPose = new int[Track.MAX_OBSERVATIONS];
    private final double[] poseJacobian = new double[12];
    private final double[] pointJacobian = new double[6];
    private final double[] inCamera = new double[3];
    private final double[] oneStep = new double[6];
    private int fixed;
    private int free;
    private int views;

    BundleAdjuster(KeyframeRing keyframes) {
        this.keyframes = keyframes;
    }

    void refine(List<Track> tracks, double focalPixels) {
        int count = keyframes.all().size();
        if (count < 2) {
            return;
        }
        fixed = count == 2 ? 1 : 2;
        free = count - fixed;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            if (!step(tracks, focalPixels)) {
                return;
            }
        }
    }

    private boolean step(List<Track> tracks, double focal) {
        int n = free * 6;
        Arrays.fill(reduced, 0, n * n, 0);
        Arrays.fill(reducedRight, 0, n, 0);
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            if (track.landmark != null && linearize(track, track.landmark, focal)) {
                eliminate(n);
            }
        }
        System.arraycopy(reduced, 0, system, 0, n * n);
        for (int i = 0; i < n; i++) {
            system[i * n + i] += 1e-3 * system[i * n + i] + 1e-6;
        }
        if (!SmallSolver.solve(system, reducedRight, n, poseStep)) {
            return false;
        }
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            if (track.landmark != null && linearize(track, track.landmark, focal)) {
                moveToStep(track.landmark, n);
            }
        }
        for (int k = 0; k < free; k++) {
            System.arraycopy(poseStep, k * 6, oneStep, 0, 6);
            CameraPose pose = keyframes.all().get(fixed + k).pose;
            pose.update(oneStep);
            pose.orthonormalize();
        }
        return true;
    }

    /** Blocks of one point at the present estimate; false if fewer than two keyframes see it well. */
    private boolean linearize(Track track, Landmark landmark, double focal) {
        Arrays.fill(pointBlock, 0);
        Arrays.fill(pointRight, 0);
        views = 0;
        int seen = 0;
        for (int i = 0; i < track.observations; i++) {
            Keyframe keyframe = keyframes.byId(track.keyframeIds[i]);
            if (keyframe != null && addView(track, i, keyframe, landmark, focal)) {
                seen++;
            }
        }
        return seen >= 2 && invertPointBlock();
    }

    private boolean addView(Track track, int observation, Keyframe keyframe, Landmark landmark, double focal) {
        CameraPose pose = keyframe.pose;
        pose.apply(landmark.position[0], landmark.position[1], landmark.position[2], inCamera);
        if (inCamera[2] < 1e-3) {
            return false;
        }
        double inverse = 1 / inCamera[2];
        double u = inCamera[0] * inverse;
        double v = inCamera[1] * inverse;
        double eu = focal * (track.keyframePoints[observation * 2] - u);
        double ev = focal * (track.keyframePoints[observation * 2 + 1] - v);
        double normalized = (eu * eu + ev * ev) / (WIDTH_PIXELS * WIDTH_PIXELS);
        double weight = 1 / ((1 + normalized) * (1 + normalized));
        pointJacobian(pose, u, v, inverse * focal);
        for (int row = 0; row < 3; row++) {
            pointRight[row] += weight * (pointJacobian[row] * eu + pointJacobian[3 + row] * ev);
            for (int column = 0; column < 3; column++) {
                pointBlock[row * 3 + column] += weight
                        * (pointJacobian[row] * pointJacobian[column] + pointJacobian[3 + row] * pointJacobian[3 + column]);
            }
        }
        int index = keyframes.all().indexOf(keyframe) - fixed;
        if (index >= 0) {
            PoseRefiner.jacobian(u, v, inverse, focal, poseJacobian);
            addPoseView(index, weight, eu, ev);
        }
        return true;
    }

    private void pointJacobian(CameraPose pose, double u, double v, double scale) {
        for (int i = 0; i < 3; i++) {
            pointJacobian[i] = scale * (pose.r[i] - u * pose.r[6 + i]);
            pointJacobian[3 + i] = scale * (pose.r[3 + i] - v * pose.r[6 + i]);
        }
    }

    /** Keeps the blocks of a free pose; its own block goes straight into the reduced system by {@link #eliminate}. */
    private void addPoseView(int index, double weight, double eu, double ev) {
        int at = views * 18;
        for (int row = 0; row < 6; row++) {
            for (int column = 0; column < 3; column++) {
                cross[at + row * 3 + column] = weight
                        * (poseJacobian[row] * pointJacobian[column] + poseJacobian[6 + row] * pointJacobian[3 + column]);
            }
        }
        crossPose[views] = index;
        ownBlocks(index, weight, eu, ev);
        views++;
    }

    private final double[] own = new double[36 * Track.MAX_OBSERVATIONS];
    private final double[] ownRight = new double[6 * Track.MAX_OBSERVATIONS];

    private void ownBlocks(int index, double weight, double eu, double ev) {
        for (int row = 0; row < 6; row++) {
            double a = weight * poseJacobian[row];
            double b = weight * poseJacobian[6 + row];
            ownRight[views * 6 + row] = a * eu + b * ev;
            for (int column = 0; column < 6; column++) {
                own[views * 36 + row * 6 + column] = a * poseJacobian[column] + b * poseJacobian[6 + column];
            }
        }
    }

    private boolean invertPointBlock() {
        double[] m = pointBlock;
        for (int i = 0; i < 3; i++) {
            m[i * 4] += 1e-3 * m[i * 4] + 1e-6;
        }
        double c0 = m[4] * m[8] - m[5] * m[5];
        double c1 = m[5] * m[2] - m[1] * m[8];
        double c2 = m[1] * m[5] - m[4] * m[2];
        double determinant = m[0] * c0 + m[1] * c1 + m[2] * c2;
        if (!(Math.abs(determinant) > 1e-18)) {
            return false;
        }
        double scale = 1 / determinant;
        pointInverse[0] = c0 * scale;
        pointInverse[1] = c1 * scale;
        pointInverse[2] = c2 * scale;
        pointInverse[3] = pointInverse[1];
        pointInverse[4] = (m[0] * m[8] - m[2] * m[2]) * scale;
        pointInverse[5] = (m[1] * m[2] - m[0] * m[5]) * scale;
        pointInverse[6] = pointInverse[2];
        pointInverse[7] = pointInverse[5];
        pointInverse[8] = (m[0] * m[4] - m[1] * m[1]) * scale;
        return true;
    }

    /** Adds {@code U - W V^-1 W'} and {@code b - W V^-1 c} of one point. */
    private void eliminate(int n) {
        for (int a = 0; a < views; a++) {
            int rowBase = crossPose[a] * 6;
            for (int row = 0; row < 6; row++) {
                int at = a * 18 + row * 3;
                double w0 = cross[at];
                double w1 = cross[at + 1];
                double w2 = cross[at + 2];
                double k0 = w0 * pointInverse[0] + w1 * pointInverse[3] + w2 * pointInverse[6];
                double k1 = w0 * pointInverse[1] + w1 * pointInverse[4] + w2 * pointInverse[7];
                double k2 = w0 * pointInverse[2] + w1 * pointInverse[5] + w2 * pointInverse[8];
                reducedRight[rowBase + row] +=
                        ownRight[a * 6 + row] - (k0 * pointRight[0] + k1 * pointRight[1] + k2 * pointRight[2]);
                for (int column = 0; column < 6; column++) {
                    reduced[(rowBase + row) * n + rowBase + column] += own[a * 36 + row * 6 + column];
                }
                subtractRow(n, rowBase + row, k0, k1, k2);
            }
        }
    }

    private void subtractRow(int n, int row, double k0, double k1, double k2) {
        for (int b = 0; b < views; b++) {
            int columnBase = crossPose[b] * 6;
            for (int column = 0; column < 6; column++) {
                int at = b * 18 + column * 3;
                reduced[row * n + columnBase + column] -= k0 * cross[at] + k1 * cross[at + 1] + k2 * cross[at + 2];
            }
        }
    }

    /** Back substitution: {@code V^-1 (c - W' d)}. */
    private void moveToStep(Landmark landmark, int n) {
        double r0 = pointRight[0];
        double r1 = pointRight[1];
        double r2 = pointRight[2];
        for (int a = 0; a < views; a++) {
            for (int row = 0; row < 6; row++) {
                double d = poseStep[crossPose[a] * 6 + row];
                r0 -= cross[a * 18 + row * 3] * d;
                r1 -= cross[a * 18 + row * 3 + 1] * d;
                r2 -= cross[a * 18 + row * 3 + 2] * d;
            }
        }
        landmark.position[0] += pointInverse[0] * r0 + pointInverse[1] * r1 + pointInverse[2] * r2;
        landmark.position[1] += pointInverse[3] * r0 + pointInverse[4] * r1 + pointInverse[5] * r2;
        landmark.position[2] += pointInverse[6] * r0 + pointInverse[7] * r1 + pointInverse[8] * r2;
    }
}
