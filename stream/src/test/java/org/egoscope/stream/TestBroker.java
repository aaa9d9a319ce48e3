package org.egoscope.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.egoscope.core.Batch;
import org.egoscope.core.Codec;
import org.egoscope.core.video.SessionId;
import org.egoscope.stream.internal.Clients;
import org.egoscope.stream.internal.Parts;
import org.egoscope.stream.internal.TopicReader;

/** One broker for all tests of this JVM; each test has topics of its own. */
final class TestBroker {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final EmbeddedKafka BROKER = start();

    private TestBroker() {}

    private static EmbeddedKafka start() {
        try {
            Path directory = Files.createTempDirectory("egoscope-kafka-");
            // Short, so that a killed worker is replaced at once.
            EmbeddedKafka broker = EmbeddedKafka.start(
                    directory, new EmbeddedKafka.Settings(0, Duration.ofMillis(2_500), Duration.ofMillis(200)));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.close();
                delete(directory);
            }));
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KafkaConnection connection() {
        return BROKER.connection();
    }

    /** Fresh topics with these stages. */
    static Topics topics(int partitions, String... stages) {
        Topics topics = new Topics("t" + COUNTER.incrementAndGet());
        topics.create(connection(), new Topics.Settings(partitions, 1, 1), List.of(stages));
        return topics;
    }

    /** Batches of each session as they lie in a topic, in order of their offsets. */
    static <T> Map<SessionId, List<Batch<T>>> dump(String topic, Codec<T> codec) {
        Map<SessionId, List<Batch<T>>> found = new HashMap<>();
        Map<Integer, Parts> parts = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
            Optional.ofNullable(parts.computeIfAbsent(record.partition(), p -> new Parts()).join(record)).ifPresent(whole -> {
                Batch<T> batch = codec.decode(whole.value());
                found.computeIfAbsent(batch.session(), id -> new ArrayList<>()).add(batch);
            });
        }
        return found;
    }

    static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (TopicReader reader = new TopicReader(connection())) {
            List<TopicPartition> partitions = reader.partitionsOf(topic);
            reader.readAll(partitions, records::add);
        }
        return records;
    }

    /** Sends in one transaction. */
    static void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer =
                Clients.transactional(connection(), "test-" + COUNTER.incrementAndGet(), Duration.ofSeconds(10))) {
            producer.initTransactions();
            producer.beginTransaction();
            records.forEach(producer::send);
            producer.commitTransaction();
        }
    }

    static <T> List<ProducerRecord<byte[], byte[]>> asRecords(TypedTopic<T> topic, List<Batch<T>> batches) {
        return batches.stream().map(batch -> Toy.headersOf(batch).record(topic, batch)).toList();
    }
}
