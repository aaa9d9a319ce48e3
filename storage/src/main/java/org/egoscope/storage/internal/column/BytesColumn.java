package org.egoscope.storage.internal.column;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Text (UTF-8) or bytes of any length. */
public final class BytesColumn extends Column {
    private int[] offsets = new int[17];
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
        int start = offsets[count()];
        int length = bytes.remaining();
        if (values.length - start < length) {
            values = Arrays.copyOf(values, grown(values.length, Math.addExact(start, length)));
        }
        bytes.get(values, start, length);
        closeRow(start + length, true);
    }

    @Override
    public void appendNull() {
        closeRow(offsets[count()], false);
    }

    private void closeRow(int end, boolean valid) {
        if (count() + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        offsets[count() + 1] = end;
        addRow(valid);
    }

    @Override
    protected void collectBody(RecordBuffers out) {
        out.ints(offsets, count() + 1);
        out.bytes(values, offsets[count()]);
    }
}
