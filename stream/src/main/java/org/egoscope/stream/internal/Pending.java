package org.egoscope.stream.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What one transaction will hold: records, offsets, and what to tell once it is committed. */
public final class Pending {
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private long bytes;
    private int inputs;
    private long sinceNanos;

    /** Adds a record, in parts if it is long. */
    void send(ProducerRecord<byte[], byte[]> record) {
        records.addAll(Parts.split(record, Clients.MAX_PART_BYTES));
        bytes += record.value() == null ? 0 : record.value().length;
    }

    /** Adds records that are below the size limit. */
    void sendAll(List<ProducerRecord<byte[], byte[]>> small) {
        small.forEach(this::send);
    }

    /** Reading goes on at {@code next} after a restart. */
    void advance(TopicPartition partition, long next) {
        offsets.put(partition, new OffsetAndMetadata(next));
    }

    void afterCommit(Runnable tell) {
        afterCommit.add(tell);
    }

    void countInput() {
        if (inputs++ == 0) {
            sinceNanos = System.nanoTime();
        }
    }

    int inputs() {
        return inputs;
    }

    long bytes() {
        return bytes;
    }

    /** When the first input was counted, on {@link System#nanoTime}. */
    long sinceNanos() {
        return sinceNanos;
    }

    List<ProducerRecord<byte[], byte[]>> records() {
        return records;
    }

    Map<TopicPartition, OffsetAndMetadata> offsets() {
        return offsets;
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
