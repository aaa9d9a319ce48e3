package org.egoscope.stream.internal;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.egoscope.stream.WorkerConfig;
import org.egoscope.stream.WorkerListener;

/** Makes dead letters: the original message with headers that say what went wrong and where. */
final class DeadLetterWriter {
    static final String ERROR = "ego-error-";
    static final String CLASS = ERROR + "class";
    static final String MESSAGE = ERROR + "message";
    static final String STAGE = ERROR + "stage";
    static final String WORKER = ERROR + "worker";
    static final String ATTEMPT = ERROR + "attempt";
    static final String TOPIC = ERROR + "topic";
    static final String PARTITION = ERROR + "partition";
    static final String OFFSET = ERROR + "offset";
    /** Some messages quote their input; headers count towards the size of a record. */
    private static final int MAX_MESSAGE = 4000;

    private final String topic;
    private final WorkerConfig config;
    private final WorkerListener listener;

    DeadLetterWriter(String topic, WorkerConfig config, WorkerListener listener) {
        this.topic = topic;
        this.config = config;
        this.listener = listener;
    }

    /** The letter; the listener is told after the commit. */
    ProducerRecord<byte[], byte[]> letter(Parts.Whole message, RuntimeException cause, Pending pending) {
        ConsumerRecord<byte[], byte[]> record = message.record();
        String text = String.valueOf(cause.getMessage());
        String shortText = text.substring(0, Math.min(MAX_MESSAGE, text.length()));
        String errorClass = cause.getClass().getName();
        Headers headers = message.headers();
        BatchHeaders.put(headers, CLASS, errorClass);
        BatchHeaders.put(headers, MESSAGE, shortText);
        BatchHeaders.put(headers, STAGE, config.stage());
        BatchHeaders.put(headers, WORKER, config.workerId());
        BatchHeaders.put(headers, ATTEMPT, String.valueOf(config.attempts()));
        BatchHeaders.put(headers, TOPIC, record.topic());
        BatchHeaders.put(headers, PARTITION, String.valueOf(record.partition()));
        BatchHeaders.put(headers, OFFSET, String.valueOf(record.offset()));
        String key = message.key();
        pending.afterCommit(() -> listener.onDeadLetter(config.stage(), key, errorClass, shortText));
        return new ProducerRecord<>(topic, null, record.key(), message.value(), headers);
    }
}
