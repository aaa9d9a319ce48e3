package org.egoscope.storage.internal.column;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** 64-bit whole numbers. */
public final class Int64Column extends FlatColumn {
    public Int64Column(String name) {
        super(Field.nullable(name, new ArrowType.Int(64, true)), Long.BYTES);
    }

    public void append(long value) {
        nextRow().putLong(value);
        addRow(true);
    }
}
