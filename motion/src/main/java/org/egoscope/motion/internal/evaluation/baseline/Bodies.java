package org.egoscope.motion.internal.evaluation.baseline;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;

/** Makes bodies of targets: joints in the world; of the rotations only that of the head, the others are NaN, as are the contacts. */
final class Bodies {
    private Bodies() {}

    /** @param targets {@code [T, 66]} as of {@link HeadFeatures}, metres */
    static BodySequence of(HeadTrajectory head, @Shape("T 66") float[] targets) {
        int frames = head.frames();
        float[] joints = new float[targets.length];
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        Arrays.fill(rotations, Float.NaN);
        Arrays.fill(contacts, Float.NaN);
        for (int t = 0; t < frames; t++) {
            Quaternion yaw = HeadFeatures.yaw(head, t);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                int at = t * HeadFeatures.TARGETS + j * 3;
                Vec3 offset = j == SmplJoint.HEAD.ordinal()
                        ? Vec3.ZERO
                        : yaw.rotate(new Vec3(targets[at], targets[at + 1], targets[at + 2]));
                Vec3 joint = head.headInWorld(t).plus(offset);
                joints[at] = (float) joint.x();
                joints[at + 1] = (float) joint.y();
                joints[at + 2] = (float) joint.z();
            }
            Quaternion rotation = head.headRotation(t);
            int at = (t * BodySkeleton.JOINTS + SmplJoint.HEAD.ordinal()) * 4;
            rotations[at] = (float) rotation.w();
            rotations[at + 1] = (float) rotation.x();
            rotations[at + 2] = (float) rotation.y();
            rotations[at + 3] = (float) rotation.z();
        }
        return new BodySequence(head.skeleton(), head.framesPerSecond(), rotations, joints, contacts);
    }
}
