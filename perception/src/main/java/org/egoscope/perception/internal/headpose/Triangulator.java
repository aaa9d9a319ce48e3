package org.egoscope.perception.internal.headpose;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A point from its observations in several keyframes: linear least squares, twice, the second time weighted by inverse depth. */
final class Triangulator {
    private static final double MOST_ERROR_PIXELS = 2.0;

    private final KeyframeRing keyframes;
    private final double[] normal = new double[9];
    private final double[] right = new double[3];
    private final double[] point = new double[3];
    private final double[] inCamera = new double[3];
    private final double[] firstRay = new double[3];
    private final double[] ray = new double[3];

    Triangulator(KeyframeRing keyframes) {
        this.keyframes = keyframes;
    }

    /** Largest angle between the first observation's ray and a later one's, radians. */
    double parallax(Track track) {
        double smallestCosine = 1;
        boolean haveFirst = false;
        for (int i = 0; i < track.observations; i++) {
            Keyframe keyframe = keyframes.byId(track.keyframeIds[i]);
            if (keyframe == null) {
                continue;
            }
            double[] target = haveFirst ? ray : firstRay;
            keyframe.pose.rotateInverse(track.keyframePoints[i * 2], track.keyframePoints[i * 2 + 1], 1, target);
            if (haveFirst) {
                smallestCosine = Math.min(smallestCosine, cosine(firstRay, ray));
            }
            haveFirst = true;
        }
        return Math.acos(Math.max(-1, Math.min(1, smallestCosine)));
    }

    private static double cosine(double[] a, double[] b) {
        double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        double lengths = (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]) * (b[0] * b[0] + b[1] * b[1] + b[2] * b[2]);
        return dot / Math.sqrt(lengths);
    }

    /** Map point {@code [3]} (overwritten by the next call), or null if the views do not agree on one before all cameras. */
    double @Nullable [] triangulate(Track track, double focalPixels) {
        for (int round = 0; round < 2; round++) {
            Arrays.fill(normal, 0);
            Arrays.fill(right, 0);
            for (int i = 0; i < track.observations; i++) {
                Keyframe keyframe = keyframes.byId(track.keyframeIds[i]);
                if (keyframe != null) {
                    addView(keyframe.pose, track.keyframePoints[i * 2], track.keyframePoints[i * 2 + 1], round == 1);
                }
            }
            if (!SmallSolver.solve(normal, right, 3, point)) {
                return null;
            }
        }
        return agrees(track, focalPixels) ? point : null;
    }

    private void addView(CameraPose pose, double u, double v, boolean weighted) {
        double weight = 1;
        if (weighted) {
            pose.apply(point[0], point[1], point[2], inCamera);
            weight = 1 / Math.max(inCamera[2] * inCamera[2], 1e-6);
        }
        double[] r = pose.r;
        double[] t = pose.t;
        addRow(weight, r[0] - u * r[6], r[1] - u * r[7], r[2] - u * r[8], u * t[2] - t[0]);
        addRow(weight, r[3] - v * r[6], r[4] - v * r[7], r[5] - v * r[8], v * t[2] - t[1]);
    }

    private void addRow(double weight, double a, double b, double c, double d) {
        normal[0] += weight * a * a;
        normal[1] += weight * a * b;
        normal[2] += weight * a * c;
        normal[4] += weight * b * b;
        normal[5] += weight * b * c;
        normal[8] += weight * c * c;
        normal[3] = normal[1];
        normal[6] = normal[2];
        normal[7] = normal[5];
        right[0] += weight * a * d;
        right[1] += weight * b * d;
        right[2] += weight * c * d;
    }

    private boolean agrees(Track track, double focalPixels) {
        for (int i = 0; i < track.observations; i++) {
            Keyframe keyframe = keyframes.byId(track.keyframeIds[i]);
            if (keyframe == null) {
                continue;
            }
            keyframe.pose.apply(point[0], point[1], point[2], inCamera);
            if (inCamera[2] < 1e-3) {
                return false;
            }
            double error = focalPixels
                    * Math.hypot(
                            inCamera[0] / inCamera[2] - track.keyframePoints[i * 2],
                            inCamera[1] / inCamera[2] - track.keyframePoints[i * 2 + 1]);
            if (error > MOST_ERROR_PIXELS) {
                return false;
            }
        }
        return true;
    }
}
