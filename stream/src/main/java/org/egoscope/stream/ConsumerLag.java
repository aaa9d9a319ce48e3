package org.egoscope.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.internal.Clients;

/** How far stages are behind, as the broker knows it: committed offsets against the ends of the topics. Thread-safe. */
public final class ConsumerLag implements AutoCloseable {
    private final Admin admin;
    private final Topics topics;

    public ConsumerLag(KafkaConnection connection, Topics topics) {
        this.admin = Clients.admin(connection);
        this.topics = topics;
    }

    /** Records of the topic that the stage has not committed; transaction markers, one for each transaction, count as records. */
    public long records(String stage, String topic) {
        return byPartition(stage, topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Partition number to records; see {@link #records}. */
    public Map<Integer, Long> byPartition(String stage, String topic) {
        try {
            Map<TopicPartition, OffsetSpec> wanted = partitions(topic);
            Map<TopicPartition, OffsetAndMetadata> committed = committed(topics.group(stage));
            Map<Integer, Long> lag = new HashMap<>();
            var starts = admin.listOffsets(wanted.keySet().stream()
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.earliest())))
                    .all()
                    .get();
            admin.listOffsets(wanted).all().get().forEach((partition, end) -> {
                OffsetAndMetadata at = committed.get(partition);
                long from = at == null ? starts.get(partition).offset() : at.offset();
                lag.put(partition.partition(), Math.max(0, end.offset() - from));
            });
            return lag;
        } catch (ExecutionException | InterruptedException e) {
            throw Clients.failure("lag of " + stage + " on " + topic, e);
        }
    }

    private Map<TopicPartition, OffsetSpec> partitions(String topic) throws ExecutionException, InterruptedException {
        var described = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        if (described == null) {
            throw new PipelineException(ErrorKind.RESOURCES, "topic " + topic + ": expected to exist, got nothing");
        }
        return described.partitions().stream()
                .collect(Collectors.toMap(info -> new TopicPartition(topic, info.partition()), info -> OffsetSpec.latest()));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) throws ExecutionException, InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
