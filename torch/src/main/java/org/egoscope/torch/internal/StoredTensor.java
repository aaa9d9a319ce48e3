package org.egoscope.torch.internal;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.egoscope.torch.internal.PickleValues.Broken;
import org.egoscope.torch.internal.PickleValues.Storage;

/** A tensor as a view of a storage: value at index i lies at {@code offset + sum i strides}, in elements; all of them lie within. */
public final class StoredTensor {
    static final int MAX_RANK = 16;

    private final Storage storage;
    private final long offset;
    private final long[] shape;
    private final long[] strides;

    private StoredTensor(Storage storage, long offset, long[] shape, long[] strides) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
    }

    static StoredTensor of(Storage storage, long offset, long[] shape, long[] strides, Broken broken) {
        if (shape.length != strides.length) {
            throw broken.apply("as many strides as sides", strides.length + " for " + shape.length);
        }
        try {
            long count = 1;
            long last = offset;
            for (int axis = 0; axis < shape.length; axis++) {
                if (shape[axis] < 0 || strides[axis] < 0) {
                    throw broken.apply("sides and strides >= 0", Arrays.toString(shape) + " and " + Arrays.toString(strides));
                }
                count = Math.multiplyExact(count, shape[axis]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[axis] - 1), strides[axis]));
            }
            // More values than the storage has would be one value many times, with which a small file could fill the memory.
            if (offset < 0 || count > storage.count() || count > 0 && last >= storage.count()) {
                throw broken.apply(
                        "a view within " + storage.count() + " elements",
                        Arrays.toString(shape) + " with strides " + Arrays.toString(strides) + " at " + offset);
            }
        } catch (ArithmeticException e) {
            throw broken.apply("a view within " + storage.count() + " elements", "sides " + Arrays.toString(shape));
        }
        return new StoredTensor(storage, offset, shape, strides);
    }

    public Storage storage() {
        return storage;
    }

    public long offset() {
        return offset;
    }

    public long[] shape() {
        return shape.clone();
    }

    public long count() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** Whether the values lie one after the other, the last axis innermost. */
    public boolean contiguous() {
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides[axis] != stride) {
                return count() == 0;
            }
            stride *= shape[axis];
        }
        return true;
    }

    /** Elements from the offset to the last value, with those in between. */
    public long span() {
        long span = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            span += Math.max(0, shape[axis] - 1) * strides[axis];
        }
        return count() == 0 ? 0 : span;
    }

    /** Gives the place after the offset of every value, in the order of the indices, the last axis innermost. */
    public void walk(LongConsumer places) {
        long[] index = new long[shape.length];
        long place = 0;
        for (long left = count(); left > 0; left--) {
            places.accept(place);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                place += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                place -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
