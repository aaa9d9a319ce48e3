package org.egoscope.motion.internal;

import java.util.Arrays;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;

/** A body under construction: local rotations that can be set by their world rotations, parents first. */
final class Pose {
    final Quaternion[] local = new Quaternion[SmplJoint.COUNT];
    final Vec3[] positions = new Vec3[SmplJoint.COUNT];
    final Quaternion[] rotations = new Quaternion[SmplJoint.COUNT];
    Vec3 root = Vec3.ZERO;

    Pose() {
        Arrays.fill(local, Quaternion.IDENTITY);
    }

    void solve(Skeleton skeleton) {
        skeleton.forward(root, local, positions, rotations);
    }

    /** Moves the whole body without turning it. */
    void translate(Vec3 by) {
        root = root.plus(by);
        for (int j = 0; j < positions.length; j++) {
            positions[j] = positions[j].plus(by);
        }
    }

    Vec3 at(SmplJoint joint) {
        return positions[joint.ordinal()];
    }

    Quaternion rotation(SmplJoint joint) {
        return rotations[joint.ordinal()];
    }

    /** Sets a joint's rotation in the world; its parent's must be final. */
    void setWorldRotation(SmplJoint joint, Quaternion worldFromJoint) {
        SmplJoint parent = joint.parent();
        int j = joint.ordinal();
        local[j] = parent == null
                ? worldFromJoint
                : rotations[parent.ordinal()].conjugate().times(worldFromJoint).normalized();
        rotations[j] = worldFromJoint;
    }

    BodyPose toBodyPose(BodyPose.Body body, float[] contacts, float confidence) {
        float[] quaternions = new float[SmplJoint.COUNT * 4];
        float[] joints = new float[SmplJoint.COUNT * 3];
        for (int j = 0; j < SmplJoint.COUNT; j++) {
            Quaternion q = local[j].w() < 0
                    ? new Quaternion(-local[j].w(), -local[j].x(), -local[j].y(), -local[j].z())
                    : local[j];
            quaternions[j * 4] = (float) q.w();
            quaternions[j * 4 + 1] = (float) q.x();
            quaternions[j * 4 + 2] = (float) q.y();
            quaternions[j * 4 + 3] = (float) q.z();
            joints[j * 3] = (float) positions[j].x();
            joints[j * 3 + 1] = (float) positions[j].y();
            joints[j * 3 + 2] = (float) positions[j].z();
        }
        return new BodyPose(body, quaternions, joints, contacts, confidence);
    }
}
