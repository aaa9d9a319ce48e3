package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
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
        try (ArrowRecordBatch batch = new VectorUnloader(current.getVectorSchemaRoot()).getRecordBatch()) {
            loadRecordBatch(batch);
        }
        return true;
    }

    private ArrowFileReader open(Path file) throws IOException {
        ArrowFileReader reader =
                new ArrowFileReader(FileChannel.open(file), allocator, CommonsCompressionFactory.INSTANCE);
        try {
            Schema found = reader.getVectorSchemaRoot().getSchema();
            if (!found.getFields().equals(schema.getFields())) {
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
