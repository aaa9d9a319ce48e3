package org.egoscope.stream.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Payloads above the size of a request travel as several records with the same key, within one transaction: so either all of them
 * are read or none, in order, though records of other keys may lie between them.
 *
 * <p>A reader joins them with one {@code Parts} for each partition, and commits no offset while a payload is open: the rest of it
 * is already in the log, so it never waits for anybody.
 */
public final class Parts {
    static final String PART = "ego-part";
    private static final Pattern PLACE = Pattern.compile("\\d{1,6}/\\d{1,6}");

    private final Map<String, Open> open = new HashMap<>();

    private static final class Open {
        private final int count;
        private final List<byte[]> parts = new ArrayList<>();

        Open(int count) {
            this.count = count;
        }
    }

    /** The record itself if it is small enough, else its parts. */
    public static List<ProducerRecord<byte[], byte[]>> split(ProducerRecord<byte[], byte[]> whole, int maxPartBytes) {
        byte[] value = whole.value();
        if (value == null || value.length <= maxPartBytes) {
            return List.of(whole);
        }
        int count = (value.length + maxPartBytes - 1) / maxPartBytes;
        List<ProducerRecord<byte[], byte[]>> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] piece = Arrays.copyOfRange(value, i * maxPartBytes, Math.min(value.length, (i + 1) * maxPartBytes));
            ProducerRecord<byte[], byte[]> part =
                    new ProducerRecord<>(whole.topic(), whole.partition(), whole.key(), piece, whole.headers());
            part.headers().add(PART, (i + "/" + count).getBytes(StandardCharsets.US_ASCII));
            parts.add(part);
        }
        return parts;
    }

    /** The whole value if this record completes it, else null; a value of null stays null inside {@link Whole}. */
    public @Nullable Whole join(ConsumerRecord<byte[], byte[]> record) {
        String part = BatchHeaders.text(record.headers(), PART);
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!PLACE.matcher(part).matches()) {
            open.remove(key);
            return new Whole(record, record.value());
        }
        int slash = part.indexOf('/');
        int index = Integer.parseInt(part, 0, slash, 10);
        int count = Integer.parseInt(part, slash + 1, part.length(), 10);
        if (index == 0) {
            open.put(key, new Open(count));
        }
        Open found = open.get(key);
        if (found == null || found.parts.size() != index) {
            // Reading began in the middle (retention cut the first part off): what is left of it is no message.
            return new Whole(record, record.value());
        }
        found.parts.add(record.value());
        return found.parts.size() < found.count ? null : new Whole(record, concatenate(Objects.requireNonNull(open.remove(key)).parts));
    }

    /** A value with the last record that carried it. */
    public record Whole(ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value) {
        /** Text of the key, empty if there is none. */
        public String key() {
            return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        }

        public TopicPartition partition() {
            return new TopicPartition(record.topic(), record.partition());
        }

        /** Headers as the sender set them. */
        public Headers headers() {
            Headers headers = new RecordHeaders(record.headers());
            headers.remove(PART);
            return headers;
        }
    }

    private static byte[] concatenate(List<byte[]> parts) {
        byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    /** True while a payload has begun and not ended. */
    public boolean isOpen() {
        return !open.isEmpty();
    }
}
