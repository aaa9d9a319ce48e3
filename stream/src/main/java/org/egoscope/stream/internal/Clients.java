package org.egoscope.stream.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.KafkaConnection;

/** Clients with the settings that exactly-once rests on. */
public final class Clients {
    /** Largest request and record batch: 8 MiB. Longer payloads travel in parts, see {@link Parts}. */
    public static final int MAX_REQUEST_BYTES = 8 << 20;

    /** Room for headers and framing below {@link #MAX_REQUEST_BYTES}. */
    public static final int MAX_PART_BYTES = MAX_REQUEST_BYTES - (128 << 10);

    private Clients() {}

    public static Admin admin(KafkaConnection connection) {
        try {
            return Admin.create(common(connection));
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new PipelineException(
                    ErrorKind.RESOURCES, "brokers " + connection.bootstrapServers() + ": cannot be used, " + reason.getMessage(), e);
        }
    }

    /** A member of a consumer group; offsets are committed only within transactions. */
    public static KafkaConsumer<byte[], byte[]> member(KafkaConnection connection, String group, int maxRecords) {
        Map<String, Object> settings = reading(connection, IsolationLevel.READ_COMMITTED);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CONSUMER.name().toLowerCase(Locale.ROOT));
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        return new KafkaConsumer<>(settings);
    }

    /** Reads partitions it is told to, without a group. */
    public static KafkaConsumer<byte[], byte[]> reader(KafkaConnection connection) {
        return new KafkaConsumer<>(reading(connection, IsolationLevel.READ_COMMITTED));
    }

    private static Map<String, Object> reading(KafkaConnection connection, IsolationLevel isolation) {
        Map<String, Object> settings = common(connection);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What the client keeps fetched beside the worker's own bound: up to this much for each partition and in all.
        settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        return settings;
    }

    /** A transactional producer; {@code initTransactions} is still to be called. */
    public static KafkaProducer<byte[], byte[]> transactional(
            KafkaConnection connection, String transactionalId, Duration transactionTimeout) {
        Map<String, Object> settings = common(connection);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(transactionTimeout.toMillis()));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        // A transaction is flushed at once, so waiting for more records would only add to its latency.
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        settings.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        return new KafkaProducer<>(settings);
    }

    private static Map<String, Object> common(KafkaConnection connection) {
        Map<String, Object> settings = new HashMap<>(connection.properties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        settings.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        // No telemetry to the broker: nobody reads it here and it adds a thread's work to every client.
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    /** What an exception of a future or call of Kafka means to us; keeps the interrupt. */
    public static PipelineException failure(String what, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        Throwable root = cause instanceof ExecutionException && cause.getCause() != null ? cause.getCause() : cause;
        return new PipelineException(ErrorKind.RESOURCES, what + ": expected an answer of the broker, got " + root, root);
    }
}
