package org.egoscope.motion.internal.evaluation.measure;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * The protocol of the published baselines on our clips: the predicted body is rebuilt with the true bone lengths, hung from the true head
 * joint, and every third frame of the clip is scored.
 */
public final class BaselineProtocol {
    /** 10 frames per second of 30. */
    public static final int FRAME_STRIDE = 3;

    private static final int J = BodySkeleton.JOINTS;
    private static final int HEAD = SmplJoint.HEAD.ordinal();

    /** Pairs of joint and next joint outwards from the head: every bone once, each after the bone it hangs from. */
    private static final int[][] BONES = bones();

    private final double[] lengthsMeters;

    /** @param clip the whole true clip: a bone's length is the median over its frames */
    public BaselineProtocol(BodySequence clip) {
        lengthsMeters = new double[BONES.length];
        double[] lengths = new double[clip.frames()];
        for (int b = 0; b < BONES.length; b++) {
            for (int t = 0; t < lengths.length; t++) {
                lengths[t] = clip.jointInWorld(t, BONES[b][0]).distanceTo(clip.jointInWorld(t, BONES[b][1]));
            }
            Arrays.sort(lengths);
            int middle = lengths.length / 2;
            lengthsMeters[b] = lengths.length % 2 == 1 ? lengths[middle] : (lengths[middle - 1] + lengths[middle]) / 2;
        }
    }

    private static int[][] bones() {
        int[][] bones = new int[J - 1][];
        int count = 0;
        boolean[] reached = new boolean[J];
        for (int joint = HEAD; BodySkeleton.parent(joint) >= 0; joint = BodySkeleton.parent(joint)) {
            bones[count++] = new int[] {joint, BodySkeleton.parent(joint)};
            reached[joint] = true;
        }
        reached[0] = true;
        for (int joint = 1; joint < J; joint++) {
            if (!reached[joint]) {
                bones[count++] = new int[] {BodySkeleton.parent(joint), joint};
                reached[joint] = true;
            }
        }
        return bones;
    }

    /**
     * {@code [T, 22, 3]}: true head joint, predicted directions of the bones, true lengths. A bone of no predicted length keeps none.
     */
    public @Shape("T 22 3") float[] rebuild(BodySequence predicted, BodySequence truth) {
        JointErrors.requireSameLength(predicted, truth);
        float[] joints = new float[truth.frames() * J * 3];
        Vec3[] placed = new Vec3[J];
        for (int t = 0; t < truth.frames(); t++) {
            placed[HEAD] = truth.jointInWorld(t, HEAD);
            for (int b = 0; b < BONES.length; b++) {
                int from = BONES[b][0];
                int to = BONES[b][1];
                Vec3 direction = predicted.jointInWorld(t, to).minus(predicted.jointInWorld(t, from)).normalized();
                placed[to] = placed[from].plus(direction.times(lengthsMeters[b]));
            }
            for (int j = 0; j < J; j++) {
                int at = (t * J + j) * 3;
                joints[at] = (float) placed[j].x();
                joints[at + 1] = (float) placed[j].y();
                joints[at + 2] = (float) placed[j].z();
            }
        }
        return joints;
    }

    /** The predicted motion with the rebuilt joints; rotations and contacts stay as predicted. */
    public BodySequence rebuilt(BodySequence predicted, BodySequence truth) {
        return new BodySequence(
                truth.skeleton(), truth.framesPerSecond(), predicted.rotationsInWorld(), rebuild(predicted, truth), predicted.contacts());
    }
}
