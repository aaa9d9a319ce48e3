package org.egoscope.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.internal.DeadLetterRecords;
import org.egoscope.stream.internal.FeedLog;
import org.egoscope.stream.internal.Parts;
import org.egoscope.stream.internal.TopicReader;

/**
 * The dead letters of a stage: list, try again, drop. A letter that is dealt with stays in the log until its retention ends, with a
 * mark that hides it.
 */
public final class DeadLetters implements AutoCloseable {
    private final KafkaConnection connection;
    private final Topics topics;
    private final TopicReader reader;

    public DeadLetters(KafkaConnection connection, Topics topics) {
        this.connection = connection;
        this.topics = topics;
        this.reader = new TopicReader(connection);
    }

    /** What is not dealt with, in order of partition and offset; one letter for each input, however often a sink met it. */
    public List<DeadLetter> list(String stage) {
        Map<String, DeadLetter> byOrigin = new LinkedHashMap<>();
        Set<String> resolved = new HashSet<>();
        Map<Integer, Parts> parts = new HashMap<>();
        for (TopicPartition partition : reader.partitionsOf(topics.deadLetters(stage))) {
            reader.readAll(List.of(partition), record -> {
                Optional<String> resolves = DeadLetterRecords.resolves(record);
                if (resolves.isPresent()) {
                    resolved.add(resolves.get());
                } else {
                    collect(stage, record, parts, byOrigin);
                }
            });
        }
        List<DeadLetter> open = new ArrayList<>(byOrigin.values());
        open.removeIf(letter -> resolved.contains(letter.origin()));
        return open;
    }

    private static void collect(
            String stage, ConsumerRecord<byte[], byte[]> record, Map<Integer, Parts> parts, Map<String, DeadLetter> byOrigin) {
        Parts.Whole whole = parts.computeIfAbsent(record.partition(), number -> new Parts()).join(record);
        if (whole != null) {
            DeadLetter letter = DeadLetterRecords.read(stage, whole);
            byOrigin.putIfAbsent(letter.origin(), letter);
        }
    }

    /** @throws PipelineException with BAD_CONFIG if there is no open letter of this id */
    public DeadLetter get(String stage, String id) {
        return list(stage).stream()
                .filter(letter -> letter.id().equals(id))
                .findFirst()
                .orElseThrow(() -> PipelineException.badConfig(
                        "dead letter: expected the id of an open letter of " + stage + ", got '" + id + "'"));
    }

    /**
     * Puts the original message at the end of the topic it came from, marked {@code ego-replay}: the stages then process it alone, with
     * a fresh stage and without touching its session's state, and pass the mark on. Results that need earlier frames differ from those
     * of an undisturbed run; for equal ones run the whole session again.
     */
    public void replay(DeadLetter letter) {
        if (letter.originTopic().isEmpty()) {
            throw PipelineException.badInput("dead letter " + letter.id() + ": expected the topic it came from, got none");
        }
        write(letter, true);
    }

    /** Hides the letter for good. */
    public void drop(DeadLetter letter) {
        write(letter, false);
    }

    private void write(DeadLetter letter, boolean replay) {
        String name = topics.group("dlq") + "-" + letter.stage();
        try (FeedLog log = new FeedLog(connection, name, topics.state(BatchFeeder.STAGE))) {
            if (replay) {
                log.add(DeadLetterRecords.replay(letter));
            }
            log.add(DeadLetterRecords.resolution(topics.deadLetters(letter.stage()), letter, replay));
            log.commit();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
