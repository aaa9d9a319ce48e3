package org.egoscope.torch.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Native things that end together, in reverse order of their making. */
final class NativeHandles implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    private final Deque<Runnable> ends = new ArrayDeque<>();

    <T> T own(T handle, Runnable end) {
        ends.push(end);
        return handle;
    }

    /** Keeps a pointer beyond the scope that it was made in. */
    <T extends Pointer> T keep(T pointer) {
        pointer.retainReference();
        return own(pointer, pointer::close);
    }

    /** Zeros, on a border of 64 bytes. */
    Pointer allocate(long bytes) {
        BytePointer block = keep(new BytePointer(bytes + ALIGNMENT));
        Pointer.memset(block, 0, bytes + ALIGNMENT);
        return new BytePointer(block).position((ALIGNMENT - block.address() % ALIGNMENT) % ALIGNMENT);
    }

    @Override
    public void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
