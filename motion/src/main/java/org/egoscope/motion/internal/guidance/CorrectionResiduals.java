package org.egoscope.motion.internal.guidance;

/**
 * The corrections themselves, their changes and their changes' changes from frame to frame: quadratic, with constant coefficients.
 * Frames before the track's first have no say.
 */
final class CorrectionResiduals {
    private static final double[][] STENCILS = {{1}, {1, -1}, {1, -2, 1}};

    private final BodyTrack track;
    private final int[] parts;
    private final double[] weights = new double[STENCILS.length];

    CorrectionResiduals(BodyTrack track, int[] parts) {
        this.track = track;
        this.parts = parts;
    }

    void prepare(FrameWeights frameWeights) {
        weights[0] = frameWeights.pose(frameWeights.weights().prior());
        weights[1] = frameWeights.difference(frameWeights.weights().delta());
        weights[2] = frameWeights.secondDifference(frameWeights.weights().velocity());
    }

    double cost(int t) {
        double cost = 0;
        for (int part : parts) {
            for (int order = 0; order < STENCILS.length && order <= t; order++) {
                for (int axis = 0; axis < 3; axis++) {
                    double residual = residual(t, part, axis, STENCILS[order]);
                    cost += weights[order] * residual * residual / 2;
                }
            }
        }
        return cost;
    }

    private double residual(int t, int part, int axis, double[] stencil) {
        double residual = 0;
        for (int i = 0; i < stencil.length; i++) {
            residual += stencil[i] * track.corrections()[BodyTrack.index(t - i, part) * 3 + axis];
        }
        return residual;
    }

    void linearize(int t, NormalEquations equations) {
        for (int v = 0; v < parts.length; v++) {
            for (int order = 0; order < STENCILS.length && order <= t; order++) {
                for (int axis = 0; axis < 3; axis++) {
                    double residual = residual(t, parts[v], axis, STENCILS[order]);
                    add(t, v * 3 + axis, order, residual, equations);
                }
            }
        }
    }

    private void add(int t, int unknown, int order, double residual, NormalEquations equations) {
        double[] stencil = STENCILS[order];
        int block = t - track.fixedFrames();
        for (int i = 0; i < stencil.length && i <= block; i++) {
            equations.addRight(block - i, unknown, -weights[order] * stencil[i] * residual);
            for (int j = i; j < stencil.length && j <= block; j++) {
                equations.addElement(block - i, j - i, unknown, unknown, weights[order] * stencil[i] * stencil[j]);
            }
        }
    }
}
