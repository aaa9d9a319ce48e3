package org.egoscope.motion;

import java.nio.file.Path;
import org.egoscope.core.Shape;
import org.egoscope.motion.internal.mesh.LoadedModel;
import org.egoscope.torch.TorchDevice;

/**
 * A body model of the SMPL family (SMPL, SMPL-H, SMPL-X) from a file that the user has a licence for; none is part of this project. Shape
 * blend shapes, joint regressor, pose blend shapes and linear blend skinning run on libtorch.
 *
 * <p>Axes: the files are x left, y up, z forward; here everything is in ours, x forward, y left, z up: our x, y, z are the file's z, x, y,
 * for points as for the axes of rotations. The pose is given by the position of the root joint; SMPL's own {@code transl} is that minus
 * the rest position of the root.
 *
 * <p>Threads may share a model. Bodies made of it are gone when it is closed.
 */
public interface BodyModel extends AutoCloseable {
    /**
     * Reads an {@code .npz} file with the arrays {@code v_template}, {@code f}, {@code weights}, {@code J_regressor} (dense, or the arrays
     * of a SciPy sparse matrix), {@code shapedirs}, {@code posedirs} and {@code kintree_table}; on the GPU where there is one.
     *
     * @throws org.egoscope.core.PipelineException if an array is missing, pickled or of the wrong shape
     */
    static BodyModel load(Path npz) {
        return load(npz, TorchDevice.BEST);
    }

    /** The same on a device of choice. */
    static BodyModel load(Path npz, TorchDevice device) {
        return LoadedModel.load(npz, device);
    }

    int vertexCount();

    /** 24 for SMPL, 52 for SMPL-H, 55 for SMPL-X. */
    int jointCount();

    /** How many shape numbers the file has; in files of SMPL-X those of the face come last. */
    int shapeCount();

    /**
     * A body of one shape, to be used like our own.
     *
     * @param betas at most {@link #shapeCount} numbers; those left out are 0
     */
    BodyMesh shaped(@Shape("S") float... betas);

    /**
     * Any pose of all joints, also of fingers and face.
     *
     * @param betas at most {@link #shapeCount} numbers; those left out are 0
     * @param rootInWorld {@code [T, 3]} position of the first joint, metres
     * @param localRotations {@code [T, J, 4]} w, x, y, z relative to the parent; normalised here
     */
    Posed pose(@Shape("S") float[] betas, @Shape("T 3") float[] rootInWorld, @Shape("T J 4") float[] localRotations);

    /**
     * Surface and joints in the world, metres.
     *
     * @param vertices {@code [T, V, 3]}
     * @param joints {@code [T, J, 3]}
     */
    record Posed(@Shape("T V 3") float[] vertices, @Shape("T J 3") float[] joints) {}

    /** Frees the model's memory on its device. */
    @Override
    void close();
}
