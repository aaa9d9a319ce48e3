package org.egoscope.torch.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.internal.PickleValues.Storage;

/**
 * A checkpoint of PyTorch: what its pickle says, and where in the file its storages lie. Two containers: the zip archive that
 * {@code torch.save} writes since 1.6 ({@code data.pkl} beside {@code data/0}, {@code data/1} ...), which is also TorchScript's, and the
 * one before it (a row of pickles, then the storages, each behind its count).
 */
public final class CheckpointArchive {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** A pickle of the number 0x1950a86a20f9469cfc6c and one of the version 1001. */
    private static final byte[] LEGACY = {
        (byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19, '.'
    };

    private static final byte[] LEGACY_VERSION = {(byte) 0x80, 2, 'M', (byte) 0xe9, 3, '.'};
    private static final int MAX_SMALL_ENTRY = 64;

    private final Object value;
    private final Map<String, Place> places;
    private final ByteOrder order;

    private record Place(long start, long bytes) {}

    private CheckpointArchive(Object value, Map<String, Place> places, ByteOrder order) {
        this.value = value;
        this.places = places;
        this.order = order;
    }

    /** Whether a file that starts so is a checkpoint. */
    public static boolean isOne(byte[] start) {
        return startsWith(start, ZIP) || startsWith(start, LEGACY);
    }

    private static boolean startsWith(byte[] bytes, byte[] expected) {
        return bytes.length >= expected.length && ByteBuffer.wrap(bytes, 0, expected.length).equals(ByteBuffer.wrap(expected));
    }

    /**
     * Reads everything but the storages.
     *
     * @param part {@code data}; TorchScript has other values in {@code constants}
     */
    public static CheckpointArchive read(FileChannel channel, String part) throws IOException {
        byte[] start = StoredZip.bytesAt(channel, 0, (int) Math.min(LEGACY.length, channel.size())).array();
        if (startsWith(start, ZIP)) {
            return zip(StoredZip.read(channel), part);
        }
        if (startsWith(start, LEGACY)) {
            return legacy(channel);
        }
        throw broken("a checkpoint of PyTorch", "other bytes at the start");
    }

    private static CheckpointArchive zip(StoredZip zip, String part) throws IOException {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        if (zip.entries().containsKey("byteorder")) {
            String word = StandardCharsets.US_ASCII.decode(zip.content("byteorder", MAX_SMALL_ENTRY)).toString();
            if (!word.equals("little") && !word.equals("big")) {
                throw broken("byte order 'little' or 'big'", "'" + PickleMachine.printable(word) + "'");
            }
            order = word.equals("big") ? ByteOrder.BIG_ENDIAN : order;
        }
        ByteBuffer pickle = zip.content(part + ".pkl", PickleMachine.MAX_BYTES);
        Object value = new PickleMachine(pickle).read();
        if (pickle.hasRemaining()) {
            throw broken("one pickle in " + part + ".pkl", pickle.remaining() + " bytes behind it");
        }
        Map<String, Place> places = new HashMap<>();
        String folder = part + "/";
        zip.entries().forEach((name, entry) -> {
            if (name.startsWith(folder) && entry.stored()) {
                places.put(name.substring(folder.length()), new Place(entry.start(), entry.size()));
            }
        });
        return new CheckpointArchive(value, places, order);
    }

    private static CheckpointArchive legacy(FileChannel channel) throws IOException {
        ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, Math.min(channel.size(), PickleMachine.MAX_BYTES));
        byte[] version = new byte[LEGACY_VERSION.length];
        if (bytes.limit() < LEGACY.length + version.length) {
            throw broken("at least " + (LEGACY.length + version.length) + " bytes", bytes.limit() + " bytes");
        }
        bytes.position(LEGACY.length).get(version);
        if (!startsWith(version, LEGACY_VERSION)) {
            throw broken("version 1001 of the container before PyTorch 1.6", "another");
        }
        PickleMachine machine = new PickleMachine(bytes);
        if (!(machine.read() instanceof Map<?, ?> system) || !Boolean.TRUE.equals(system.get("little_endian"))) {
            throw broken("a checkpoint that was written little-endian", "another");
        }
        Object value = machine.read();
        Map<String, Storage> storages = machine.storages();
        if (!(machine.read() instanceof List<?> keys)) {
            throw broken("a list of storages", "something else");
        }
        return new CheckpointArchive(value, legacyPlaces(channel, bytes.position(), keys, storages), ByteOrder.LITTLE_ENDIAN);
    }

    private static Map<String, Place> legacyPlaces(FileChannel channel, long from, List<?> keys, Map<String, Storage> storages)
            throws IOException {
        Map<String, Place> places = new HashMap<>();
        long position = from;
        for (Object key : keys) {
            Storage storage = key instanceof String text ? storages.get(text) : null;
            if (storage == null || places.containsKey(storage.key())) {
                throw broken("the key of a storage that the checkpoint uses, once", PickleValues.kind(key));
            }
            long count = StoredZip.bytesAt(channel, position, Long.BYTES).getLong();
            long bytes = storage.count() * storage.type().bytes();
            if (count != storage.count() || bytes > channel.size() - position - Long.BYTES) {
                throw broken(storage.count() + " elements of storage '" + PickleMachine.printable(storage.key()) + "'", String.valueOf(count));
            }
            places.put(storage.key(), new Place(position + Long.BYTES, bytes));
            position += Long.BYTES + bytes;
        }
        return places;
    }

    /** See {@link PickleMachine}. */
    public Object value() {
        return value;
    }

    /** Of the storages. */
    public ByteOrder order() {
        return order;
    }

    /**
     * Where in the file a tensor's first value lies.
     *
     * @throws PipelineException if its storage is not in the file or of another size
     */
    public long start(StoredTensor tensor) {
        Storage storage = tensor.storage();
        long expected = storage.count() * storage.type().bytes();
        Place place = places.get(storage.key());
        if (place == null || place.bytes() != expected) {
            throw broken(
                    expected + " bytes of storage '" + PickleMachine.printable(storage.key()) + "'",
                    place == null ? "none" : place.bytes() + " bytes");
        }
        return place.start() + tensor.offset() * storage.type().bytes();
    }

    private static PipelineException broken(String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "checkpoint: expected " + expected + ", got " + got);
    }
}
