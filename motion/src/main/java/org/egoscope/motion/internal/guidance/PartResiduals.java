package org.egoscope.motion.internal.guidance;

import org.jspecify.annotations.Nullable;

/**
 * Residuals that look at how parts are turned: joint limits, and the seen orientation of a wrist. Each is handed out as three numbers and
 * their Jacobian by the part's own turn in its own axes.
 */
final class PartResiduals {
    private final BodyTrack track;
    private final double[] vector = new double[3];
    private final double[] residual = new double[3];
    private final double[] jacobian = new double[9];
    private final double[] matrix = new double[9];
    private final double[] target = new double[9];
    private final double[] quaternion = new double[4];
    private FrameWeights weights = FrameWeights.at(GuidanceWeights.defaults(), 30);
    private @Nullable WristTargets wrists;
    private int firstFrame;

    PartResiduals(BodyTrack track) {
        this.track = track;
    }

    void prepare(GuidanceTargets targets, int from, FrameWeights frameWeights) {
        weights = frameWeights;
        wrists = targets.wrists();
        firstFrame = from;
    }

    /** Squared weight, or 0 where the part is within its range; then nothing else is set. */
    double limits(int t, int part) {
        double weight = weights.pose(weights.weights().limits());
        if (weight == 0) {
            return 0;
        }
        track.localRotationVector(t, part, vector);
        boolean beyond = false;
        for (int axis = 0; axis < 3; axis++) {
            residual[axis] = JointLimits.excess(part, axis, vector[axis]);
            beyond |= residual[axis] != 0;
        }
        return beyond ? weight : 0;
    }

    /** After {@link #limits}: rows of axes within the range are zero. */
    void linearizeLimits() {
        Rotations.inverseRightJacobian(vector, 0, jacobian, 0);
        for (int axis = 0; axis < 3; axis++) {
            if (residual[axis] == 0) {
                jacobian[axis * 3] = 0;
                jacobian[axis * 3 + 1] = 0;
                jacobian[axis * 3 + 2] = 0;
            }
        }
    }

    /** Squared weight, or 0 where the part is no wrist with a seen orientation. */
    double orientation(int t, int part) {
        WristTargets seen = wrists;
        int side = part - 20;
        if (side < 0 || seen == null || seen.confidence(firstFrame + t, side) == 0 || !seen.hasOrientation(firstFrame + t, side)) {
            return 0;
        }
        Rotations.fromQuaternion(seen.orientations(), ((firstFrame + t) * 2 + side) * 4, target, 0);
        Rotations.multiplyTransposed(target, 0, track.rotations(), BodyTrack.index(t, part) * 9, matrix, 0);
        Rotations.logarithm(matrix, 0, quaternion, residual, 0);
        return weights.pose(weights.weights().wristOrientation() * seen.confidence(firstFrame + t, side));
    }

    /** After {@link #orientation}. */
    void linearizeOrientation() {
        Rotations.inverseRightJacobian(residual, 0, jacobian, 0);
    }

    /** Half the squared residual. */
    double halfSquare() {
        return (residual[0] * residual[0] + residual[1] * residual[1] + residual[2] * residual[2]) / 2;
    }

    double[] residual() {
        return residual;
    }

    /** Row-major, by the part's turn in its own axes. */
    double[] jacobian() {
        return jacobian;
    }
}
