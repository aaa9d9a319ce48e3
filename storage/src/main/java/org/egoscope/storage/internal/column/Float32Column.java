package org.egoscope.storage.internal.column;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** 32-bit floating point; NaN is a value, not null. */
public final class Float32Column extends FlatColumn {
    public Float32Column(String name) {
        super(Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)), Float.BYTES);
    }

    public void append(float value) {
        nextRow().putFloat(value);
        addRow(true);
    }
}
