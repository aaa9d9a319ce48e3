package org.egoscope.storage.internal.column;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Lists of any length. Append the elements to {@link #elements()}, then {@link #closeRow()}. */
public final class ListColumn<C extends Column> extends VariableColumn {
    /** The element's name that pyarrow and polars use too. */
    public static final String ELEMENT = "item";

    private final C elements;

    /** @param elements column named {@link #ELEMENT} */
    public ListColumn(String name, C elements) {
        super(new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(elements.field())));
        this.elements = elements;
    }

    public C elements() {
        return elements;
    }

    /** The elements appended since the last row are the next row. */
    public void closeRow() {
        closeRow(elements.count(), true);
    }

    @Override
    public void clear() {
        super.clear();
        elements.clear();
    }

    @Override
    void collectValues(RecordBuffers out) {
        elements.collect(out);
    }
}
