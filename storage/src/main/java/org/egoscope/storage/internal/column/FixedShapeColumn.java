package org.egoscope.storage.internal.column;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The part of fixed-shape columns that does not depend on the element type. */
abstract class FixedShapeColumn extends Column {
    private final int[] shape;
    private final int elementsPerRow;

    FixedShapeColumn(String name, ArrowType element, int... shape) {
        super(nested(name, element, shape, 0));
        this.shape = shape.clone();
        int product = 1;
        for (int side : shape) {
            product *= side;
        }
        this.elementsPerRow = product;
    }

    private static Field nested(String name, ArrowType element, int[] shape, int level) {
        if (level == shape.length) {
            return Field.nullable(name, element);
        }
        Field child = nested(ListColumn.ELEMENT, element, shape, level + 1);
        return new Field(name, FieldType.nullable(new ArrowType.FixedSizeList(shape[level])), List.of(child));
    }

    final int elementsPerRow() {
        return elementsPerRow;
    }

    @Override
    protected final void collectBody(RecordBuffers out) {
        int rows = count();
        for (int side : shape) {
            rows *= side;
            out.node(rows, 0);
            out.bytes(new byte[0], 0);
        }
        collectLeaf(out);
    }

    abstract void collectLeaf(RecordBuffers out);
}
