package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.Row;
import org.egoscope.storage.RowCursor;
import org.egoscope.storage.internal.column.RowValues;

/** Rows of a table out of its files. */
public final class TableCursor implements RowCursor {
    private final List<String> columns;
    private final BufferAllocator allocator = new RootAllocator();
    private final TableReader reader;
    private int next;
    private int loaded;

    public TableCursor(Schema schema, List<Path> files) {
        this.columns = schema.getFields().stream().map(Field::getName).toList();
        this.reader = new TableReader(allocator, schema, files);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next >= loaded) {
                if (!reader.loadNextBatch()) {
                    return false;
                }
                loaded = reader.getVectorSchemaRoot().getRowCount();
                next = 0;
            }
            return true;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "table: expected readable files, got " + e, e);
        }
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        try {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            return new Row(columns, RowValues.of(root, next++));
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "table: expected readable files, got " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "table: expected to close its files, got " + e, e);
        } finally {
            allocator.close();
        }
    }
}
