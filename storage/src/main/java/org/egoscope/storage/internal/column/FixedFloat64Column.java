package org.egoscope.storage.internal.column;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Arrays of 64-bit floating point of one shape, row-major: nested fixed-size lists, so that readers see the shape. */
public final class FixedFloat64Column extends FixedShapeColumn {
    public FixedFloat64Column(String name, int... shape) {
        super(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), Double.BYTES, shape);
    }

    /** @param array exactly the product of the shape's values */
    public void append(double[] array) {
        requireLength(array.length);
        nextRow().asDoubleBuffer().put(array);
        addRow(true);
    }
}
