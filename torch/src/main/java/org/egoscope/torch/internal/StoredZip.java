package org.egoscope.torch.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of a zip archive lie, for archives whose entries are stored as they are (PKWARE's application note 6.3.10, sections
 * 4.3 to 4.5). Nothing is ever unpacked, neither to memory nor to disk: a compressed entry may be there but cannot be read. Checked: one
 * root folder, plain relative names, no name twice, no byte that belongs to two entries, local headers that agree with the directory.
 */
public final class StoredZip {
    private static final int END_BYTES = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int END64_BYTES = 56;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int LOCAL_BYTES = 30;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int ZIP64_EXTRA = 1;
    private static final int ENCRYPTED = 1;
    private static final int MAX_COMMENT = 0xffff;
    private static final long FULL_INT = 0xffffffffL;
    private static final int FULL_SHORT = 0xffff;
    private static final long MAX_DIRECTORY_BYTES = 64L << 20;
    private static final int MAX_ENTRIES = 200_000;

    private final FileChannel channel;
    private final String root;
    private final Map<String, Entry> entries;

    /**
     * One entry.
     *
     * @param name without the archive's root folder
     * @param start of its bytes in the file
     * @param size in bytes as stored
     * @param stored whether the stored bytes are the content, neither compressed nor encrypted
     */
    public record Entry(String name, long start, long size, boolean stored, int crc) {}

    /** From the directory; {@code header} is where the local header lies. */
    private record Listed(String name, long header, long size, boolean stored, int crc) {}

    private record Directory(long start, long bytes, long count, long end) {}

    private StoredZip(FileChannel channel, String root, Map<String, Entry> entries) {
        this.channel = channel;
        this.root = root;
        this.entries = Collections.unmodifiableMap(entries);
    }

    /** @throws PipelineException with {@link ErrorKind#MODEL} if the archive breaks the format */
    public static StoredZip read(FileChannel channel) throws IOException {
        Directory directory = directory(channel);
        List<Listed> listed = listed(channel, directory);
        String root = root(listed);
        Map<String, Entry> entries = new TreeMap<>();
        listed.sort(Comparator.comparingLong(Listed::header));
        long free = 0;
        for (Listed item : listed) {
            if (item.header() < free) {
                throw broken("'" + item.name() + "' to start at byte " + free + " or after (no overlap)", "at " + item.header());
            }
            Entry entry = located(channel, item, root);
            free = entry.start() + entry.size();
            if (free > directory.start()) {
                throw broken("'" + item.name() + "' to end before the directory at byte " + directory.start(), "at " + free);
            }
            if (entries.put(entry.name(), entry) != null) {
                throw broken("one entry '" + item.name() + "'", "two");
            }
        }
        return new StoredZip(channel, root, entries);
    }

    private static Directory directory(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < END_BYTES) {
            throw broken("at least " + END_BYTES + " bytes", size + " bytes");
        }
        int tailBytes = (int) Math.min(size, END_BYTES + MAX_COMMENT);
        ByteBuffer tail = bytesAt(channel, size - tailBytes, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            boolean fits = (tail.getShort(at + 20) & FULL_SHORT) == tailBytes - at - END_BYTES;
            if (tail.getInt(at) == END_SIGNATURE && fits) {
                return directory(channel, tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN), size - tailBytes + at);
            }
        }
        throw broken("an end-of-directory record (is the file cut off?)", "none");
    }

    private static Directory directory(FileChannel channel, ByteBuffer end, long endAt) throws IOException {
        long count = end.getShort(10) & FULL_SHORT;
        long bytes = end.getInt(12) & FULL_INT;
        long start = end.getInt(16) & FULL_INT;
        boolean onOneDisk = end.getShort(4) == 0 && end.getShort(6) == 0 || end.getShort(4) == -1 && end.getShort(6) == -1;
        if (!onOneDisk || end.getShort(8) != end.getShort(10)) {
            throw broken("an archive on one disk", "several");
        }
        ByteBuffer wide = end64(channel, endAt);
        long limit = endAt;
        if (wide != null) {
            limit = endAt - LOCATOR_BYTES - END64_BYTES;
            count = agreed("entries", count, FULL_SHORT, wide.getLong(32));
            bytes = agreed("directory size", bytes, FULL_INT, wide.getLong(40));
            start = agreed("directory start", start, FULL_INT, wide.getLong(48));
        }
        if (count < 0 || count > MAX_ENTRIES || bytes < 0 || bytes > MAX_DIRECTORY_BYTES) {
            throw broken("at most " + MAX_ENTRIES + " entries listed in " + MAX_DIRECTORY_BYTES + " bytes", count + " in " + bytes);
        }
        if (start < 0 || start > limit || bytes > limit - start || count * CENTRAL_BYTES > bytes) {
            throw broken("a directory of " + count + " entries that ends by byte " + limit, bytes + " bytes at " + start);
        }
        return new Directory(start, bytes, count, limit);
    }

    /** The record for large archives, which stands before its locator, which stands before the plain one; absent in small archives. */
    private static @Nullable ByteBuffer end64(FileChannel channel, long endAt) throws IOException {
        if (endAt < LOCATOR_BYTES + END64_BYTES) {
            return null;
        }
        ByteBuffer locator = bytesAt(channel, endAt - LOCATOR_BYTES, LOCATOR_BYTES);
        if (locator.getInt(0) != LOCATOR_SIGNATURE) {
            return null;
        }
        long expected = endAt - LOCATOR_BYTES - END64_BYTES;
        if (locator.getLong(8) != expected) {
            throw broken("the zip64 record at byte " + expected, "at " + locator.getLong(8));
        }
        ByteBuffer wide = bytesAt(channel, expected, END64_BYTES);
        if (wide.getInt(0) != END64_SIGNATURE || wide.getLong(24) != wide.getLong(32)) {
            throw broken("a zip64 record of one disk at byte " + expected, "something else");
        }
        return wide;
    }

    private static long agreed(String what, long narrow, long full, long wide) {
        if (narrow != full && narrow != wide) {
            throw broken("the same " + what + " in both end records", narrow + " and " + wide);
        }
        return wide;
    }

    private static List<Listed> listed(FileChannel channel, Directory directory) throws IOException {
        ByteBuffer bytes = bytesAt(channel, directory.start(), (int) directory.bytes());
        List<Listed> listed = new ArrayList<>();
        for (long i = 0; i < directory.count(); i++) {
            if (bytes.remaining() < CENTRAL_BYTES || bytes.getInt(bytes.position()) != CENTRAL_SIGNATURE) {
                throw broken("entry " + i + " of the directory", bytes.remaining() + " other bytes");
            }
            int nameBytes = bytes.getShort(bytes.position() + 28) & FULL_SHORT;
            int extraBytes = bytes.getShort(bytes.position() + 30) & FULL_SHORT;
            int commentBytes = bytes.getShort(bytes.position() + 32) & FULL_SHORT;
            int whole = CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
            if (whole > bytes.remaining()) {
                throw broken("entry " + i + " of " + whole + " bytes in the directory", bytes.remaining() + " bytes left");
            }
            listed.add(listed(bytes.slice(bytes.position(), whole).order(ByteOrder.LITTLE_ENDIAN), nameBytes, extraBytes));
            bytes.position(bytes.position() + whole);
        }
        return listed;
    }

    private static Listed listed(ByteBuffer record, int nameBytes, int extraBytes) {
        byte[] name = new byte[nameBytes];
        record.get(CENTRAL_BYTES, name);
        String text = plain(new String(name, StandardCharsets.UTF_8));
        ByteBuffer extra = record.slice(CENTRAL_BYTES + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN);
        // In this order and only those that do not fit 32 bits.
        long[] sizes = {record.getInt(24) & FULL_INT, record.getInt(20) & FULL_INT, record.getInt(42) & FULL_INT};
        widen(text, sizes, extra);
        boolean stored = record.getShort(10) == 0 && (record.getShort(8) & ENCRYPTED) == 0;
        if (sizes[0] < 0 || sizes[1] < 0 || sizes[2] < 0 || stored && sizes[0] != sizes[1]) {
            throw broken("sizes of '" + text + "' that agree", sizes[0] + " and " + sizes[1] + " bytes at " + sizes[2]);
        }
        return new Listed(text, sizes[2], sizes[1], stored, record.getInt(16));
    }

    private static void widen(String name, long[] sizes, ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & FULL_SHORT;
            int bytes = extra.getShort() & FULL_SHORT;
            if (bytes > extra.remaining()) {
                break;
            }
            ByteBuffer field = extra.slice(extra.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; id == ZIP64_EXTRA && i < sizes.length; i++) {
                if (sizes[i] == FULL_INT && field.remaining() >= Long.BYTES) {
                    sizes[i] = field.getLong();
                }
            }
            extra.position(extra.position() + bytes);
        }
        for (long size : sizes) {
            if (size == FULL_INT) {
                throw broken("the zip64 sizes of '" + name + "'", "none");
            }
        }
    }

    private static String plain(String name) {
        boolean odd = name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf(':') >= 0
                || name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == 0xfffd);
        for (String part : name.split("/", -1)) {
            odd |= part.equals("..") || part.equals(".");
        }
        if (odd) {
            throw broken("a plain relative name", "'" + PickleMachine.printable(name) + "'");
        }
        return name;
    }

    private static String root(List<Listed> listed) {
        if (listed.isEmpty()) {
            throw broken("entries", "none");
        }
        String first = listed.get(0).name();
        int slash = first.indexOf('/');
        if (slash <= 0) {
            throw broken("all entries in one folder", "'" + first + "'");
        }
        String root = first.substring(0, slash + 1);
        for (Listed item : listed) {
            if (!item.name().startsWith(root)) {
                throw broken("all entries in the folder '" + root + "'", "'" + item.name() + "'");
            }
        }
        return root;
    }

    private static Entry located(FileChannel channel, Listed item, String root) throws IOException {
        ByteBuffer local = bytesAt(channel, item.header(), LOCAL_BYTES);
        int nameBytes = local.getShort(26) & FULL_SHORT;
        int extraBytes = local.getShort(28) & FULL_SHORT;
        byte[] name = item.name().getBytes(StandardCharsets.UTF_8);
        boolean same = local.getInt(0) == LOCAL_SIGNATURE && nameBytes == name.length
                && bytesAt(channel, item.header() + LOCAL_BYTES, nameBytes).equals(ByteBuffer.wrap(name));
        if (!same) {
            throw broken("the header of '" + item.name() + "' at byte " + item.header(), "something else");
        }
        long start = item.header() + LOCAL_BYTES + nameBytes + extraBytes;
        if (item.size() > channel.size() - start) {
            throw broken(item.size() + " bytes of '" + item.name() + "'", Math.max(0, channel.size() - start) + " bytes in the file");
        }
        return new Entry(item.name().substring(root.length()), start, item.size(), item.stored(), item.crc());
    }

    static ByteBuffer bytesAt(FileChannel channel, long position, int count) throws IOException {
        if (position < 0 || position > channel.size() - count) {
            throw broken(count + " bytes at byte " + position, "a file of " + channel.size() + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw broken(count + " bytes at byte " + position, bytes.position() + " bytes");
            }
        }
        return bytes.flip();
    }

    /** By name without the root folder. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /** The folder that holds all entries, with a slash at its end. */
    public String root() {
        return root;
    }

    /** An entry that is there and stored as it is. */
    public Entry stored(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw broken("an entry '" + name + "'", "none");
        }
        if (!entry.stored()) {
            throw broken("'" + name + "' stored as it is", "compressed or encrypted");
        }
        return entry;
    }

    /** The bytes of a small entry, compared with their check sum. */
    public ByteBuffer content(String name, long limit) throws IOException {
        Entry entry = stored(name);
        if (entry.size() > limit) {
            throw broken("'" + name + "' of at most " + limit + " bytes", entry.size() + " bytes");
        }
        ByteBuffer bytes = bytesAt(channel, entry.start(), (int) entry.size());
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate());
        if ((int) crc.getValue() != entry.crc()) {
            throw broken(String.format("'%s' with check sum %08x", name, entry.crc()), String.format("%08x", crc.getValue()));
        }
        return bytes;
    }

    private static PipelineException broken(String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "checkpoint archive: expected " + expected + ", got " + got);
    }
}
