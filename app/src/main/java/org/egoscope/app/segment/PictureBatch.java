package org.egoscope.app.segment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.egoscope.perception.Picture;

/** Gathers pictures whose pixels are valid for a moment only, to be looked at together. Its buffers are used again. */
final class PictureBatch {
    private final int size;
    private final Consumer<List<SourcePicture>> taker;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final List<SourcePicture> gathered = new ArrayList<>();

    /**
     * @param size pictures that are given to the taker at once; where it is 1 nothing is copied
     * @param taker pictures are valid until it returns
     */
    PictureBatch(int size, Consumer<List<SourcePicture>> taker) {
        this.size = size;
        this.taker = taker;
    }

    void add(SourcePicture one) {
        if (size == 1) {
            taker.accept(List.of(one));
            return;
        }
        gathered.add(new SourcePicture(one.index(), one.file(), new Picture(copy(one.picture().rgb()), one.picture().size())));
        if (gathered.size() == size) {
            finish();
        }
    }

    private ByteBuffer copy(ByteBuffer rgb) {
        int at = gathered.size();
        ByteBuffer source = rgb.duplicate().rewind();
        if (at == buffers.size()) {
            buffers.add(ByteBuffer.allocateDirect(source.remaining()));
        } else if (buffers.get(at).capacity() < source.remaining()) {
            buffers.set(at, ByteBuffer.allocateDirect(source.remaining()));
        }
        return buffers.get(at).clear().put(source).rewind();
    }

    /** Gives what is left. */
    void finish() {
        if (!gathered.isEmpty()) {
            taker.accept(List.copyOf(gathered));
            gathered.clear();
        }
    }
}
