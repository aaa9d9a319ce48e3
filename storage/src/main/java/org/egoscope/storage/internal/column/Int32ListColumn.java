package org.egoscope.storage.internal.column;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Lists of 32-bit whole numbers, appended array by array: the path of mask run lengths. */
public final class Int32ListColumn extends VariableColumn {
    private int[] values = new int[256];

    public Int32ListColumn(String name) {
        super(new Field(
                name,
                FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(Field.nullable(ListColumn.ELEMENT, new ArrowType.Int(32, true)))));
    }

    public void append(int[] list) {
        int start = end();
        if (values.length - start < list.length) {
            values = Arrays.copyOf(values, grown(values.length, Math.addExact(start, list.length)));
        }
        System.arraycopy(list, 0, values, start, list.length);
        closeRow(start + list.length, true);
    }

    @Override
    void collectValues(RecordBuffers out) {
        out.node(end(), 0);
        out.bytes(new byte[0], 0);
        out.ints(values, end());
    }
}
