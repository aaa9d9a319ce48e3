package org.egoscope.storage.internal.column;

import java.util.Arrays;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** 64-bit floating point; NaN is a value, not null. */
public final class Float64Column extends Column {
    private double[] values = new double[16];

    public Float64Column(String name) {
        super(Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)));
    }

    public void append(double value) {
        add(value, true);
    }

    @Override
    public void appendNull() {
        add(0, false);
    }

    private void add(double value, boolean valid) {
        if (count() == values.length) {
            values = Arrays.copyOf(values, grown(values.length, count() + 1));
        }
        values[count()] = value;
        addRow(valid);
    }

    @Override
    protected void collectBody(RecordBuffers out) {
        out.doubles(values, count());
    }
}
