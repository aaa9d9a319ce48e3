package org.egoscope.stream.internal;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * State of one session at one stage, as it lies in a compacted topic.
 *
 * <p>Layout, big-endian: byte format (1), long next sequence, int number of parts, int length of the whole snapshot, then the first
 * bytes of the snapshot, under the key {@code session}. A longer snapshot goes on in records that hold its bytes alone, under the
 * keys {@code session/1}, {@code session/2}, ... ('/' is in no session's name). All records of a state are written in one
 * transaction, and the parts that a shorter state no longer has are deleted in it, so the newest of each key belong together.
 *
 * @param nextSequence first sequence number that is not yet in the snapshot
 * @param snapshot of the stage, empty if it has no memory
 */
public record SessionState(long nextSequence, byte[] snapshot) {
    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + Long.BYTES + Integer.BYTES + Integer.BYTES;

    /**
     * Where a stage's states go.
     *
     * @param partition that of the input, or null to let the session's name decide
     */
    public record Place(String topic, @Nullable Integer partition) {
        private ProducerRecord<byte[], byte[]> record(SessionId session, int part, byte @Nullable [] value) {
            String key = part == 0 ? session.value() : session.value() + "/" + part;
            return new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value);
        }
    }

    /** Number of records that {@link #records} makes for a state. */
    public int parts() {
        return 1 + (Math.max(0, snapshot.length - (Clients.MAX_PART_BYTES - HEADER_BYTES)) + Clients.MAX_PART_BYTES - 1)
                / Clients.MAX_PART_BYTES;
    }

    /** @param earlierParts how many records the session's state had before */
    public List<ProducerRecord<byte[], byte[]>> records(Place place, SessionId session, int earlierParts) {
        int parts = parts();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(parts);
        int first = Math.min(snapshot.length, Clients.MAX_PART_BYTES - HEADER_BYTES);
        byte[] head = ByteBuffer.allocate(HEADER_BYTES + first)
                .put(FORMAT)
                .putLong(nextSequence)
                .putInt(parts)
                .putInt(snapshot.length)
                .put(snapshot, 0, first)
                .array();
        records.add(place.record(session, 0, head));
        for (int part = 1, at = first; part < parts; part++, at += Clients.MAX_PART_BYTES) {
            int end = Math.min(snapshot.length, at + Clients.MAX_PART_BYTES);
            records.add(place.record(session, part, Arrays.copyOfRange(snapshot, at, end)));
        }
        records.addAll(deletions(place, session, parts, earlierParts));
        return records;
    }

    /** Deletes a session's state altogether. */
    public static List<ProducerRecord<byte[], byte[]>> tombstones(Place place, SessionId session, int earlierParts) {
        return deletions(place, session, 0, earlierParts);
    }

    private static List<ProducerRecord<byte[], byte[]>> deletions(Place place, SessionId session, int from, int to) {
        List<ProducerRecord<byte[], byte[]>> deletions = new ArrayList<>();
        for (int part = from; part < to; part++) {
            deletions.add(place.record(session, part, null));
        }
        return deletions;
    }

    /** The sessions that have a state, by the keys of a partition. */
    public static List<SessionId> sessionsIn(Map<String, byte[]> newest) {
        return newest.keySet().stream().filter(key -> key.indexOf('/') < 0).map(SessionId::new).toList();
    }

    /** @param newest newest value of each key of the session's partition, sorted by key */
    public static SessionState read(SessionId session, Map<String, byte[]> newest) {
        String key = session.value();
        byte[] head = newest.get(key);
        if (head == null) {
            throw damaged(key, "a state", "none");
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(head);
            byte format = buffer.get();
            if (format != FORMAT) {
                throw damaged(key, "format " + FORMAT, "format " + format);
            }
            long nextSequence = buffer.getLong();
            int parts = buffer.getInt();
            ByteBuffer snapshot = ByteBuffer.allocate(buffer.getInt()).put(buffer);
            for (int part = 1; part < parts; part++) {
                byte[] more = newest.get(key + "/" + part);
                if (more == null) {
                    throw damaged(key, parts + " parts", "no part " + part);
                }
                snapshot.put(more);
            }
            if (snapshot.hasRemaining()) {
                throw damaged(key, snapshot.capacity() + " bytes", snapshot.position() + " bytes");
            }
            return new SessionState(nextSequence, snapshot.array());
        } catch (BufferUnderflowException | BufferOverflowException e) {
            throw damaged(key, "a whole record", head.length + " bytes");
        }
    }

    private static PipelineException damaged(String key, String expected, String got) {
        return new PipelineException(ErrorKind.INTERNAL, "state of session " + key + ": expected " + expected + ", got " + got);
    }
}
