package org.egoscope.motion.internal.guidance;

import java.util.Arrays;
import org.egoscope.motion.BodySequence;

/**
 * By how much joints are turned in world axes, frame by frame, and the body that comes of it: bones keep the directions that they have in
 * the axes of the part that carries them, and the head stays.
 */
final class WorldTurns {
    private static final int JOINTS = HangingTree.JOINTS;

    /** Below the precision of a quaternion of floats. */
    private static final double LEAST_RADIANS = 1e-8;

    private final BodySequence body;
    private final int start;
    private final int frames;
    /** {@code [22, T, 3]} rotation vectors; an empty row for a joint that is not turned. */
    private final double[][] turns = new double[JOINTS][0];

    private final double[] matrix = new double[9];
    private final double[] before = new double[9];
    private final double[] after = new double[9];
    private final double[] quaternion = new double[4];

    /** None yet; for frames {@code [start, end)} of a body. */
    WorldTurns(BodySequence body, int start, int end) {
        this.body = body;
        this.start = start;
        this.frames = end - start;
    }

    /** {@code [T, 3]} of a joint, to be written to. */
    double[] of(int joint) {
        if (turns[joint].length == 0) {
            turns[joint] = new double[frames * 3];
        }
        return turns[joint];
    }

    /** The joint is turned with another one. */
    void follow(int joint, int other) {
        turns[joint] = turns[other];
    }

    /** The rotation vector in world axes that takes one orientation, a quaternion in an array, to another given as a matrix. */
    void between(float[] from, int at, double[] toMatrix, double[] vector) {
        Rotations.fromQuaternion(from, at, before, 0);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += toMatrix[row * 3 + k] * before[column * 3 + k];
                }
                after[row * 3 + column] = sum;
            }
        }
        Rotations.logarithm(after, 0, quaternion, vector, 0);
    }

    /** Writes the turned frames into the arrays of all frames; what is not turned stays as it is, bit for bit. */
    void write(float[] rotations, float[] joints) {
        for (int t = 0; t < frames; t++) {
            boolean turned = false;
            for (int joint = 0; joint < JOINTS; joint++) {
                turned |= isTurned(t, joint);
            }
            if (turned) {
                write(t, rotations, joints);
            }
        }
    }

    private boolean isTurned(int t, int joint) {
        double[] turn = turns[joint];
        return turn.length > 0
                && Math.abs(turn[t * 3]) + Math.abs(turn[t * 3 + 1]) + Math.abs(turn[t * 3 + 2]) > LEAST_RADIANS;
    }

    private void write(int t, float[] rotations, float[] joints) {
        for (int joint : HangingTree.order()) {
            int at = ((start + t) * JOINTS + joint) * 4;
            if (isTurned(t, joint)) {
                Rotations.exponential(turns[joint], t * 3, matrix, 0);
                Rotations.fromQuaternion(body.rotationsInWorld(), at, before, 0);
                Rotations.multiply(matrix, 0, before, 0, after, 0);
                Rotations.toQuaternion(after, 0, quaternion);
                put(body.rotationsInWorld(), rotations, at);
            }
            place(t, joint, joints);
        }
    }

    /** Of the two quaternions of a rotation the one nearer to the one before, so that signs stay continuous in time. */
    private void put(float[] old, float[] rotations, int at) {
        double sign = 0;
        for (int k = 0; k < 4; k++) {
            sign += quaternion[k] * old[at + k];
        }
        for (int k = 0; k < 4; k++) {
            rotations[at + k] = (float) (sign < 0 ? -quaternion[k] : quaternion[k]);
        }
    }

    private void place(int t, int joint, float[] joints) {
        int frame = (start + t) * JOINTS;
        int at = (frame + joint) * 3;
        int above = (frame + HangingTree.above(joint)) * 3;
        float[] old = body.jointsInWorld();
        int carrier = HangingTree.carrier(joint);
        if (isTurned(t, carrier)) {
            Rotations.exponential(turns[carrier], t * 3, matrix, 0);
        } else {
            Arrays.fill(matrix, 0);
            matrix[0] = 1;
            matrix[4] = 1;
            matrix[8] = 1;
        }
        for (int row = 0; row < 3; row++) {
            double sum = joints[above + row];
            for (int k = 0; k < 3; k++) {
                sum += matrix[row * 3 + k] * (old[at + k] - old[above + k]);
            }
            joints[at + row] = (float) sum;
        }
    }
}
