package org.egoscope.motion.internal.mesh;

import java.nio.file.Path;
import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodyModel;
import org.egoscope.torch.TorchDevice;

/** A model file with its arrays on a device. */
public final class LoadedModel implements BodyModel {
    private final SmplFile file;
    private final TorchSkinning skinning;

    private LoadedModel(SmplFile file, TorchSkinning skinning) {
        this.file = file;
        this.skinning = skinning;
    }

    /** Refuses a file that is not of the SMPL family, naming the array, what was expected and what is there. */
    public static LoadedModel load(Path npz, TorchDevice device) {
        SmplFile file = SmplFile.read(npz);
        return new LoadedModel(file, new TorchSkinning(file, device));
    }

    @Override
    public int vertexCount() {
        return file.vertexCount();
    }

    @Override
    public int jointCount() {
        return file.jointCount();
    }

    @Override
    public int shapeCount() {
        return file.shapeCount();
    }

    @Override
    public BodyMesh shaped(@Shape("S") float... betas) {
        return new ShapedBody(file, skinning, filled(betas));
    }

    private float[] filled(float[] betas) {
        if (betas.length > shapeCount()) {
            throw PipelineException.badInput("shape: expected at most " + shapeCount() + " numbers, got " + betas.length);
        }
        return Arrays.copyOf(betas, shapeCount());
    }

    @Override
    public Posed pose(@Shape("S") float[] betas, @Shape("T 3") float[] rootInWorld, @Shape("T J 4") float[] localRotations) {
        int frames = rootInWorld.length / 3;
        int joints = jointCount();
        if (rootInWorld.length % 3 != 0 || localRotations.length != frames * joints * 4) {
            throw PipelineException.badInput(
                    "pose: expected " + frames + " x " + joints + " x 4 numbers of rotation, got " + localRotations.length);
        }
        TorchSkinning.Rest rest = skinning.rest(filled(betas));
        JointPose[] poses = new JointPose[frames];
        float[] positions = new float[frames * joints * 3];
        for (int t = 0; t < frames; t++) {
            Quaternion[] local = new Quaternion[joints];
            for (int j = 0; j < joints; j++) {
                local[j] = unit(localRotations, (t * joints + j) * 4);
            }
            Vec3 root = new Vec3(rootInWorld[t * 3], rootInWorld[t * 3 + 1], rootInWorld[t * 3 + 2]);
            poses[t] = JointPose.forward(root, local, rest.joints(), file.skin().parents());
            System.arraycopy(poses[t].toPositionArray(), 0, positions, t * joints * 3, joints * 3);
        }
        return new Posed(skinning.pose(rest, file.skin().parents(), poses), positions);
    }

    private static Quaternion unit(float[] values, int at) {
        return new Quaternion(values[at], values[at + 1], values[at + 2], values[at + 3]).normalized();
    }

    @Override
    public void close() {
        skinning.close();
    }
}
