package org.egoscope.storage.internal.column;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Rows of one {@link RowSchema} in memory, growing. */
public final class Rows<T> {
    private final List<Column> columns;
    private final List<ColumnSpec.Appender<T>> appenders = new ArrayList<>();
    private int count;

    Rows(List<ColumnSpec<T>> specs) {
        List<Column> made = new ArrayList<>();
        for (ColumnSpec<T> spec : specs) {
            ColumnSpec.Bound<T> bound = spec.bind();
            made.add(bound.column());
            appenders.add(bound.appender());
        }
        this.columns = List.copyOf(made);
    }

    public void append(T value) {
        for (int i = 0; i < appenders.size(); i++) {
            appenders.get(i).append(value);
        }
        count++;
    }

    public int count() {
        return count;
    }

    public List<Column> columns() {
        return columns;
    }

    public void clear() {
        columns.forEach(Column::clear);
        count = 0;
    }

    /** All rows as one record batch, which the caller closes. */
    public ArrowRecordBatch toRecordBatch(BufferAllocator allocator, CompressionCodec codec) {
        try (RecordBuffers buffers = new RecordBuffers(allocator)) {
            for (Column column : columns) {
                column.collect(buffers);
            }
            return buffers.toRecordBatch(count, codec);
        }
    }
}
