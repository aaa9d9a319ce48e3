package org.egoscope.ingest.internal.vrs;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/** Payloads of records, unpacked. The whole payload is one LZ4 frame or one zstd frame, or plain. */
final class Payload {
    /** Larger than any picture; a damaged size must not claim the heap. */
    static final long LARGEST = 512L << 20;

    private Payload() {}

    /** A little-endian buffer with the payload of the record at {@code position}. */
    static ByteBuffer read(RecordingBytes bytes, FileHeader file, long position) {
        RecordHeader header = RecordHeader.read(bytes, position);
        long packed = header.size() - file.recordHeaderSize();
        if (packed < 0 || packed > LARGEST || header.uncompressedSize() > LARGEST) {
            throw PipelineException.badInput("record at " + position + ": expected a payload of 0.." + LARGEST + " bytes, got "
                    + Math.max(packed, header.uncompressedSize()) + " in " + bytes.file());
        }
        ByteBuffer payload = bytes.read(position + file.recordHeaderSize(), (int) packed);
        if (header.compression() == 0) {
            return payload;
        }
        byte[] plain = unpack(header.compression(), payload, (int) header.uncompressedSize(), "record at " + position + " of " + bytes.file());
        return ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Unpacks exactly {@code size} bytes from the buffer's position on. */
    static byte[] unpack(int compression, ByteBuffer packed, int size, String where) {
        try {
            return switch (compression) {
                case RecordHeader.COMPRESSED_LZ4 -> Lz4Frame.unpack(packed, size);
                case RecordHeader.COMPRESSED_ZSTD -> unpackZstd(packed, size);
                default -> throw PipelineException.badInput("expected compression 0 (none), 1 (LZ4) or 2 (zstd), got " + compression);
            };
        } catch (PipelineException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, where + ": " + e.getMessage(), e);
        }
    }

    private static byte[] unpackZstd(ByteBuffer packed, int size) {
        ByteArrayInputStream in =
                new ByteArrayInputStream(packed.array(), packed.arrayOffset() + packed.position(), packed.remaining());
        try (ZstdInputStream plain = new ZstdInputStream(in)) {
            byte[] bytes = plain.readNBytes(size);
            if (bytes.length < size) {
                throw PipelineException.badInput("zstd frame: expected " + size + " bytes, got " + bytes.length);
            }
            return bytes;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "zstd frame: expected " + size + " bytes, got damaged data", e);
        }
    }
}
