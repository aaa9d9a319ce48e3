package org.egoscope.torch.internal;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.PointerConsumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.egoscope.torch.FloatTensor;

/**
 * Buffers of Java, such as mapped files, that libtorch uses where they are. A buffer is held until the last native tensor that uses it is
 * gone, views of it included, and what is mapped for reading only is never written: the operating system would end the process.
 */
final class SharedMemory {
    private static final ConcurrentSkipListMap<Long, Block> BLOCKS = new ConcurrentSkipListMap<>();
    private static final PointerConsumer RELEASE = release();

    /** One buffer in use, so many times. */
    private record Block(FloatBuffer buffer, int uses) {
        Block usedMore(int more) {
            return new Block(buffer, uses + more);
        }

        long bytes() {
            return (long) buffer.capacity() * Float.BYTES;
        }
    }

    private static final class Release extends PointerConsumer {
        @Override
        public void call(Pointer data) {
            BLOCKS.computeIfPresent(data.address(), (address, block) -> block.uses() == 1 ? null : block.usedMore(-1));
        }
    }

    private SharedMemory() {}

    private static PointerConsumer release() {
        Loader.load(torch.class);
        Release release = new Release();
        // It must outlive the scope in which it happens to be made.
        release.retainReference();
        return release;
    }

    /** Whether libtorch's kernels can read this buffer: whole floats. */
    static boolean fits(FloatTensor values) {
        return values.count() > 0 && new FloatPointer(values.data()).address() % Float.BYTES == 0;
    }

    static Tensor tensor(FloatTensor values) {
        FloatBuffer buffer = values.data();
        FloatPointer pointer = new FloatPointer(buffer);
        BLOCKS.merge(pointer.address(), new Block(buffer, 1), (block, same) -> widest(block, buffer).usedMore(1));
        return torch.from_blob(pointer, values.shape(), RELEASE);
    }

    private static Block widest(Block block, FloatBuffer buffer) {
        return block.buffer().capacity() >= buffer.capacity() ? block : new Block(buffer, block.uses());
    }

    /** Blocks that libtorch uses now. */
    static int blocks() {
        return BLOCKS.size();
    }

    /** Refuses to write into a file that is mapped for reading. */
    static void requireWritable(Tensor tensor) {
        if (BLOCKS.isEmpty()) {
            return;
        }
        try (PointerScope scope = new PointerScope()) {
            long address = tensor.data_ptr().address();
            Map.Entry<Long, Block> block = BLOCKS.floorEntry(address);
            if (block != null && address < block.getKey() + block.getValue().bytes() && block.getValue().buffer().isReadOnly()) {
                throw new IllegalStateException("tensor: expected one that may be changed in place, got weights in a mapped file");
            }
        }
    }
}
