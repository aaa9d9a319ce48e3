package org.egoscope.storage.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.compression.ZstdCompressionCodec;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.internal.column.EarlierColumns;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Rows;
import org.egoscope.storage.internal.column.Vectors;

/**
 * One Arrow IPC stream with one record batch: header values in the schema's metadata, rows in the batch. A CRC-32C over both lies in
 * the metadata too, since Arrow itself has none and a flipped bit in a buffer would otherwise read as another number.
 *
 * <p>Native memory lives only within a call: each call opens an allocator and closes it, which throws if a byte is left.
 */
final class ArrowPayload<T> {
    private static final String CHECKSUM = "egoscope.crc32c";

    /** Stream messages begin with FF FF FF FF and the length of the metadata, little-endian (Arrow columnar format 1.0). */
    private static final int CONTINUATION = 0xFFFFFFFF;

    private final RowSchema<T> rowSchema;
    private final List<Field> fields;
    private final Function<Vectors, IntFunction<T>> reader;
    private final boolean compress;

    ArrowPayload(RowSchema<T> rowSchema, Function<Vectors, IntFunction<T>> reader, boolean compress) {
        this.rowSchema = rowSchema;
        this.fields = rowSchema.fields();
        this.reader = reader;
        this.compress = compress;
    }

    /** What a payload holds. */
    record Content<T>(Map<String, String> header, List<T> rows) {}

    byte[] encode(Map<String, String> header, List<T> values) {
        Rows<T> rows = rowSchema.newRows();
        values.forEach(rows::append);
        try (BufferAllocator allocator = new RootAllocator()) {
            CompressionCodec codec = compress ? new ZstdCompressionCodec() : NoCompressionCodec.INSTANCE;
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try (ArrowRecordBatch batch = rows.toRecordBatch(allocator, codec)) {
                WriteChannel channel = new WriteChannel(Channels.newChannel(body));
                MessageSerializer.serialize(channel, batch);
                ArrowStreamWriter.writeEndOfStream(channel, IpcOption.DEFAULT);
            }
            byte[] bodyBytes = body.toByteArray();
            byte[] schemaBytes = schemaMessage(header, checksum(header, bodyBytes, 0));
            byte[] all = Arrays.copyOf(schemaBytes, schemaBytes.length + bodyBytes.length);
            System.arraycopy(bodyBytes, 0, all, schemaBytes.length, bodyBytes.length);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] schemaMessage(Map<String, String> header, String checksum) throws IOException {
        // Sorted, so that the same header gives the same bytes.
        Map<String, String> metadata = new TreeMap<>(header);
        metadata.put(CHECKSUM, checksum);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), new Schema(fields, metadata));
        return out.toByteArray();
    }

    private static String checksum(Map<String, String> header, byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        new TreeMap<>(header).forEach((key, value) -> crc.update((key + '=' + value + '\n').getBytes(StandardCharsets.UTF_8)));
        crc.update(bytes, from, bytes.length - from);
        return Long.toHexString(crc.getValue());
    }

    /**
     * @param headerCheck called once the checksum is right, before the columns are looked at
     * @throws PipelineException with BAD_INPUT if anything at all is wrong with the bytes
     */
    Content<T> decode(byte[] bytes, Consumer<Map<String, String>> headerCheck) {
        Map<String, String> header = checkedHeader(bytes, headerCheck);
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader stream = new ArrowStreamReader(
                        new ByteArrayInputStream(bytes), allocator, CommonsCompressionFactory.INSTANCE)) {
            VectorSchemaRoot root = stream.getVectorSchemaRoot();
            List<T> rows = new ArrayList<>();
            if (!stream.loadNextBatch()) {
                throw PipelineException.badInput("payload: expected a record batch, got none");
            }
            IntFunction<T> row = reader.apply(Vectors.of(root));
            for (int i = 0; i < root.getRowCount(); i++) {
                rows.add(row.apply(i));
            }
            return new Content<>(header, rows);
        } catch (PipelineException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private static PipelineException damaged(Throwable cause) {
        return new PipelineException(ErrorKind.BAD_INPUT, "payload: expected an Arrow stream, got damaged bytes: " + cause, cause);
    }

    private static int bodyStart(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 16 || buffer.getInt(0) != CONTINUATION) {
            throw PipelineException.badInput("payload: expected an Arrow stream, got " + bytes.length + " other bytes");
        }
        int length = buffer.getInt(4);
        if (length <= 0 || length > bytes.length - 8) {
            throw PipelineException.badInput(
                    "payload: expected a schema message within " + bytes.length + " bytes, got length " + length);
        }
        return 8 + length;
    }

    /** Reads the schema message by itself: until the checksum is known to be right, no length in the bytes may allocate anything. */
    private Map<String, String> checkedHeader(byte[] bytes, Consumer<Map<String, String>> headerCheck) {
        int bodyStart = bodyStart(bytes);
        Schema schema;
        try {
            Message message = Message.getRootAsMessage(ByteBuffer.wrap(bytes, 8, bodyStart - 8).slice().order(ByteOrder.LITTLE_ENDIAN));
            if (message.bodyLength() != 0) {
                throw PipelineException.badInput("payload: expected a schema without a body, got " + message.bodyLength() + " bytes");
            }
            schema = MessageSerializer.deserializeSchema(message);
        } catch (PipelineException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw damaged(e);
        }
        Map<String, String> header = new TreeMap<>(schema.getCustomMetadata());
        String expected = header.remove(CHECKSUM);
        String got = checksum(header, bytes, bodyStart);
        if (!got.equals(expected)) {
            throw PipelineException.badInput("payload: expected CRC-32C " + expected + ", got " + got);
        }
        headerCheck.accept(header);
        requireColumns(schema);
        return header;
    }

    private void requireColumns(Schema schema) {
        if (!EarlierColumns.areReadBy(fields, schema.getFields())) {
            throw PipelineException.badInput("payload: expected columns " + fields + ", got " + schema.getFields());
        }
    }
}
