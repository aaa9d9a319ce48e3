package org.egoscope.storage.internal.column;

import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.Field;

/** A column whose rows are of any length: where each ends is kept beside the values. */
abstract class VariableColumn extends Column {
    private int[] offsets = new int[17];

    VariableColumn(Field field) {
        super(field);
    }

    /** Values up to here are of the rows so far. */
    final int end() {
        return offsets[count()];
    }

    /** The values since the last row are the next one. */
    final void closeRow(int end, boolean valid) {
        if (count() + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        offsets[count() + 1] = end;
        addRow(valid);
    }

    @Override
    public final void appendNull() {
        closeRow(end(), false);
    }

    @Override
    protected final void collectBody(RecordBuffers out) {
        out.ints(offsets, count() + 1);
        collectValues(out);
    }

    abstract void collectValues(RecordBuffers out);
}
