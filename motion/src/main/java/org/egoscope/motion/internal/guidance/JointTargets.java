package org.egoscope.motion.internal.guidance;

import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * Where joints have to be and how they have to be turned, per frame, each with a weight: 1 to be met, less to be leaned towards. The head
 * is measured and has no targets. Filled in once, then read.
 */
public final class JointTargets {
    private static final int JOINTS = HangingTree.JOINTS;

    private final int frames;
    private final double[][] positions = new double[JOINTS][0];
    private final double[][] positionWeights = new double[JOINTS][0];
    private final float[][] rotations = new float[JOINTS][0];
    private final double[][] rotationWeights = new double[JOINTS][0];
    private final boolean[] placed;
    private final boolean[] turned;

    /** None yet. */
    public JointTargets(int frames) {
        this.frames = frames;
        this.placed = new boolean[frames];
        this.turned = new boolean[frames];
    }

    /** @param placeInWorld metres */
    public void place(int frame, int joint, Vec3 placeInWorld, double weight) {
        check(frame, joint, weight);
        if (!placeInWorld.isFinite()) {
            throw PipelineException.badInput("target of joint " + joint + ": expected a finite place, got " + placeInWorld);
        }
        if (positions[joint].length == 0) {
            positions[joint] = new double[frames * 3];
            positionWeights[joint] = new double[frames];
        }
        positions[joint][frame * 3] = placeInWorld.x();
        positions[joint][frame * 3 + 1] = placeInWorld.y();
        positions[joint][frame * 3 + 2] = placeInWorld.z();
        positionWeights[joint][frame] = weight;
        placed[frame] |= weight > 0;
    }

    /** @param worldFromJoint axes of the joint */
    public void turn(int frame, int joint, Quaternion worldFromJoint, double weight) {
        check(frame, joint, weight);
        if (rotations[joint].length == 0) {
            rotations[joint] = new float[frames * 4];
            rotationWeights[joint] = new double[frames];
        }
        Quaternion unit = worldFromJoint.normalized();
        rotations[joint][frame * 4] = (float) unit.w();
        rotations[joint][frame * 4 + 1] = (float) unit.x();
        rotations[joint][frame * 4 + 2] = (float) unit.y();
        rotations[joint][frame * 4 + 3] = (float) unit.z();
        rotationWeights[joint][frame] = weight;
        turned[frame] |= weight > 0;
    }

    private void check(int frame, int joint, double weight) {
        if (joint < 0 || joint >= JOINTS || joint == HangingTree.HEAD) {
            throw PipelineException.badInput("target: expected a joint of the body other than the head, got joint " + joint);
        }
        if (frame < 0 || frame >= frames || !(weight >= 0 && weight <= 1)) {
            throw PipelineException.badInput("target of joint " + joint + ": expected a frame below " + frames
                    + " and a weight of 0..1, got frame " + frame + ", weight " + weight);
        }
    }

    public int frames() {
        return frames;
    }

    /** Whether any joint has to be somewhere in this frame. */
    boolean wantsPlace(int frame) {
        return placed[frame];
    }

    /** Whether any joint has to be turned in this frame. */
    boolean wantsTurn(int frame) {
        return turned[frame];
    }

    /** 0 where the joint may be anywhere. */
    public double placeWeight(int frame, int joint) {
        return positionWeights[joint].length == 0 ? 0 : positionWeights[joint][frame];
    }

    /** 0 where the joint may be turned in any way. */
    public double turnWeight(int frame, int joint) {
        return rotationWeights[joint].length == 0 ? 0 : rotationWeights[joint][frame];
    }

    /** Metres; meaningless without weight. */
    public Vec3 placeInWorld(int frame, int joint) {
        double[] all = positions[joint];
        return new Vec3(all[frame * 3], all[frame * 3 + 1], all[frame * 3 + 2]);
    }

    double coordinate(int frame, int joint, int axis) {
        return positions[joint][frame * 3 + axis];
    }

    /** Writes the wanted rotation as a matrix. */
    void turn(int frame, int joint, double[] matrix) {
        Rotations.fromQuaternion(rotations[joint], frame * 4, matrix, 0);
    }

    boolean wantsPlace(int joint, int fromFrame, int toFrame) {
        return anyPositive(positionWeights[joint], fromFrame, toFrame);
    }

    boolean wantsTurn(int joint, int fromFrame, int toFrame) {
        return anyPositive(rotationWeights[joint], fromFrame, toFrame);
    }

    private static boolean anyPositive(double[] weights, int from, int to) {
        return weights.length > 0 && Arrays.stream(weights, from, to).anyMatch(weight -> weight > 0);
    }
}
