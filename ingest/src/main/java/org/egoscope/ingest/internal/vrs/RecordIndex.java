package org.egoscope.ingest.internal.vrs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.PipelineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the records are, in file order. Taken from the index record, or by walking from header to header where there is none (a
 * recording that was cut) or it does not agree with the file.
 *
 * @param damage what is missing or wrong at the end of the file; empty if nothing
 */
record RecordIndex(List<Entry> entries, Optional<String> damage) {
    private static final Logger LOG = LoggerFactory.getLogger(RecordIndex.class);
    private static final int CLASSIC_VERSION = 2;
    private static final int STREAM_BYTES = 6;
    private static final int ENTRY_BYTES = 19;

    /** The format's own limit. */
    private static final long MOST_RECORDS = 500_000_000;

    /**
     * @param position of the record's header
     * @param timestamp seconds
     */
    record Entry(long position, StreamId stream, int type, double timestamp) {}

    static RecordIndex read(RecordingBytes bytes, FileHeader file) {
        if (file.indexOffset() > 0) {
            try {
                Optional<RecordIndex> index = fromIndexRecord(bytes, file);
                if (index.isPresent()) {
                    return index.get();
                }
            } catch (PipelineException e) {
                LOG.info("{}: the index cannot be used, walking the records: {}", bytes.file(), e.getMessage());
            }
        }
        return byWalking(bytes, file);
    }

    private static long firstRecord(RecordingBytes bytes, FileHeader file) {
        if (file.firstRecordOffset() > 0) {
            return file.firstRecordOffset();
        }
        boolean descriptionFirst = file.descriptionOffset() == file.fileHeaderSize();
        return descriptionFirst
                ? file.descriptionOffset() + RecordHeader.read(bytes, file.descriptionOffset()).size()
                : file.fileHeaderSize();
    }

    /** Empty if the index is of another kind or does not agree with the record headers that it points to. */
    private static Optional<RecordIndex> fromIndexRecord(RecordingBytes bytes, FileHeader file) {
        RecordHeader header = RecordHeader.read(bytes, file.indexOffset());
        if (header.typeId() != RecordHeader.INDEX_TYPE || header.formatVersion() != CLASSIC_VERSION) {
            return Optional.empty();
        }
        ByteBuffer index = entriesOf(bytes, file, header);
        List<Entry> entries = new ArrayList<>(index.remaining() / ENTRY_BYTES);
        long position = firstRecord(bytes, file);
        Optional<String> damage = Optional.empty();
        while (index.hasRemaining()) {
            double timestamp = index.getDouble();
            long size = Integer.toUnsignedLong(index.getInt());
            int type = index.get();
            StreamId stream = new StreamId(index.getInt(), Short.toUnsignedInt(index.getShort()));
            if (size < file.recordHeaderSize() || position + size > bytes.size()) {
                damage = Optional.of("expected " + size + " bytes for the record at " + position + ", got the end of the file at " + bytes.size());
                break;
            }
            entries.add(new Entry(position, stream, type, timestamp));
            position += size;
        }
        return agrees(bytes, entries) ? Optional.of(new RecordIndex(List.copyOf(entries), damage)) : Optional.empty();
    }

    private static ByteBuffer entriesOf(RecordingBytes bytes, FileHeader file, RecordHeader header) {
        long start = file.indexOffset() + file.recordHeaderSize();
        long streams = Integer.toUnsignedLong(bytes.read(start, 4).getInt());
        long countAt = start + 4 + STREAM_BYTES * streams;
        long count = Integer.toUnsignedLong(bytes.read(countAt, 4).getInt());
        long plain = count * ENTRY_BYTES;
        long packed = file.indexOffset() + header.size() - countAt - 4;
        if (count > MOST_RECORDS || plain > Payload.LARGEST || packed < 0 || packed > Payload.LARGEST) {
            throw PipelineException.badInput("index: expected 0.." + Payload.LARGEST + " bytes, got " + count + " records in " + packed + " bytes");
        }
        ByteBuffer rest = bytes.read(countAt + 4, (int) packed);
        if (header.compression() == 0) {
            if (plain > packed) {
                throw PipelineException.badInput("index: expected " + plain + " bytes, got " + packed);
            }
            return rest.limit((int) plain);
        }
        byte[] unpacked = Payload.unpack(header.compression(), rest, (int) plain, "index of " + bytes.file());
        return ByteBuffer.wrap(unpacked).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Offsets are sums of sizes, so an error anywhere shows in the last record. */
    private static boolean agrees(RecordingBytes bytes, List<Entry> entries) {
        if (entries.isEmpty()) {
            return true;
        }
        Entry last = entries.get(entries.size() - 1);
        RecordHeader header = RecordHeader.read(bytes, last.position());
        return header.stream().equals(last.stream()) && header.timestamp() == last.timestamp() && header.type() == last.type();
    }

    private static RecordIndex byWalking(RecordingBytes bytes, FileHeader file) {
        List<Entry> entries = new ArrayList<>();
        long position = firstRecord(bytes, file);
        while (position < bytes.size()) {
            if (position + file.recordHeaderSize() > bytes.size()) {
                return cut(entries, "expected a record header of " + file.recordHeaderSize() + " bytes at " + position, bytes);
            }
            RecordHeader header = RecordHeader.read(bytes, position);
            if (header.size() < file.recordHeaderSize()) {
                return cut(entries, "expected a record of at least " + file.recordHeaderSize() + " bytes at " + position + ", got " + header.size(), bytes);
            }
            if (position + header.size() > bytes.size()) {
                return cut(entries, "expected " + header.size() + " bytes for the record at " + position, bytes);
            }
            if (!header.isOfFormat()) {
                entries.add(new Entry(position, header.stream(), header.type(), header.timestamp()));
            }
            position += header.size();
        }
        return new RecordIndex(List.copyOf(entries), Optional.empty());
    }

    private static RecordIndex cut(List<Entry> entries, String what, RecordingBytes bytes) {
        return new RecordIndex(List.copyOf(entries), Optional.of(what + "; the file ends at " + bytes.size()));
    }
}
