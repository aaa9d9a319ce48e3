package org.egoscope.storage.internal.column;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Arrays of 32-bit floating point of one shape, row-major: nested fixed-size lists, so that readers see the shape. */
public final class FixedFloat32Column extends FixedShapeColumn {
    public FixedFloat32Column(String name, int... shape) {
        super(name, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), Float.BYTES, shape);
    }

    /** @param array exactly the product of the shape's values */
    public void append(float[] array) {
        requireLength(array.length);
        nextRow().asFloatBuffer().put(array);
        addRow(true);
    }
}
