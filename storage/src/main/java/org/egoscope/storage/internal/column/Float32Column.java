package org.egoscope.storage.internal.column;

import java.util.Arrays;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** 32-bit floating point; NaN is a value, not null. */
public final class Float32Column extends Column {
    private float[] values = new float[16];

    public Float32Column(String name) {
        super(Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));
    }

    public void append(float value) {
        add(value, true);
    }

    @Override
    public void appendNull() {
        add(0, false);
    }

    private void add(float value, boolean valid) {
        if (count() == values.length) {
            values = Arrays.copyOf(values, grown(values.length, count() + 1));
        }
        values[count()] = value;
        addRow(valid);
    }

    @Override
    protected void collectBody(RecordBuffers out) {
        out.floats(values, count());
    }
}
