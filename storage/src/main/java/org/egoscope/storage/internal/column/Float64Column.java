package org.egoscope.storage.internal.column;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** 64-bit floating point; NaN is a value, not null. */
public final class Float64Column extends FlatColumn {
    public Float64Column(String name) {
        super(Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)), Double.BYTES);
    }

    public void append(double value) {
        nextRow().putDouble(value);
        addRow(true);
    }
}
