package org.egoscope.motion.internal.mesh;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * Joints of one frame in the world.
 *
 * @param rotations {@code [J]} axes of the joints in the world
 * @param positions {@code [J]} metres
 */
record JointPose(@Shape("J") Quaternion[] rotations, @Shape("J") Vec3[] positions) {

    /** The joints where the motion has them; the hands follow the wrists at the rig's distance. */
    static JointPose of(BodySequence motion, int frame, Rig rig) {
        Quaternion[] rotations = new Quaternion[SmplJoint.COUNT];
        Vec3[] positions = new Vec3[SmplJoint.COUNT];
        for (int j = 0; j < SmplJoint.COUNT; j++) {
            if (j < BodySkeleton.JOINTS) {
                rotations[j] = motion.rotationInWorld(frame, j).normalized();
                positions[j] = motion.jointInWorld(frame, j);
            } else {
                int wrist = rig.parents()[j];
                rotations[j] = rotations[wrist];
                positions[j] = positions[wrist].plus(rotations[wrist].rotate(rig.restOffset(j)));
            }
        }
        return new JointPose(rotations, positions);
    }

    /** The joints where the pose has them. */
    static JointPose of(BodyPose pose) {
        Quaternion[] rotations = new Quaternion[SmplJoint.COUNT];
        Vec3[] positions = new Vec3[SmplJoint.COUNT];
        for (SmplJoint joint : SmplJoint.all()) {
            int j = joint.ordinal();
            SmplJoint parent = joint.parent();
            Quaternion local = pose.localRotation(joint).normalized();
            rotations[j] = parent == null ? local : rotations[parent.ordinal()].times(local).normalized();
            positions[j] = pose.inWorld(joint);
        }
        return new JointPose(rotations, positions);
    }

    /**
     * Forward kinematics {@code G[j] = G[parent] R[j]; p[j] = p[parent] + G[parent] (rest[j] - rest[parent])}.
     *
     * @param rootInWorld the first joint, metres
     * @param local {@code [J]} unit rotations relative to the parent
     * @param restJoints {@code [J, 3]}
     * @param parents {@code [J]}
     */
    static JointPose forward(
            Vec3 rootInWorld, @Shape("J") Quaternion[] local, @Shape("J 3") float[] restJoints, @Shape("J") int[] parents) {
        Quaternion[] rotations = new Quaternion[parents.length];
        Vec3[] positions = new Vec3[parents.length];
        for (int j = 0; j < parents.length; j++) {
            int p = parents[j];
            if (p < 0) {
                rotations[j] = local[j];
                positions[j] = rootInWorld;
                continue;
            }
            Vec3 offset = new Vec3(
                    restJoints[j * 3] - restJoints[p * 3], restJoints[j * 3 + 1] - restJoints[p * 3 + 1],
                    restJoints[j * 3 + 2] - restJoints[p * 3 + 2]);
            rotations[j] = rotations[p].times(local[j]).normalized();
            positions[j] = positions[p].plus(rotations[p].rotate(offset));
        }
        return new JointPose(rotations, positions);
    }

    double position(int joint, int axis) {
        Vec3 position = positions[joint];
        return axis == 0 ? position.x() : axis == 1 ? position.y() : position.z();
    }

    /** {@code [3, 3]} row-major. */
    double[] matrix(int joint) {
        return matrix(rotations[joint]);
    }

    /** {@code [3, 3]} row-major. */
    static double[] matrix(Quaternion q) {
        return new double[] {
            1 - 2 * (q.y() * q.y() + q.z() * q.z()), 2 * (q.x() * q.y() - q.w() * q.z()), 2 * (q.x() * q.z() + q.w() * q.y()),
            2 * (q.x() * q.y() + q.w() * q.z()), 1 - 2 * (q.x() * q.x() + q.z() * q.z()), 2 * (q.y() * q.z() - q.w() * q.x()),
            2 * (q.x() * q.z() - q.w() * q.y()), 2 * (q.y() * q.z() + q.w() * q.x()), 1 - 2 * (q.x() * q.x() + q.y() * q.y())
        };
    }

    /** {@code [J, 3]} metres. */
    float[] toPositionArray() {
        float[] array = new float[positions.length * 3];
        for (int j = 0; j < positions.length; j++) {
            array[j * 3] = (float) positions[j].x();
            array[j * 3 + 1] = (float) positions[j].y();
            array[j * 3 + 2] = (float) positions[j].z();
        }
        return array;
    }
}
