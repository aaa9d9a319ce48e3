package org.egoscope.stream.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.KafkaConnection;

/**
 * Reads partitions from their beginning to their end of now.
 *
 * <p>The end is the uncommitted one, though only committed records are given: a transaction that has already moved a worker's
 * offsets may not have its marker in every partition yet. Reading up to its records waits for the marker, and so never misses a
 * state that belongs to the offsets. Open transactions end by their timeout at the latest.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Longer than a transaction of a dead worker stays open, see {@link Transactions#TIMEOUT}. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public TopicReader(KafkaConnection connection) {
        this.admin = Clients.admin(connection);
        this.consumer = Clients.reader(connection);
    }

    public List<TopicPartition> partitionsOf(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .toList();
    }

    /** Newest value of each key; keys whose newest value is a deletion are absent. */
    public Map<String, byte[]> newest(Collection<TopicPartition> partitions) {
        Map<String, byte[]> newest = new TreeMap<>();
        readAll(partitions, record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                newest.remove(key);
            } else {
                newest.put(key, record.value());
            }
        });
        return newest;
    }

    /** Every committed record, in order within each partition. */
    public void readAll(Collection<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        Map<TopicPartition, Long> ends = ends(partitions);
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        open.values().removeIf(end -> end == 0);
        consumer.assign(open.keySet());
        consumer.seekToBeginning(open.keySet());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty()) {
            boolean some = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                some = true;
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    taker.accept(record);
                }
            }
            open.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
            deadline = some ? System.nanoTime() + PATIENCE.toNanos() : deadline;
            if (System.nanoTime() > deadline) {
                throw new PipelineException(
                        ErrorKind.RESOURCES, "read " + open + ": expected the end within " + PATIENCE + ", got no more records");
            }
        }
        consumer.unsubscribe();
    }

    /** Offsets behind the last record, committed or not. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get()
                    .forEach((partition, info) -> ends.put(partition, info.offset()));
            return ends;
        } catch (ExecutionException | InterruptedException e) {
            throw Clients.failure("ends of " + partitions, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
