package org.egoscope.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.internal.Elements;
import org.egoscope.torch.internal.SafetensorsHeader;

/**
 * Tensors of a safetensors file, mapped without a copy. Format: 8 bytes little-endian header length, a JSON header, then the data;
 * see github.com/huggingface/safetensors. The file is checked as that format demands: known element types, sizes that fit the shapes,
 * no overlap, no hole, no byte beyond.
 *
 * <p>Mapped memory stays valid while a buffer of it is reachable, also after {@link #close()}.
 */
public final class SafetensorsFile implements WeightFile {
    /** The reference implementation's limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private final Path path;
    private final FileChannel channel;
    private final long dataStart;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path path, FileChannel channel, long dataStart, SafetensorsHeader header) {
        this.path = path;
        this.channel = channel;
        this.dataStart = dataStart;
        this.header = header;
    }

    /** Element types that are read. */
    public enum DataType {
        F64(8), F32(4), F16(2), BF16(2), I64(8), I32(4), I16(2), I8(1), U8(1), BOOL(1);

        private final int bytes;

        DataType(int bytes) {
            this.bytes = bytes;
        }

        /** Bytes per element. */
        public int bytes() {
            return bytes;
        }
    }

    /**
     * Place of one tensor.
     *
     * @param type element type
     * @param shape sides, outermost first
     * @param begin first byte after the start of the data
     * @param end byte after the last
     */
    public record Entry(DataType type, List<Long> shape, long begin, long end) {
        public Entry {
            shape = List.copyOf(shape);
        }

        long[] shapeArray() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    /** @throws PipelineException with {@link ErrorKind#MODEL} if the file cannot be read or breaks the format */
    public static SafetensorsFile open(Path path) {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "safetensors " + path + ": cannot open, " + e, e);
        }
        try {
            return read(path, channel);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new PipelineException(ErrorKind.MODEL, "safetensors " + path + ": cannot read, " + e.getMessage(), e);
        } catch (PipelineException e) {
            closeQuietly(channel, e);
            throw e.at(path.toString());
        }
    }

    private static SafetensorsFile read(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw broken("at least 8 bytes", size + " bytes");
        }
        long length = bytesAt(channel, 0, Long.BYTES).getLong();
        long limit = Math.min(MAX_HEADER_BYTES, size - Long.BYTES);
        if (length < 2 || length > limit) {
            throw broken("header of 2.." + limit + " bytes", length + " bytes");
        }
        SafetensorsHeader header = SafetensorsHeader.parse(bytesAt(channel, Long.BYTES, (int) length).array());
        long dataStart = Long.BYTES + length;
        requireTiled(header, size - dataStart);
        return new SafetensorsFile(path, channel, dataStart, header);
    }

    private static ByteBuffer bytesAt(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw broken(count + " bytes at " + position, bytes.position() + " bytes");
            }
        }
        return bytes.flip();
    }

    private static void requireTiled(SafetensorsHeader header, long dataBytes) {
        List<Entry> inOrder = new ArrayList<>(header.entries().values());
        inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long position = 0;
        for (Entry entry : inOrder) {
            if (entry.begin() != position) {
                throw broken("the next tensor at byte " + position + " of the data (no overlap, no hole)", "at " + entry.begin());
            }
            position = entry.end();
        }
        if (position != dataBytes) {
            throw broken("data to end at byte " + position, "at " + dataBytes);
        }
    }

    static PipelineException broken(String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "safetensors: expected " + expected + ", got " + got);
    }

    private static void closeQuietly(FileChannel channel, Exception cause) {
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Names of the tensors, sorted. */
    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    /** Free text of the header's {@code __metadata__}. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public long[] shape(String name) {
        return entry(name).shapeArray();
    }

    public boolean contains(String name) {
        return header.entries().containsKey(name);
    }

    /** @throws PipelineException with {@link ErrorKind#MODEL} if there is no tensor of that name */
    public Entry entry(String name) {
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw broken("a tensor '" + name + "' in " + path, "none");
        }
        return entry;
    }

    /** The raw little-endian bytes, read-only, mapped; at most 2 GB. */
    public ByteBuffer bytes(String name) {
        Entry entry = entry(name);
        long length = entry.end() - entry.begin();
        if (length > Integer.MAX_VALUE) {
            throw broken("tensor '" + name + "' of at most 2 GB", length + " bytes");
        }
        if (length == 0) {
            return ByteBuffer.allocateDirect(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        try {
            return channel.map(MapMode.READ_ONLY, dataStart + entry.begin(), length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "safetensors " + path + ": cannot map '" + name + "', " + e, e);
        }
    }

    /**
     * The values as float32: mapped and read-only without a copy for {@link DataType#F32} on a little-endian machine, converted for the
     * others (I64 and F64 are rounded to the nearest float).
     */
    @Override
    public FloatTensor floats(String name) {
        Entry entry = entry(name);
        ByteBuffer bytes = bytes(name);
        if (entry.type() == DataType.F32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            return FloatTensor.wrap(bytes.asFloatBuffer(), entry.shapeArray());
        }
        FloatTensor tensor = FloatTensor.allocate(entry.shapeArray());
        for (int i = 0; i < tensor.count(); i++) {
            tensor.set(i, Elements.floatAt(bytes, entry.type(), i * entry.type().bytes()));
        }
        return tensor;
    }

    /** The values of an I64 tensor. */
    public long[] longs(String name) {
        Entry entry = entry(name);
        if (entry.type() != DataType.I64) {
            throw broken("tensor '" + name + "' of type I64", entry.type().toString());
        }
        ByteBuffer bytes = bytes(name);
        long[] values = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(values);
        return values;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "safetensors " + path + ": cannot close, " + e, e);
        }
    }
}
