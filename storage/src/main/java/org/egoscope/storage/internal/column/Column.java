package org.egoscope.storage.internal.column;

import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A column that grows row by row in plain Java arrays and is copied to native memory once, when the record batch is complete. That is
 * several times faster than Arrow's setters and leaves no native memory behind when a batch fails half way.
 */
public abstract class Column {
    private final Field field;
    private byte[] validity = new byte[8];
    private int count;
    private int nullCount;

    protected Column(Field field) {
        this.field = field;
    }

    public final Field field() {
        return field;
    }

    /** Rows so far. */
    public final int count() {
        return count;
    }

    /** One more row that has no value. */
    public abstract void appendNull();

    /** Forgets all rows, keeps the arrays. */
    public void clear() {
        Arrays.fill(validity, (byte) 0);
        count = 0;
        nullCount = 0;
    }

    /** Copies the rows out, in the order of buffers that the Arrow columnar format prescribes: parent before children. */
    public final void collect(RecordBuffers out) {
        out.node(count, nullCount);
        // The format allows an empty validity buffer where nothing is null.
        out.bytes(validity, nullCount == 0 ? 0 : (count + 7) / 8);
        collectBody(out);
    }

    protected abstract void collectBody(RecordBuffers out);

    protected final void addRow(boolean valid) {
        int at = count >> 3;
        if (at == validity.length) {
            validity = Arrays.copyOf(validity, validity.length * 2);
        }
        if (valid) {
            validity[at] |= (byte) (1 << (count & 7));
        } else {
            nullCount++;
        }
        count++;
    }

    /** Length to grow to when {@code needed} elements do not fit {@code length}. */
    protected static int grown(int length, int needed) {
        return Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * length));
    }
}
