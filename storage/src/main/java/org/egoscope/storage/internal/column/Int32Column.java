package org.egoscope.storage.internal.column;

import java.util.Arrays;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** 32-bit whole numbers. */
public final class Int32Column extends Column {
    private int[] values = new int[16];

    public Int32Column(String name) {
        super(Field.nullable(name, new ArrowType.Int(32, true)));
    }

    public void append(int value) {
        add(value, true);
    }

    @Override
    public void appendNull() {
        add(0, false);
    }

    private void add(int value, boolean valid) {
        if (count() == values.length) {
            values = Arrays.copyOf(values, grown(values.length, count() + 1));
        }
        values[count()] = value;
        addRow(valid);
    }

    @Override
    protected void collectBody(RecordBuffers out) {
        out.ints(values, count());
    }
}
