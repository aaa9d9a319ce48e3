package org.egoscope.ingest.internal.vrs;

import java.nio.ByteBuffer;

/**
 * What stands before each record's payload.
 *
 * @param size bytes on disk, header and payload; the next record follows
 * @param typeId kind of stream
 * @param formatVersion of this stream's records of this type
 * @param timestamp seconds on the recording's clock
 * @param instanceId number of the stream among those of its kind
 * @param type one of the constants
 * @param compression one of the constants
 * @param uncompressedSize bytes of the payload, 0 if it is not compressed
 */
record RecordHeader(
        long size, int typeId, int formatVersion, double timestamp, int instanceId, int type, int compression, long uncompressedSize) {
    static final int SIZE = 32;
    static final int STATE = 1;
    static final int CONFIGURATION = 2;
    static final int DATA = 3;

    static final int COMPRESSED_LZ4 = 1;
    static final int COMPRESSED_ZSTD = 2;

    /** Streams of the format itself. */
    static final int INDEX_TYPE = 1;
    static final int DESCRIPTION_TYPE = 2;

    static RecordHeader read(RecordingBytes bytes, long position) {
        ByteBuffer b = bytes.read(position, SIZE);
        return new RecordHeader(
                Integer.toUnsignedLong(b.getInt(0)), b.getInt(8), b.getInt(12), b.getDouble(16), Short.toUnsignedInt(b.getShort(24)),
                b.get(26), b.get(27), Integer.toUnsignedLong(b.getInt(28)));
    }

    boolean isOfFormat() {
        return typeId == INDEX_TYPE || typeId == DESCRIPTION_TYPE;
    }

    StreamId stream() {
        return new StreamId(typeId, instanceId);
    }
}
