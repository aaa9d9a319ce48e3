package org.egoscope.storage.internal.column;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.Field;

/** A column whose rows all take the same number of bytes, one after another in the order of the format; zeros where a row has no value. */
abstract class FlatColumn extends Column {
    private static final int FIRST_ROWS = 16;

    private final int bytesPerRow;
    private ByteBuffer rows;

    FlatColumn(Field field, int bytesPerRow) {
        super(field);
        this.bytesPerRow = bytesPerRow;
        this.rows = littleEndian(new byte[FIRST_ROWS * bytesPerRow]);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the next row's value is to be put. */
    final ByteBuffer nextRow() {
        int start = Math.multiplyExact(count(), bytesPerRow);
        int length = rows.capacity();
        if (length - start < bytesPerRow) {
            rows = littleEndian(Arrays.copyOf(rows.array(), grown(length, Math.addExact(start, bytesPerRow))));
        }
        return rows.position(start);
    }

    @Override
    public final void appendNull() {
        int start = nextRow().position();
        Arrays.fill(rows.array(), start, start + bytesPerRow, (byte) 0);
        addRow(false);
    }

    /** The buffer of values. */
    final void collectRows(RecordBuffers out) {
        out.bytes(rows.array(), count() * bytesPerRow);
    }

    @Override
    protected void collectBody(RecordBuffers out) {
        collectRows(out);
    }
}
