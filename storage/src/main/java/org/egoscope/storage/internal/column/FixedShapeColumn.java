package org.egoscope.storage.internal.column;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The part of fixed-shape columns that does not depend on the element type. */
abstract class FixedShapeColumn extends FlatColumn {
    private final int[] shape;
    private final int elementsPerRow;

    FixedShapeColumn(String name, ArrowType element, int bytesPerElement, int... shape) {
        super(nested(name, element, shape, 0), bytesPerElement * product(shape));
        this.shape = shape.clone();
        this.elementsPerRow = product(shape);
    }

    private static int product(int... shape) {
        int product = 1;
        for (int side : shape) {
            product *= side;
        }
        return product;
    }

    private static Field nested(String name, ArrowType element, int[] shape, int level) {
        if (level == shape.length) {
            return Field.nullable(name, element);
        }
        Field child = nested(ListColumn.ELEMENT, element, shape, level + 1);
        return new Field(name, FieldType.nullable(new ArrowType.FixedSizeList(shape[level])), List.of(child));
    }

    final void requireLength(int length) {
        if (length != elementsPerRow) {
            throw new IllegalArgumentException(field().getName() + ": expected " + elementsPerRow + " values, got " + length);
        }
    }

    @Override
    protected final void collectBody(RecordBuffers out) {
        int rows = count();
        for (int side : shape) {
            rows *= side;
            out.node(rows, 0);
            out.bytes(new byte[0], 0);
        }
        collectRows(out);
    }
}
