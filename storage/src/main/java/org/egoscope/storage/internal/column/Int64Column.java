package org.egoscope.storage.internal.column;

import java.util.Arrays;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** 64-bit whole numbers. */
public final class Int64Column extends Column {
    private long[] values = new long[16];

    public Int64Column(String name) {
        super(Field.nullable(name, new ArrowType.Int(64, true)));
    }

    public void append(long value) {
        add(value, true);
    }

    @Override
    public void appendNull() {
        add(0, false);
    }

    private void add(long value, boolean valid) {
        if (count() == values.length) {
            values = Arrays.copyOf(values, grown(values.length, count() + 1));
        }
        values[count()] = value;
        addRow(valid);
    }

    @Override
    protected void collectBody(RecordBuffers out) {
        out.longs(values, count());
    }
}
