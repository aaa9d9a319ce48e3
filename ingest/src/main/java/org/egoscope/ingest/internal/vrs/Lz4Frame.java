package org.egoscope.ingest.internal.vrs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.egoscope.core.PipelineException;

/**
 * Unpacks one LZ4 frame into an array of known size. Blocks may refer to earlier ones, which VRS writes and the usual Java library
 * refuses. Written from the published frame and block formats. Checksums are passed over.
 */
final class Lz4Frame {
    private static final int MAGIC = 0x184D2204;
    private static final int VERSION_MASK = 0xC0;
    private static final int VERSION = 0x40;
    private static final int BLOCK_CHECKSUM = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int DICTIONARY = 0x01;
    private static final int CHECKSUM_BYTES = 4;

    /** A length of 15 in a token is followed by bytes to add, up to one that is not 255. */
    private static final int LONG_LENGTH = 15;

    private static final int SHORTEST_MATCH = 4;

    private final ByteBuffer in;
    private final byte[] out;
    private int written;

    private Lz4Frame(ByteBuffer in, int size) {
        this.in = in;
        out = new byte[size];
    }

    /**
     * @param packed from its position on
     * @throws PipelineException with kind BAD_INPUT if the frame does not give exactly {@code size} bytes
     */
    static byte[] unpack(ByteBuffer packed, int size) {
        Lz4Frame frame = new Lz4Frame(packed.slice().order(ByteOrder.LITTLE_ENDIAN), size);
        try {
            frame.run();
        } catch (java.nio.BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw PipelineException.badInput("LZ4 frame: expected " + size + " bytes, got a damaged block after " + frame.written);
        }
        if (frame.written != size) {
            throw PipelineException.badInput("LZ4 frame: expected " + size + " bytes, got " + frame.written);
        }
        return frame.out;
    }

    private void run() {
        int magic = in.getInt();
        int flags = in.get();
        in.get();
        if (magic != MAGIC || (flags & VERSION_MASK) != VERSION || (flags & DICTIONARY) != 0) {
            throw PipelineException.badInput("LZ4 frame: expected version 1 without a dictionary, got another header");
        }
        skip((flags & CONTENT_SIZE) != 0 ? 8 : 0);
        skip(1);
        int size = in.getInt();
        while (size != 0) {
            int length = size & Integer.MAX_VALUE;
            if (size < 0) {
                in.get(out, written, length);
                written += length;
            } else {
                block(in.position() + length);
            }
            skip((flags & BLOCK_CHECKSUM) != 0 ? CHECKSUM_BYTES : 0);
            size = in.getInt();
        }
    }

    private void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    /** Literals, then a copy of earlier output, in turn; the last has no copy. */
    private void block(int end) {
        while (in.position() < end) {
            int token = in.get() & 255;
            int literals = length(token >>> 4);
            in.get(out, written, literals);
            written += literals;
            if (in.position() >= end) {
                return;
            }
            int distance = Short.toUnsignedInt(in.getShort());
            int count = length(token & 15) + SHORTEST_MATCH;
            if (distance == 0 || distance > written) {
                throw new IndexOutOfBoundsException();
            }
            copy(written - distance, count);
        }
    }

    private int length(int inToken) {
        int length = inToken;
        int more = inToken == LONG_LENGTH ? 255 : 0;
        while (more == 255) {
            more = in.get() & 255;
            length = Math.addExact(length, more);
        }
        return length;
    }

    /** The copy may reach into what it writes: then it repeats. */
    private void copy(int from, int count) {
        if (written - from >= count) {
            System.arraycopy(out, from, out, written, count);
        } else {
            for (int i = 0; i < count; i++) {
                out[written + i] = out[from + i];
            }
        }
        written += count;
    }
}
