package org.egoscope.motion.internal.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.egoscope.core.PipelineException;

/** One NumPy array in C order: its bytes as read, turned into numbers or text on demand. */
public final class NpyArray {
    private final String name;
    private final NpyType type;
    private final int[] shape;
    private final int count;
    private final ByteBuffer values;

    NpyArray(String name, NpyType type, int[] shape, byte[] bytes) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        this.values = ByteBuffer.wrap(bytes).order(type.order());
    }

    public String name() {
        return name;
    }

    public int[] shape() {
        return shape.clone();
    }

    public int dimensions() {
        return shape.length;
    }

    /** Length along one axis. */
    public int length(int axis) {
        return shape[axis];
    }

    /** Number of elements. */
    public int count() {
        return count;
    }

    /** Refuses any other shape; -1 stands for any length. */
    public NpyArray requireShape(int... expected) {
        boolean same = expected.length == shape.length;
        for (int i = 0; same && i < shape.length; i++) {
            same = expected[i] < 0 || expected[i] == shape[i];
        }
        if (!same) {
            throw PipelineException.badInput("array " + name + ": expected shape " + Arrays.toString(expected).replace("-1", "*") + ", got "
                    + Arrays.toString(shape));
        }
        return this;
    }

    /** Row-major; not checked for NaN. */
    public float[] toFloats() {
        requireNumber();
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) number(i);
        }
        return out;
    }

    /** Row-major; not checked for NaN. */
    public double[] toDoubles() {
        requireNumber();
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = number(i);
        }
        return out;
    }

    /** Like {@link #toDoubles()}, refusing NaN and infinity with their index. */
    public double[] toFiniteDoubles() {
        double[] out = toDoubles();
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(out[i])) {
                throw PipelineException.badInput("array " + name + ": expected finite numbers, got " + out[i] + " at " + place(i));
            }
        }
        return out;
    }

    /** Row-major; integer and boolean arrays only. */
    public int[] toInts() {
        if (!type.isInteger()) {
            throw PipelineException.badInput("array " + name + ": expected integers, got " + type);
        }
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            long value = integer(i);
            if (value != (int) value) {
                throw PipelineException.badInput("array " + name + ": expected 32-bit integers, got " + value + " at " + place(i));
            }
            out[i] = (int) value;
        }
        return out;
    }

    /** The only element, of an array of shape () or (1). */
    public double toScalar() {
        requireNumber();
        if (count != 1) {
            throw PipelineException.badInput("array " + name + ": expected one number, got shape " + Arrays.toString(shape));
        }
        return number(0);
    }

    /** Raw bytes of a {@code u1} array. */
    public byte[] toBytes() {
        if (type.bytes() != 1 || !type.isInteger()) {
            throw PipelineException.badInput("array " + name + ": expected bytes, got " + type);
        }
        return values.array();
    }

    /** The only element of a fixed-width text array, without the padding zeros. */
    public String toText() {
        if (!type.isText() || count != 1) {
            throw PipelineException.badInput("array " + name + ": expected one text, got " + type + " of shape " + Arrays.toString(shape));
        }
        return text(0);
    }

    /** All elements of a fixed-width text array, without the padding zeros. */
    public String[] toTexts() {
        if (!type.isText()) {
            throw PipelineException.badInput("array " + name + ": expected text, got " + type);
        }
        String[] out = new String[count];
        for (int i = 0; i < count; i++) {
            out[i] = text(i);
        }
        return out;
    }

    boolean isText() {
        return type.isText();
    }

    private void requireNumber() {
        if (!type.isNumber()) {
            throw PipelineException.badInput("array " + name + ": expected numbers, got " + type);
        }
    }

    private double number(int index) {
        if (type.kind() != 'f') {
            return integer(index);
        }
        return switch (type.bytes()) {
            case 2 -> halfToFloat(values.getShort(index * 2));
            case 4 -> values.getFloat(index * 4);
            default -> values.getDouble(index * 8);
        };
    }

    private long integer(int index) {
        boolean unsigned = type.kind() != 'i';
        switch (type.bytes()) {
            case 1:
                return unsigned ? values.get(index) & 0xFF : values.get(index);
            case 2:
                return unsigned ? values.getShort(index * 2) & 0xFFFF : values.getShort(index * 2);
            case 4:
                return unsigned ? values.getInt(index * 4) & 0xFFFFFFFFL : values.getInt(index * 4);
            default:
                long value = values.getLong(index * 8);
                if (unsigned && value < 0) {
                    throw PipelineException.badInput("array " + name + ": expected integers below 2^63, got "
                            + Long.toUnsignedString(value) + " at " + place(index));
                }
                return value;
        }
    }

    private String text(int index) {
        int width = type.bytes();
        StringBuilder out = new StringBuilder();
        if (type.kind() == 'S') {
            out.append(new String(values.array(), index * width, width, StandardCharsets.UTF_8));
        } else {
            for (int i = 0; i < width; i += 4) {
                int codePoint = values.getInt(index * width + i);
                if (!Character.isValidCodePoint(codePoint)) {
                    throw PipelineException.badInput("array " + name + ": expected Unicode code points, got " + codePoint);
                }
                out.appendCodePoint(codePoint);
            }
        }
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == 0) {
            end--;
        }
        return out.substring(0, end);
    }

    private String place(int index) {
        int[] place = new int[shape.length];
        int rest = index;
        for (int i = shape.length - 1; i >= 0; i--) {
            place[i] = rest % shape[i];
            rest /= shape[i];
        }
        return Arrays.toString(place);
    }

    /** IEEE 754 binary16. */
    static float halfToFloat(short half) {
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        }
        return half < 0 ? -magnitude : magnitude;
    }
}
