package org.egoscope.stream;

import java.util.Map;
import java.util.TreeMap;

/**
 * An input that a stage could not process, as it was, and why.
 *
 * @param stage that could not
 * @param partition of the dead-letter topic
 * @param offset in that partition
 * @param timestampMillis when it was written, Unix time
 * @param session key of the message, empty if it had none
 * @param origin where it came from, {@code topic-partition-offset}
 * @param originTopic topic it came from
 * @param errorClass class of the exception
 * @param errorMessage what, expected, got
 * @param value original bytes; empty if there were none
 * @param headers all headers as text, sorted by name
 */
public record DeadLetter(
        String stage,
        int partition,
        long offset,
        long timestampMillis,
        String session,
        String origin,
        String originTopic,
        String errorClass,
        String errorMessage,
        byte[] value,
        Map<String, String> headers) {
    public DeadLetter {
        headers = java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** Name within its stage: {@code partition-offset}. */
    public String id() {
        return partition + "-" + offset;
    }
}
