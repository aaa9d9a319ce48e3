package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.internal.column.EarlierColumns;
import org.jspecify.annotations.Nullable;

/** Several files of one table as one Arrow reader, record batch by record batch. */
public final class TableReader extends ArrowReader {
    private final Schema schema;
    private final Iterator<Path> files;
    private @Nullable ArrowFileReader current;
    private long bytesRead;

    public TableReader(BufferAllocator allocator, Schema schema, List<Path> files) {
        super(allocator, CommonsCompressionFactory.INSTANCE);
        this.schema = schema;
        this.files = files.iterator();
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        while (current == null || !current.loadNextBatch()) {
            closeCurrent();
            if (!files.hasNext()) {
                return false;
            }
            current = open(files.next());
        }
        // Already decompressed by the file's reader; only references move from here.
        List<FieldVector> absent = new ArrayList<>();
        try (ArrowRecordBatch batch = new VectorUnloader(complete(current.getVectorSchemaRoot(), absent)).getRecordBatch()) {
            loadRecordBatch(batch);
        } finally {
            absent.forEach(FieldVector::close);
        }
        return true;
    }

    /** Columns that were added since the file was written hold nulls. */
    private VectorSchemaRoot complete(VectorSchemaRoot written, List<FieldVector> absent) {
        if (written.getSchema().getFields().size() == schema.getFields().size()) {
            return written;
        }
        List<FieldVector> vectors = new ArrayList<>();
        for (Field field : schema.getFields()) {
            FieldVector vector = written.getVector(field.getName());
            if (vector == null) {
                vector = field.createVector(allocator);
                absent.add(vector);
                vector.allocateNew();
                vector.setValueCount(written.getRowCount());
            }
            vectors.add(vector);
        }
        return new VectorSchemaRoot(schema.getFields(), vectors, written.getRowCount());
    }

    private ArrowFileReader open(Path file) throws IOException {
        ArrowFileReader reader =
                new ArrowFileReader(FileChannel.open(file), allocator, CommonsCompressionFactory.INSTANCE);
        try {
            Schema found = reader.getVectorSchemaRoot().getSchema();
            if (!EarlierColumns.areReadBy(schema.getFields(), found.getFields())) {
                throw PipelineException.badInput(file + ": expected columns " + schema.getFields() + ", got " + found.getFields());
            }
            return reader;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e instanceof PipelineException known
                    ? known
                    : new PipelineException(ErrorKind.BAD_INPUT, file + ": expected an Arrow file, got " + e, e);
        }
    }

    private void closeCurrent() throws IOException {
        if (current != null) {
            bytesRead += current.bytesRead();
            current.close();
            current = null;
        }
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    protected void closeReadSource() throws IOException {
        closeCurrent();
    }

    @Override
    protected Schema readSchema() {
        return schema;
    }
}
