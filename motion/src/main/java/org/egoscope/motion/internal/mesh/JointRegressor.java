package org.egoscope.motion.internal.mesh;

import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.motion.internal.format.NpyArray;
import org.egoscope.motion.internal.format.NpzFile;

/**
 * The joint regressor of a model file, dense or as the arrays of a SciPy sparse matrix: {@code J_regressor_data} with
 * {@code J_regressor_indices} and {@code J_regressor_indptr} (rows or columns compressed, told apart by {@code J_regressor_format} or by
 * the length of indptr), or with {@code J_regressor_row} and {@code J_regressor_col}. A dot or a slash may stand for the last underscore.
 */
final class JointRegressor {
    private static final String NAME = "J_regressor";
    private static final String[] SEPARATORS = {"_", ".", "/"};

    private JointRegressor() {}

    /** {@code [J, V]} dense. */
    static @Shape("J V") float[] read(NpzFile npz, int joints, int vertices) {
        if (npz.has(NAME)) {
            return dense(npz.read(NAME).requireShape(joints, vertices));
        }
        for (String separator : SEPARATORS) {
            String prefix = NAME + separator;
            if (npz.has(prefix + "data")) {
                return sparse(npz, prefix, joints, vertices);
            }
        }
        // Fails with the names of the arrays that are there.
        return dense(npz.read(NAME));
    }

    private static float[] dense(NpyArray array) {
        double[] values = array.toFiniteDoubles();
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static float[] sparse(NpzFile npz, String prefix, int joints, int vertices) {
        if (npz.has(prefix + "shape")) {
            int[] shape = npz.read(prefix + "shape").requireShape(2).toInts();
            if (shape[0] != joints || shape[1] != vertices) {
                throw PipelineException.badInput("array " + prefix + "shape: expected [" + joints + ", " + vertices + "], got [" + shape[0]
                        + ", " + shape[1] + "]");
            }
        }
        double[] data = npz.read(prefix + "data").requireShape(-1).toFiniteDoubles();
        boolean byPlace = npz.has(prefix + "row");
        List<int[]> places =
                byPlace ? coordinates(npz, prefix, data.length) : compressed(npz, prefix, joints, vertices, data.length);
        float[] dense = new float[joints * vertices];
        for (int i = 0; i < data.length; i++) {
            int row = places.get(0)[i];
            int column = places.get(1)[i];
            if (row < 0 || row >= joints || column < 0 || column >= vertices) {
                throw PipelineException.badInput("sparse " + NAME + ": expected entries within [" + joints + ", " + vertices + "], got ("
                        + row + ", " + column + ")");
            }
            // SciPy adds up entries of the same place.
            dense[row * vertices + column] += (float) data[i];
        }
        return dense;
    }

    private static List<int[]> coordinates(NpzFile npz, String prefix, int count) {
        return List.of(npz.read(prefix + "row").requireShape(count).toInts(), npz.read(prefix + "col").requireShape(count).toInts());
    }

    private static List<int[]> compressed(NpzFile npz, String prefix, int joints, int vertices, int count) {
        int[] inner = npz.read(prefix + "indices").requireShape(count).toInts();
        int[] starts = npz.read(prefix + "indptr").requireShape(-1).toInts();
        boolean byColumn = isByColumn(npz, prefix, starts.length, joints, vertices);
        int lines = byColumn ? vertices : joints;
        if (starts.length != lines + 1 || starts[0] != 0 || starts[lines] != count) {
            throw PipelineException.badInput("array " + prefix + "indptr: expected " + (lines + 1) + " values from 0 to " + count + ", got "
                    + starts.length + " values");
        }
        int[] outer = new int[count];
        for (int line = 0; line < lines; line++) {
            if (starts[line + 1] < starts[line]) {
                throw PipelineException.badInput("array " + prefix + "indptr: expected ascending values, got " + starts[line] + " before "
                        + starts[line + 1]);
            }
            for (int i = starts[line]; i < starts[line + 1]; i++) {
                outer[i] = line;
            }
        }
        return byColumn ? List.of(inner, outer) : List.of(outer, inner);
    }

    private static boolean isByColumn(NpzFile npz, String prefix, int pointers, int joints, int vertices) {
        if (npz.has(prefix + "format")) {
            String format = npz.read(prefix + "format").toText();
            if (!format.equals("csr") && !format.equals("csc")) {
                throw PipelineException.badInput("array " + prefix + "format: expected csr, csc or coo with row and col, got " + format);
            }
            return format.equals("csc");
        }
        return pointers == vertices + 1 && pointers != joints + 1;
    }
}
