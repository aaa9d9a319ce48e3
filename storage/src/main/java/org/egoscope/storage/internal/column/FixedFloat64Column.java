package org.egoscope.storage.internal.column;

import java.util.Arrays;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Arrays of 64-bit floating point of one shape, row-major: nested fixed-size lists, so that readers see the shape. */
public final class FixedFloat64Column extends FixedShapeColumn {
    private double[] values;

    public FixedFloat64Column(String name, int... shape) {
        super(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), shape);
        this.values = new double[16 * elementsPerRow()];
    }

    /** @param array exactly the product of the shape's values */
    public void append(double[] array) {
        if (array.length != elementsPerRow()) {
            throw new IllegalArgumentException(
                    field().getName() + ": expected " + elementsPerRow() + " values, got " + array.length);
        }
        int start = reserveRow();
        System.arraycopy(array, 0, values, start, array.length);
        addRow(true);
    }

    @Override
    public void appendNull() {
        int start = reserveRow();
        Arrays.fill(values, start, start + elementsPerRow(), 0);
        addRow(false);
    }

    private int reserveRow() {
        int start = Math.multiplyExact(count(), elementsPerRow());
        if (values.length - start < elementsPerRow()) {
            values = Arrays.copyOf(values, grown(values.length, Math.addExact(start, elementsPerRow())));
        }
        return start;
    }

    @Override
    protected void collectLeaf(RecordBuffers out) {
        out.doubles(values, count() * elementsPerRow());
    }
}
