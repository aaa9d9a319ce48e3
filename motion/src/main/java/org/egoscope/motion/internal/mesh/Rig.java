package org.egoscope.motion.internal.mesh;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;

/**
 * A surface in its rest pose and the joints that carry it; x forward, y left, z up, metres. All joint axes lie along the world's in the
 * rest pose.
 *
 * @param surface rest vertices and triangles
 * @param skin joints and weights of the vertices
 * @param restJoints {@code [J, 3]}
 * @param parents {@code [J]}, -1 for the root; a parent precedes its children
 */
record Rig(TriangleSurface surface, SkinWeights skin, @Shape("J 3") float[] restJoints, @Shape("J") int[] parents) {
    int jointCount() {
        return parents.length;
    }

    /** From the parent to the joint in the rest pose, metres. */
    Vec3 restOffset(int joint) {
        int parent = parents[joint];
        return parent < 0 ? restJoint(joint) : restJoint(joint).minus(restJoint(parent));
    }

    Vec3 restJoint(int joint) {
        return new Vec3(restJoints[joint * 3], restJoints[joint * 3 + 1], restJoints[joint * 3 + 2]);
    }

    /**
     * Linear blend skinning: {@code v' = sum over k of w[k] (R[k] (v - rest[k]) + p[k])}.
     *
     * @param pose where the joints are
     * @param vertices filled with {@code [V, 3]}
     */
    void skin(JointPose pose, @Shape("V 3") float[] vertices) {
        float[] matrices = matrices(pose);
        float[] rest = surface.points();
        int[] joints = skin.joints();
        float[] weights = skin.weights();
        for (int v = 0, k = 0; v < rest.length; v += 3) {
            float x = rest[v];
            float y = rest[v + 1];
            float z = rest[v + 2];
            float sumX = 0;
            float sumY = 0;
            float sumZ = 0;
            for (int end = k + SkinWeights.INFLUENCES; k < end; k++) {
                float w = weights[k];
                int m = joints[k] * 12;
                sumX += w * (matrices[m] * x + matrices[m + 1] * y + matrices[m + 2] * z + matrices[m + 3]);
                sumY += w * (matrices[m + 4] * x + matrices[m + 5] * y + matrices[m + 6] * z + matrices[m + 7]);
                sumZ += w * (matrices[m + 8] * x + matrices[m + 9] * y + matrices[m + 10] * z + matrices[m + 11]);
            }
            vertices[v] = sumX;
            vertices[v + 1] = sumY;
            vertices[v + 2] = sumZ;
        }
    }

    /** {@code [J, 12]} rows of [R | p - R rest]. */
    private float[] matrices(JointPose pose) {
        float[] matrices = new float[jointCount() * 12];
        for (int j = 0; j < jointCount(); j++) {
            double[] r = pose.matrix(j);
            for (int row = 0; row < 3; row++) {
                double moved = pose.position(j, row);
                for (int column = 0; column < 3; column++) {
                    moved -= r[row * 3 + column] * restJoints[j * 3 + column];
                    matrices[j * 12 + row * 4 + column] = (float) r[row * 3 + column];
                }
                matrices[j * 12 + row * 4 + 3] = (float) moved;
            }
        }
        return matrices;
    }
}
