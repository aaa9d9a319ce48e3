package org.egoscope.storage.internal.column;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Native buffers of one record batch under construction. Owns them until {@link #toRecordBatch}; close it in any case. */
public final class RecordBuffers implements AutoCloseable {
    private final BufferAllocator allocator;
    private final List<ArrowFieldNode> nodes = new ArrayList<>();
    private final List<ArrowBuf> buffers = new ArrayList<>();

    public RecordBuffers(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    void node(int count, int nullCount) {
        nodes.add(new ArrowFieldNode(count, nullCount));
    }

    void bytes(byte[] values, int length) {
        ByteBuffer target = allocate(length);
        target.put(values, 0, length);
    }

    void ints(int[] values, int length) {
        allocate(4L * length).asIntBuffer().put(values, 0, length);
    }

    private ByteBuffer allocate(long bytes) {
        ArrowBuf buffer = allocator.buffer(bytes);
        buffers.add(buffer);
        buffer.writerIndex(bytes);
        return buffer.nioBuffer(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The batch; it holds its own references to the buffers. */
    public ArrowRecordBatch toRecordBatch(int rows, CompressionCodec codec) {
        List<ArrowBuf> body = new ArrayList<>(buffers.size());
        try {
            for (ArrowBuf buffer : buffers) {
                // compress() takes over one reference of its input.
                buffer.getReferenceManager().retain();
                body.add(codec.compress(allocator, buffer));
            }
            return new ArrowRecordBatch(rows, nodes, body, CompressionUtil.createBodyCompression(codec), true);
        } finally {
            body.forEach(ArrowBuf::close);
        }
    }

    @Override
    public void close() {
        buffers.forEach(ArrowBuf::close);
        buffers.clear();
    }
}
