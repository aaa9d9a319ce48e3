package org.egoscope.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A dense float32 tensor, row-major, in a direct buffer that libtorch can use without a copy. The shape never changes; the values may
 * be written through {@link #data()} unless the tensor is read-only (a mapped file).
 */
public final class FloatTensor {
    private final long[] shape;
    private final FloatBuffer data;

    private FloatTensor(long[] shape, FloatBuffer data) {
        this.shape = shape;
        this.data = data;
    }

    /** Zeros. */
    public static FloatTensor allocate(long... shape) {
        int count = elementCount(shape);
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES)).order(ByteOrder.nativeOrder());
        return new FloatTensor(shape.clone(), bytes.asFloatBuffer());
    }

    /** Copies the values. */
    public static FloatTensor of(float[] values, long... shape) {
        FloatTensor tensor = allocate(shape);
        requireCount(shape, values.length);
        tensor.data.duplicate().put(values);
        return tensor;
    }

    /** Shares the buffer's remaining values: no copy. The buffer must be direct and in native byte order. */
    public static FloatTensor wrap(FloatBuffer buffer, long... shape) {
        if (!buffer.isDirect() || buffer.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException(
                    "tensor buffer: expected direct and " + ByteOrder.nativeOrder() + ", got direct=" + buffer.isDirect() + ", "
                            + buffer.order());
        }
        requireCount(shape, buffer.remaining());
        return new FloatTensor(shape.clone(), buffer.slice());
    }

    /** Number of values of a shape; sides must not be negative and the product must fit an int. */
    public static int elementCount(long... shape) {
        long count = 1;
        for (long side : shape) {
            if (side < 0) {
                throw new IllegalArgumentException("tensor shape: expected sides >= 0, got " + Arrays.toString(shape));
            }
            count = Math.multiplyExact(count, side);
        }
        return Math.toIntExact(count);
    }

    private static void requireCount(long[] shape, int got) {
        int expected = elementCount(shape);
        if (expected != got) {
            throw new IllegalArgumentException(
                    "tensor values: expected " + expected + " for shape " + Arrays.toString(shape) + ", got " + got);
        }
    }

    public long[] shape() {
        return shape.clone();
    }

    public int rank() {
        return shape.length;
    }

    public long side(int axis) {
        return shape[axis];
    }

    /** Number of values. */
    public int count() {
        return data.capacity();
    }

    /** A fresh view of the values from position 0; shares memory. */
    public FloatBuffer data() {
        return data.duplicate();
    }

    public boolean isReadOnly() {
        return data.isReadOnly();
    }

    /** Value at a flat row-major index. */
    public float get(int index) {
        return data.get(index);
    }

    public void set(int index, float value) {
        data.put(index, value);
    }

    public float[] toArray() {
        float[] values = new float[count()];
        copyTo(values);
        return values;
    }

    /** Copies all values to the start of an array that is at least as long. */
    public void copyTo(float[] target) {
        data.duplicate().get(target, 0, count());
    }

    public boolean hasShape(long... other) {
        return Arrays.equals(shape, other);
    }

    @Override
    public String toString() {
        return "FloatTensor" + Arrays.toString(shape);
    }
}
