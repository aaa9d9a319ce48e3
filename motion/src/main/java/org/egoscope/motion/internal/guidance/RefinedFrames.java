package org.egoscope.motion.internal.guidance;

import org.egoscope.motion.BodySequence;

/** The result while it is made: a copy of the prediction in which frames are replaced. */
final class RefinedFrames {
    private static final int JOINTS = HangingTree.JOINTS;

    private final BodySequence prediction;
    private final float[] rotations;
    private final float[] joints;
    private final float[] contacts;
    private final double[] quaternion = new double[4];

    RefinedFrames(BodySequence prediction) {
        this.prediction = prediction;
        rotations = prediction.rotationsInWorld().clone();
        joints = prediction.jointsInWorld().clone();
        contacts = prediction.contacts().clone();
    }

    /** Replaces the first frames. */
    void commit(BodySequence first) {
        System.arraycopy(first.rotationsInWorld(), 0, rotations, 0, first.rotationsInWorld().length);
        System.arraycopy(first.jointsInWorld(), 0, joints, 0, first.jointsInWorld().length);
        System.arraycopy(first.contacts(), 0, contacts, 0, first.contacts().length);
    }

    /** Replaces in frames {@code [begin, end)} what these joints' corrections changed; the track starts at frame {@code from}. */
    void write(BodyTrack track, int from, int begin, int end) {
        for (int t = begin; t < end; t++) {
            for (int joint : HangingTree.order()) {
                int source = BodyTrack.index(t - from, joint);
                if (track.isTurned(t - from, joint)) {
                    writeRotation(track.rotations(), source * 9, (t * JOINTS + joint) * 4);
                }
                for (int axis = 0; axis < 3; axis++) {
                    joints[(t * JOINTS + joint) * 3 + axis] = (float) track.positions()[source * 3 + axis];
                }
            }
        }
    }

    /** Of the two quaternions of a rotation the one nearer to the prediction's, so that signs stay continuous in time. */
    private void writeRotation(double[] matrix, int from, int to) {
        Rotations.toQuaternion(matrix, from, quaternion);
        double sign = 0;
        for (int k = 0; k < 4; k++) {
            sign += quaternion[k] * rotations[to + k];
        }
        for (int k = 0; k < 4; k++) {
            rotations[to + k] = (float) (sign < 0 ? -quaternion[k] : quaternion[k]);
        }
    }

    float[] rotations() {
        return rotations;
    }

    float[] joints() {
        return joints;
    }

    BodySequence sequence() {
        return new BodySequence(prediction.skeleton(), prediction.framesPerSecond(), rotations, joints, contacts);
    }
}
