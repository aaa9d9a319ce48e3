package org.egoscope.stream.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.egoscope.core.Batch;
import org.egoscope.core.Codec;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.BatchSink;
import org.egoscope.stream.KafkaConnection;
import org.egoscope.stream.SinkSpec;
import org.egoscope.stream.Topics;
import org.egoscope.stream.TypedTopic;
import org.egoscope.stream.WorkerConfig;
import org.egoscope.stream.WorkerListener;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages to a sink. A sink holds rows of all its partitions and cannot forget those of one, so whenever partitions move, the
 * worker starts over: a new sink, all partitions from their committed offsets.
 */
public final class SinkProcessor<E> implements RecordProcessor {
    private final SinkSpec<E> spec;
    private final WorkerConfig config;
    private final WorkerListener listener;
    private final String manifestTopic;
    private final Map<String, Codec<?>> codecs;
    private final DeadLetterWriter deadLetters;
    private final TopicReader reader;
    private final Map<TopicPartition, Place> places = new HashMap<>();
    private @Nullable BatchSink<E> sink;
    /** Ends of the manifest when it was last read. */
    private Map<TopicPartition, Long> manifestEnds = Map.of();

    /** How far a partition has been read. */
    private static final class Place {
        /** Behind the last message seen, and behind the last one given to the sink. */
        private long next;
        private long nextAppended;
        private long committed = -1;
    }

    public SinkProcessor(
            KafkaConnection connection, Topics topics, SinkSpec<E> spec, WorkerConfig config, WorkerListener listener) {
        this.spec = spec;
        this.config = config;
        this.listener = listener;
        this.manifestTopic = topics.manifest();
        this.codecs = spec.inputs().stream().collect(Collectors.toMap(TypedTopic::name, TypedTopic::codec));
        this.deadLetters = new DeadLetterWriter(topics.deadLetters(config.stage()), config, listener);
        this.reader = new TopicReader(connection);
    }

    @Override
    public boolean startsOverOnHandover() {
        return true;
    }

    @Override
    public void assigned(TopicPartition partition) {
        BatchSink<E> open = sink;
        if (open == null) {
            open = spec.factory().get();
            sink = open;
            manifestEnds = Map.of();
        }
        places.put(partition, new Place());
        // The partition may come from a worker that has committed entries of its sessions since we looked.
        List<TopicPartition> manifest = reader.partitionsOf(manifestTopic);
        Map<TopicPartition, Long> ends = reader.ends(manifest);
        if (!ends.equals(manifestEnds)) {
            List<E> entries = reader.newest(manifest).values().stream().map(spec.entries()::decode).toList();
            open.restore(entries);
            manifestEnds = ends;
            listener.onRestore(config.stage(), partition.partition(), entries.size());
        }
    }

    @Override
    public void process(Parts.Whole message, Pending pending) {
        long start = System.nanoTime();
        Place place = places.get(message.partition());
        place.next = message.record().offset() + 1;
        Optional<Batch<?>> batch = batchOf(message, pending);
        if (batch.isEmpty()) {
            return;
        }
        BatchSink<E> open = openSink();
        TopicPartition from = message.partition();
        List<E> durable = open.append(from.topic(), from.partition(), message.record().offset(), batch.get());
        place.nextAppended = place.next;
        for (E entry : durable) {
            byte[] name = spec.entries().name(entry).getBytes(StandardCharsets.UTF_8);
            pending.send(new ProducerRecord<>(manifestTopic, name, spec.entries().encode(entry)));
        }
        if (!durable.isEmpty()) {
            pending.afterCommit(() -> open.published(durable));
        }
        tellAfterCommit(batch.get(), System.nanoTime() - start, pending);
    }

    private void tellAfterCommit(Batch<?> batch, long nanos, Pending pending) {
        pending.afterCommit(() -> {
            listener.onBatch(config.stage(), batch.session(), batch.sequence(), batch.items().size(), nanos);
            if (batch.last()) {
                listener.onSessionDone(config.stage(), batch.session());
            }
        });
    }

    private BatchSink<E> openSink() {
        BatchSink<E> open = sink;
        if (open == null) {
            throw new IllegalStateException("sink: expected open, got a message before any partition was assigned");
        }
        return open;
    }

    /** The batch, or a gap in its place; empty if not even that can be told. */
    private Optional<Batch<?>> batchOf(Parts.Whole message, Pending pending) {
        try {
            byte[] value = message.value();
            if (value == null) {
                throw PipelineException.badInput(
                        message.record().topic() + ": expected a batch, got a message without a value");
            }
            return Optional.of(codecs.get(message.record().topic()).decode(value));
        } catch (RuntimeException e) {
            pending.send(deadLetters.letter(message, e, pending));
            return BatchHeaders.read(message.headers())
                    .filter(headers -> !headers.context().replay())
                    .map(headers -> headers.toBatch().withItems(gapsOf(headers, e)));
        }
    }

    private List<Object> gapsOf(BatchHeaders headers, RuntimeException cause) {
        List<Object> gaps = new ArrayList<>();
        headers.gap(config.stage(), cause).ifPresent(gaps::add);
        return gaps;
    }

    @Override
    public void complete(Pending pending) {
        places.forEach((partition, place) -> {
            OptionalLong durable = openSink().pendingFrom(partition.topic(), partition.partition());
            boolean allDurable = durable.isEmpty() || durable.getAsLong() >= place.nextAppended;
            long next = allDurable ? place.next : durable.getAsLong();
            if (next > place.committed && place.next > 0) {
                pending.advance(partition, next);
                place.committed = next;
            }
        });
    }

    @Override
    public void revoked(TopicPartition partition) {
        places.remove(partition);
        if (places.isEmpty()) {
            closeSink();
        }
    }

    private void closeSink() {
        BatchSink<E> open = sink;
        sink = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closeSink();
        reader.close();
    }
}
