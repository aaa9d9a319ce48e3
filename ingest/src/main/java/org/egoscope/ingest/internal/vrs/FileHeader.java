package org.egoscope.ingest.internal.vrs;

import java.nio.ByteBuffer;
import org.egoscope.core.PipelineException;

/**
 * The first 80 bytes of a recording.
 *
 * @param fileHeaderSize bytes, 80 or more
 * @param recordHeaderSize bytes of every record's header, 32 or more
 * @param indexOffset of the index record; 0 if the recording was cut before one was written
 * @param descriptionOffset of the record that describes the streams
 * @param firstRecordOffset of the first record that is neither; 0 if it follows the description or the file header
 */
record FileHeader(int fileHeaderSize, int recordHeaderSize, long indexOffset, long descriptionOffset, long firstRecordOffset) {
    static final int SIZE = 80;
    private static final long MAGIC = 0x65526e6f69736956L; // VisionRe
    private static final int MAGIC_END = 0x64726f63; // cord
    private static final int VERSION_PREFIX = 0x535256; // VRS, then the digit 1, 2 or 3

    /** The sizes that the format's own reader accepts. */
    private static final int LARGEST_FILE_HEADER = 280;
    private static final int LARGEST_RECORD_HEADER = 232;

    static FileHeader read(RecordingBytes bytes) {
        ByteBuffer b = bytes.read(0, (int) Math.min(SIZE, bytes.size()));
        if (b.remaining() < SIZE || b.getLong(0) != MAGIC || b.getInt(72) != MAGIC_END) {
            throw PipelineException.badInput("recording: expected a VRS file header of 80 bytes, got another file: " + bytes.file());
        }
        int version = b.getInt(76);
        int digit = version >>> 24;
        if ((version & 0xffffff) != VERSION_PREFIX || digit < '1' || digit > '3') {
            throw PipelineException.badInput("recording: expected VRS version 1..3, got " + Integer.toHexString(version) + " in " + bytes.file());
        }
        FileHeader header = new FileHeader(b.getInt(16), b.getInt(20), b.getLong(24), b.getLong(32), b.getLong(40));
        header.check(bytes);
        return header;
    }

    private void check(RecordingBytes bytes) {
        require("file header size", fileHeaderSize, SIZE, LARGEST_FILE_HEADER, bytes);
        require("record header size", recordHeaderSize, RecordHeader.SIZE, LARGEST_RECORD_HEADER, bytes);
        require("description offset", descriptionOffset, fileHeaderSize, Long.MAX_VALUE, bytes);
        require("first record offset", firstRecordOffset, 0, Long.MAX_VALUE, bytes);
        require("index offset", indexOffset, 0, Long.MAX_VALUE, bytes);
    }

    private static void require(String name, long value, long least, long most, RecordingBytes bytes) {
        if (value < least || value > most) {
            throw PipelineException.badInput(
                    "recording: expected " + name + " " + least + ".." + most + ", got " + value + " in " + bytes.file());
        }
    }
}
