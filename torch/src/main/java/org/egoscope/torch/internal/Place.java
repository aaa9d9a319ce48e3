package org.egoscope.torch.internal;

import java.util.Arrays;

/**
 * A tensor {@code [pictures, channels, height, width]} within a plan, float32 or bfloat16, the channels of a pixel side by side in
 * memory.
 */
final class Place {
    private final long[] shape;
    private final boolean narrow;
    private final boolean alone;
    private int first = Integer.MAX_VALUE;
    private int last = -1;
    private long offset = -1;

    /**
     * @param narrow whether it is bfloat16
     * @param alone whether no other place may share its memory: it has values that are written once, before the first run
     */
    Place(long[] shape, boolean narrow, boolean alone) {
        this.shape = shape.clone();
        this.narrow = narrow;
        this.alone = alone;
    }

    /** Tells that a step, by its number, writes or reads it. */
    void usedIn(int step) {
        first = Math.min(first, step);
        last = Math.max(last, step);
    }

    long[] shape() {
        return shape.clone();
    }

    long side(int axis) {
        return shape[axis];
    }

    /** In values, in the order of the axes. */
    long[] strides() {
        return new long[] {shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]};
    }

    boolean isNarrow() {
        return narrow;
    }

    long valueBytes() {
        return narrow ? Short.BYTES : Float.BYTES;
    }

    long bytes() {
        return Arrays.stream(shape).reduce(valueBytes(), Math::multiplyExact);
    }

    boolean meets(Place other) {
        return alone || other.alone || first <= other.last && other.first <= last;
    }

    int firstStep() {
        return first;
    }

    long offset() {
        return offset;
    }

    void putAt(long bytes) {
        offset = bytes;
    }
}
