package org.egoscope.storage.internal.column;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** A record within a row; null where the row is something else. */
public final class StructColumn<T> extends Column {
    private final Rows<T> members;

    public StructColumn(String name, Rows<T> members) {
        super(new Field(
                name,
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                members.columns().stream().map(Column::field).toList()));
        this.members = members;
    }

    public void append(T value) {
        members.append(value);
        addRow(true);
    }

    @Override
    public void appendNull() {
        for (Column member : members.columns()) {
            member.appendNull();
        }
        addRow(false);
    }

    @Override
    public void clear() {
        super.clear();
        members.clear();
    }

    @Override
    protected void collectBody(RecordBuffers out) {
        List<Column> columns = members.columns();
        for (Column column : columns) {
            column.collect(out);
        }
    }
}
