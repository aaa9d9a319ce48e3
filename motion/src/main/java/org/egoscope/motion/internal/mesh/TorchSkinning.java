package org.egoscope.motion.internal.mesh;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/**
 * Shape and pose of a model of the SMPL family on libtorch (Loper et al. 2015, equations 2 to 10): blend shapes, joints, pose blend
 * shapes, linear blend skinning. Our axes throughout.
 */
final class TorchSkinning implements AutoCloseable {
    /** Bounds memory: 32 frames of SMPL-X take about 20 MB. */
    private static final int FRAMES_AT_ONCE = 32;

    private final TorchDevice device;
    private final int vertices;
    private final int joints;
    private final int shapes;
    private final Tensor template;
    private final Tensor shapeDirections;
    private final Tensor poseDirections;
    private final Tensor weights;
    private final Tensor regressor;

    TorchSkinning(SmplFile file, TorchDevice device) {
        this.device = device;
        this.vertices = file.vertexCount();
        this.joints = file.jointCount();
        this.shapes = file.shapeCount();
        try (TensorScope scope = TensorScope.withoutGradients()) {
            template = Tensors.of(file.template(), device, vertices * 3L, 1).keep();
            shapeDirections = Tensors.of(file.shapeDirections(), device, vertices * 3L, shapes).keep();
            poseDirections = Tensors.of(file.poseDirections(), device, vertices * 3L, file.poseCount()).keep();
            weights = Tensors.of(file.skin().weights(), device, vertices, joints).keep();
            regressor = Tensors.of(file.skin().regressor(), device, joints, vertices).keep();
        }
    }

    /**
     * A body of one shape in the model's rest pose.
     *
     * @param vertices {@code [V, 3]}
     * @param joints {@code [J, 3]}
     */
    record Rest(@Shape("V 3") float[] vertices, @Shape("J 3") float[] joints) {}

    /** @param betas {@code [S]} */
    Rest rest(@Shape("S") float[] betas) {
        try (TensorScope scope = TensorScope.withoutGradients()) {
            Tensor shaped = shapes == 0 ? template : template.add(shapeDirections.matmul(Tensors.of(betas, device, shapes, 1)));
            Tensor regressed = regressor.matmul(shaped.reshape(vertices, 3));
            return new Rest(shaped.toArray(), regressed.toArray());
        }
    }

    /** {@code [T, V, 3]} vertices of the poses in the world. */
    @Shape("T V 3") float[] pose(Rest rest, int[] parents, JointPose[] poses) {
        float[] out = new float[poses.length * vertices * 3];
        for (int start = 0; start < poses.length; start += FRAMES_AT_ONCE) {
            int count = Math.min(FRAMES_AT_ONCE, poses.length - start);
            float[] features = new float[count * (joints - 1) * 9];
            float[] matrices = new float[count * joints * 12];
            for (int t = 0; t < count; t++) {
                putFeatures(poses[start + t], parents, features, t * (joints - 1) * 9);
                putMatrices(poses[start + t], rest, matrices, t * joints * 12);
            }
            System.arraycopy(skinned(rest, features, matrices, count), 0, out, start * vertices * 3, count * vertices * 3);
        }
        return out;
    }

    private float[] skinned(Rest rest, float[] features, float[] matrices, int count) {
        try (TensorScope scope = TensorScope.withoutGradients()) {
            Tensor posed = Tensors.of(rest.vertices(), device, 1, vertices * 3L);
            if (joints > 1) {
                Tensor feature = Tensors.of(features, device, count, (joints - 1) * 9L);
                posed = feature.linear(poseDirections, null).add(posed);
            }
            Tensor blended = weights.matmul(Tensors.of(matrices, device, count, joints, 12)).reshape(count, vertices, 3, 4);
            // The first pose has one row to broadcast where there are no pose blend shapes.
            Tensor points = posed.reshape(-1, vertices, 1, 3);
            Tensor turned = blended.narrow(3, 0, 3).mul(points).sum(3, false);
            return turned.add(blended.narrow(3, 3, 1).reshape(count, vertices, 3)).toArray();
        }
    }

    /** Entries of R - I, row by row, of each joint but the root, R relative to the parent. */
    private void putFeatures(JointPose pose, int[] parents, float[] features, int at) {
        for (int j = 1; j < joints; j++) {
            double[] local = JointPose.matrix(pose.rotations()[parents[j]].conjugate().times(pose.rotations()[j]).normalized());
            for (int entry = 0; entry < 9; entry++) {
                features[at + (j - 1) * 9 + entry] = (float) (local[entry] - (entry % 4 == 0 ? 1 : 0));
            }
        }
    }

    /** Rows of [R | p - R rest] of each joint. */
    private void putMatrices(JointPose pose, Rest rest, float[] matrices, int at) {
        for (int j = 0; j < joints; j++) {
            Vec3 restJoint = new Vec3(rest.joints()[j * 3], rest.joints()[j * 3 + 1], rest.joints()[j * 3 + 2]);
            Vec3 moved = pose.positions()[j].minus(pose.rotations()[j].rotate(restJoint));
            double[] r = JointPose.matrix(pose.rotations()[j]);
            double[] shift = {moved.x(), moved.y(), moved.z()};
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 3; column++) {
                    matrices[at + j * 12 + row * 4 + column] = (float) r[row * 3 + column];
                }
                matrices[at + j * 12 + row * 4 + 3] = (float) shift[row];
            }
        }
    }

    @Override
    public void close() {
        template.release();
        shapeDirections.release();
        poseDirections.release();
        weights.release();
        regressor.release();
    }
}
