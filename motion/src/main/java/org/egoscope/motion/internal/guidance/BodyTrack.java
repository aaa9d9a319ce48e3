package org.egoscope.motion.internal.guidance;

import java.util.Arrays;
import org.egoscope.motion.BodySequence;

/**
 * Frames of a body that hangs from its head, and how each part's rotation differs from the predicted one: part {@code j} is turned
 * relative to the part it hangs from by {@code predicted[j] exp(correction[j])}. Bone vectors are those of each predicted frame, so a
 * body without corrections is the prediction itself.
 *
 * <p>All arrays are flat, {@code [T, 22, ...]}, and kept from one use to the next.
 */
final class BodyTrack {
    private static final int JOINTS = HangingTree.JOINTS;

    private final double[] quaternion = new double[4];
    private final double[] matrix = new double[9];
    private final double[] local = new double[9];
    private int frames;
    private int fixedFrames;
    private double[] predictedLocal = new double[0];
    private double[] bones = new double[0];
    private double[] rotations = new double[0];
    private double[] positions = new double[0];
    private double[] predictedPositions = new double[0];
    private double[] corrections = new double[0];

    /** Starts from frames {@code [from, to)} of the prediction, without corrections and with no frame fixed. */
    void load(BodySequence prediction, int from, int to) {
        frames = to - from;
        fixedFrames = 0;
        if (positions.length < frames * JOINTS * 3) {
            predictedLocal = new double[frames * JOINTS * 9];
            rotations = new double[frames * JOINTS * 9];
            bones = new double[frames * JOINTS * 3];
            positions = new double[frames * JOINTS * 3];
            predictedPositions = new double[frames * JOINTS * 3];
            corrections = new double[frames * JOINTS * 3];
        }
        Arrays.fill(corrections, 0);
        read(prediction.rotationsInWorld(), prediction.jointsInWorld(), from, frames);
        System.arraycopy(positions, 0, predictedPositions, 0, frames * JOINTS * 3);
        for (int t = 0; t < frames; t++) {
            measure(t);
        }
    }

    /** Puts given bodies, those of frames {@code from} on, into the first {@code count} frames, which are not to change from then on. */
    void fix(float[] fixedRotations, float[] fixedJoints, int from, int count) {
        fixedFrames = count;
        read(fixedRotations, fixedJoints, from, count);
        for (int t = 0; t < count; t++) {
            deriveCorrections(t);
        }
    }

    private void read(float[] fromRotations, float[] fromJoints, int from, int count) {
        for (int i = 0; i < count * JOINTS; i++) {
            int source = from * JOINTS + i;
            Rotations.fromQuaternion(fromRotations, source * 4, rotations, i * 9);
            for (int axis = 0; axis < 3; axis++) {
                positions[i * 3 + axis] = fromJoints[source * 3 + axis];
            }
        }
    }

    private void measure(int t) {
        for (int joint : HangingTree.order()) {
            int at = t * JOINTS + joint;
            int above = t * JOINTS + HangingTree.above(joint);
            int carrier = (t * JOINTS + HangingTree.carrier(joint)) * 9;
            Rotations.multiplyTransposed(rotations, above * 9, rotations, at * 9, predictedLocal, at * 9);
            for (int row = 0; row < 3; row++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += rotations[carrier + k * 3 + row] * (positions[at * 3 + k] - positions[above * 3 + k]);
                }
                bones[at * 3 + row] = sum;
            }
        }
    }

    private void deriveCorrections(int t) {
        for (int joint : HangingTree.order()) {
            int at = t * JOINTS + joint;
            int above = t * JOINTS + HangingTree.above(joint);
            Rotations.multiplyTransposed(rotations, above * 9, rotations, at * 9, matrix, 0);
            Rotations.multiplyTransposed(predictedLocal, at * 9, matrix, 0, local, 0);
            Rotations.logarithm(local, 0, quaternion, corrections, at * 3);
        }
    }

    /** Recomputes rotations and places of these joints, which must be in the tree's order, from the corrections. */
    void pose(int t, int[] joints) {
        for (int joint : joints) {
            int at = t * JOINTS + joint;
            int above = t * JOINTS + HangingTree.above(joint);
            Rotations.exponential(corrections, at * 3, matrix, 0);
            Rotations.multiply(predictedLocal, at * 9, matrix, 0, local, 0);
            Rotations.multiply(rotations, above * 9, local, 0, rotations, at * 9);
            int carrier = (t * JOINTS + HangingTree.carrier(joint)) * 9;
            for (int row = 0; row < 3; row++) {
                positions[at * 3 + row] = positions[above * 3 + row]
                        + rotations[carrier + row * 3] * bones[at * 3]
                        + rotations[carrier + row * 3 + 1] * bones[at * 3 + 1]
                        + rotations[carrier + row * 3 + 2] * bones[at * 3 + 2];
            }
        }
    }

    /** Rotation of a part relative to the one it hangs from, as a rotation vector. */
    void localRotationVector(int t, int part, double[] vector) {
        int at = (t * JOINTS + part) * 9;
        int above = (t * JOINTS + HangingTree.above(part)) * 9;
        Rotations.multiplyTransposed(rotations, above, rotations, at, matrix, 0);
        Rotations.logarithm(matrix, 0, quaternion, vector, 0);
    }

    /** Whether the part has a correction or hangs from one that has. */
    boolean isTurned(int t, int part) {
        for (int p = part; p != HangingTree.HEAD; p = HangingTree.above(p)) {
            int x = index(t, p) * 3;
            if (corrections[x] != 0 || corrections[x + 1] != 0 || corrections[x + 2] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Of these parts in the fixed frames, radians per axis. */
    double largestFixedCorrection(int[] parts) {
        double largest = 0;
        for (int t = 0; t < fixedFrames; t++) {
            for (int part : parts) {
                for (int axis = 0; axis < 3; axis++) {
                    largest = Math.max(largest, Math.abs(corrections[index(t, part) * 3 + axis]));
                }
            }
        }
        return largest;
    }

    int frames() {
        return frames;
    }

    int fixedFrames() {
        return fixedFrames;
    }

    /** {@code [T, 22, 9]} row-major matrices. */
    double[] rotations() {
        return rotations;
    }

    /** {@code [T, 22, 3]} metres. */
    double[] positions() {
        return positions;
    }

    /** {@code [T, 22, 3]} metres, as predicted. */
    double[] predictedPositions() {
        return predictedPositions;
    }

    /** {@code [T, 22, 3]} rotation vectors; to be written for free frames only. */
    double[] corrections() {
        return corrections;
    }

    static int index(int frame, int joint) {
        return frame * JOINTS + joint;
    }
}
