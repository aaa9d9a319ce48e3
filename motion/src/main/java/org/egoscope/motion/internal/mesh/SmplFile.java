package org.egoscope.motion.internal.mesh;

import java.nio.file.Path;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.motion.internal.format.NpyArray;
import org.egoscope.motion.internal.format.NpzFile;

/**
 * The arrays of a model file of the SMPL family (Loper et al. 2015; Romero et al. 2017; Pavlakos et al. 2019), checked and turned from its
 * axes (x left, y up, z forward) into ours (x forward, y left, z up): our x, y, z are its z, x, y, a cyclic exchange.
 *
 * @param template {@code [V, 3]} mean body
 * @param triangles {@code [F, 3]}
 * @param shapeDirections {@code [V, 3, S]} metres per unit of each shape number
 * @param poseDirections {@code [V, 3, (J - 1) 9]} metres per unit of the entries of R - I of all joints but the root
 * @param skin joints and weights
 */
record SmplFile(
        @Shape("V 3") float[] template,
        @Shape("F 3") int[] triangles,
        @Shape("V 3 S") float[] shapeDirections,
        @Shape("V 3 P") float[] poseDirections,
        SmplSkin skin) {

    /**
     * How joints follow from vertices and vertices from joints.
     *
     * @param weights {@code [V, J]} skinning, rows sum to 1
     * @param regressor {@code [J, V]} rest joints from rest vertices
     * @param parents {@code [J]}, -1 for the root
     */
    record SmplSkin(@Shape("V J") float[] weights, @Shape("J V") float[] regressor, @Shape("J") int[] parents) {}

    /** Our axis 0, 1, 2 is this axis of the file. */
    private static final int[] SOURCE_AXIS = {2, 0, 1};

    /** The rows of published files sum to 1 within rounding to single precision. */
    private static final double WEIGHT_SUM_TOLERANCE = 1e-3;

    /** GLB holds joint indices in a byte; SMPL-X has 55 joints. */
    private static final int MOST_JOINTS = 256;

    /** The model's root is marked by -1, also as an unsigned number of 32 bits. */
    private static final double UNSIGNED_MINUS_ONE = 4294967295.0;

    int vertexCount() {
        return template.length / 3;
    }

    int jointCount() {
        return skin.parents().length;
    }

    int shapeCount() {
        return shapeDirections.length / template.length;
    }

    int poseCount() {
        return (jointCount() - 1) * 9;
    }

    static SmplFile read(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            return read(npz);
        } catch (PipelineException e) {
            throw new PipelineException(e.kind() == ErrorKind.BAD_INPUT ? ErrorKind.MODEL : e.kind(), String.valueOf(e.getMessage()), e)
                    .at(String.valueOf(file.getFileName()));
        }
    }

    private static SmplFile read(NpzFile npz) {
        NpyArray template = npz.read("v_template").requireShape(-1, 3);
        int vertices = template.length(0);
        if (vertices == 0) {
            throw PipelineException.badInput("array v_template: expected at least 1 vertex, got none");
        }
        int[] parents = parents(npz.read("kintree_table"));
        float[] shape = finite(npz.read("shapedirs").requireShape(vertices, 3, -1));
        float[] pose = finite(npz.read("posedirs").requireShape(vertices, 3, (parents.length - 1) * 9));
        float[] weights = weights(npz.read("weights").requireShape(vertices, parents.length));
        SmplSkin skin = new SmplSkin(weights, JointRegressor.read(npz, parents.length, vertices), parents);
        return new SmplFile(
                turned(finite(template), 1), triangles(npz.read("f").requireShape(-1, 3), vertices),
                turned(shape, shape.length / (vertices * 3)), turnedFeatures(turned(pose, (parents.length - 1) * 9)), skin);
    }

    private static float[] finite(NpyArray array) {
        double[] values = array.toFiniteDoubles();
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static int[] parents(NpyArray table) {
        double[] values = table.requireShape(2, -1).toFiniteDoubles();
        int joints = table.length(1);
        if (joints < 1 || joints > MOST_JOINTS) {
            throw PipelineException.badInput("array kintree_table: expected 1.." + MOST_JOINTS + " joints, got " + joints);
        }
        int[] parents = new int[joints];
        for (int j = 0; j < joints; j++) {
            double parent = values[j] == UNSIGNED_MINUS_ONE ? -1 : values[j];
            if (values[joints + j] != j || (j == 0 ? parent != -1 : !(parent >= 0 && parent < j))) {
                throw PipelineException.badInput("array kintree_table: expected joint " + j
                        + " after its parent and a root with parent -1, got joint " + values[joints + j] + " with parent " + parent);
            }
            parents[j] = (int) parent;
        }
        return parents;
    }

    private static int[] triangles(NpyArray faces, int vertices) {
        int[] triangles = faces.toInts();
        for (int vertex : triangles) {
            if (vertex < 0 || vertex >= vertices) {
                throw PipelineException.badInput("array f: expected vertices 0.." + (vertices - 1) + ", got " + vertex);
            }
        }
        return triangles;
    }

    private static float[] weights(NpyArray array) {
        float[] weights = finite(array);
        int joints = array.length(1);
        for (int v = 0; v < array.length(0); v++) {
            double sum = 0;
            for (int j = 0; j < joints; j++) {
                sum += weights[v * joints + j];
                float weight = weights[v * joints + j];
                if (weight < 0) {
                    throw PipelineException.badInput("array weights: expected at least 0, got " + weight + " at vertex " + v);
                }
            }
            if (Math.abs(sum - 1) > WEIGHT_SUM_TOLERANCE) {
                throw PipelineException.badInput("array weights: expected rows that sum to 1, got " + sum + " at vertex " + v);
            }
        }
        return weights;
    }

    /** Exchanges the axes of {@code [V, 3, N]}. */
    private static float[] turned(float[] values, int perAxis) {
        float[] turned = new float[values.length];
        for (int row = 0; row * perAxis < values.length; row++) {
            int source = row - row % 3 + SOURCE_AXIS[row % 3];
            System.arraycopy(values, source * perAxis, turned, row * perAxis, perAxis);
        }
        return turned;
    }

    /** The entries of R - I, row by row: in our axes entry (a, b) is the file's entry (source of a, source of b). */
    private static float[] turnedFeatures(float[] values) {
        float[] turned = new float[values.length];
        for (int block = 0; block < values.length; block += 9) {
            for (int entry = 0; entry < 9; entry++) {
                turned[block + entry] = values[block + SOURCE_AXIS[entry / 3] * 3 + SOURCE_AXIS[entry % 3]];
            }
        }
        return turned;
    }
}
