package org.egoscope.storage.internal.column;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/** Arrow values as plain Java objects. */
public final class RowValues {
    private RowValues() {}

    public static @Nullable Object[] of(VectorSchemaRoot root, int row) {
        List<FieldVector> vectors = root.getFieldVectors();
        @Nullable Object[] values = new Object[vectors.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(vectors.get(i), row);
        }
        return values;
    }

    private static @Nullable Object value(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        } else if (vector instanceof ListVector list) {
            return elements(list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
        } else if (vector instanceof FixedSizeListVector list) {
            return elements(list.getDataVector(), row * list.getListSize(), (row + 1) * list.getListSize());
        } else if (vector instanceof StructVector struct) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            struct.getChildrenFromFields().forEach(child -> members.put(child.getName(), value(child, row)));
            return members;
        }
        return plain(vector.getObject(row));
    }

    private static List<@Nullable Object> elements(FieldVector vector, int start, int end) {
        List<@Nullable Object> elements = new ArrayList<>(end - start);
        for (int at = start; at < end; at++) {
            elements.add(value(vector, at));
        }
        return elements;
    }

    private static Object plain(Object value) {
        if (value instanceof Text text) {
            return text.toString();
        }
        // DuckDB sums whole numbers in 128 bits, which arrive as decimals of scale 0.
        if (value instanceof BigDecimal decimal && decimal.scale() == 0 && decimal.toBigInteger().bitLength() < Long.SIZE) {
            return decimal.longValueExact();
        }
        return value;
    }
}
