package org.egoscope.storage.internal.column;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Text (UTF-8) or bytes of any length. */
public final class BytesColumn extends VariableColumn {
    private byte[] values = new byte[256];

    private BytesColumn(String name, ArrowType type) {
        super(Field.nullable(name, type));
    }

    public static BytesColumn ofText(String name) {
        return new BytesColumn(name, ArrowType.Utf8.INSTANCE);
    }

    public static BytesColumn ofBytes(String name) {
        return new BytesColumn(name, ArrowType.Binary.INSTANCE);
    }

    public void append(String text) {
        append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** From the buffer's position to its limit. */
    public void append(ByteBuffer bytes) {
        int start = end();
        int length = bytes.remaining();
        if (values.length - start < length) {
            values = Arrays.copyOf(values, grown(values.length, Math.addExact(start, length)));
        }
        bytes.get(values, start, length);
        closeRow(start + length, true);
    }

    @Override
    void collectValues(RecordBuffers out) {
        out.bytes(values, end());
    }
}
