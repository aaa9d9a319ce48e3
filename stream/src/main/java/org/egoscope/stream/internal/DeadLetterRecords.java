package org.egoscope.stream.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.egoscope.stream.DeadLetter;

/** Dead letters as records and back, and the marks of those that are dealt with. */
public final class DeadLetterRecords {
    private static final String RESOLVES = "ego-resolves";
    private static final String RESOLUTION = "ego-resolution";

    private DeadLetterRecords() {}

    public static DeadLetter read(String stage, Parts.Whole message) {
        Headers headers = message.headers();
        Map<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            texts.put(header.key(), BatchHeaders.text(headers, header.key()));
        }
        ConsumerRecord<byte[], byte[]> record = message.record();
        byte[] value = message.value();
        String topic = texts.getOrDefault(DeadLetterWriter.TOPIC, "");
        String origin = topic + "-" + texts.getOrDefault(DeadLetterWriter.PARTITION, "") + "-"
                + texts.getOrDefault(DeadLetterWriter.OFFSET, "");
        return new DeadLetter(
                stage,
                record.partition(),
                record.offset(),
                record.timestamp(),
                message.key(),
                origin,
                topic,
                texts.getOrDefault(DeadLetterWriter.CLASS, ""),
                texts.getOrDefault(DeadLetterWriter.MESSAGE, ""),
                value == null ? new byte[0] : value,
                texts);
    }

    /** Origin of the letter that this record marks as dealt with. */
    public static Optional<String> resolves(ConsumerRecord<byte[], byte[]> record) {
        String origin = BatchHeaders.text(record.headers(), RESOLVES);
        return origin.isEmpty() ? Optional.empty() : Optional.of(origin);
    }

    /** The message as it was, marked as a replay. */
    public static ProducerRecord<byte[], byte[]> replay(DeadLetter letter) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(letter.originTopic(), keyOf(letter), letter.value());
        letter.headers().forEach((name, value) -> {
            if (!name.startsWith(DeadLetterWriter.ERROR)) {
                BatchHeaders.put(record.headers(), name, value);
            }
        });
        BatchHeaders.put(record.headers(), BatchHeaders.REPLAY, "true");
        return record;
    }

    /** @param replayed how it was dealt with: put again, or dropped */
    public static ProducerRecord<byte[], byte[]> resolution(String topic, DeadLetter letter, boolean replayed) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, letter.partition(), keyOf(letter), new byte[0]);
        BatchHeaders.put(record.headers(), RESOLVES, letter.origin());
        BatchHeaders.put(record.headers(), RESOLUTION, replayed ? "replayed" : "dropped");
        return record;
    }

    private static byte[] keyOf(DeadLetter letter) {
        return letter.session().getBytes(StandardCharsets.UTF_8);
    }
}
