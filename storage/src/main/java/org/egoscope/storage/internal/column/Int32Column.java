package org.egoscope.storage.internal.column;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** 32-bit whole numbers. */
public final class Int32Column extends FlatColumn {
    public Int32Column(String name) {
        super(Field.nullable(name, new ArrowType.Int(32, true)), Integer.BYTES);
    }

    public void append(int value) {
        nextRow().putInt(value);
        addRow(true);
    }
}
