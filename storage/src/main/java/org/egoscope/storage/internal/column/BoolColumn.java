package org.egoscope.storage.internal.column;

import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** True or false, one bit each. */
public final class BoolColumn extends Column {
    private byte[] bits = new byte[8];

    public BoolColumn(String name) {
        super(Field.nullable(name, ArrowType.Bool.INSTANCE));
    }

    public void append(boolean value) {
        add(value, true);
    }

    @Override
    public void appendNull() {
        add(false, false);
    }

    private void add(boolean value, boolean valid) {
        int at = count() >> 3;
        if (at == bits.length) {
            bits = Arrays.copyOf(bits, bits.length * 2);
        }
        if (value) {
            bits[at] |= (byte) (1 << (count() & 7));
        }
        addRow(valid);
    }

    @Override
    public void clear() {
        super.clear();
        Arrays.fill(bits, (byte) 0);
    }

    @Override
    protected void collectBody(RecordBuffers out) {
        out.bytes(bits, (count() + 7) / 8);
    }
}
