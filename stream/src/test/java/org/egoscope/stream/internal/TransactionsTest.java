package org.egoscope.stream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.EmbeddedKafka;
import org.egoscope.stream.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionsTest {
    private static Pending one(String topic, String value) {
        Pending pending = new Pending();
        pending.send(new ProducerRecord<>(topic, null, value.getBytes(StandardCharsets.UTF_8)));
        return pending;
    }

    @Test
    void aProducerThatWasReplacedCannotWriteAndGivesUpWhenItHappensAgainAndAgain(@TempDir Path directory) {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            Topics topics = Topics.standard();
            topics.create(broker.connection(), new Topics.Settings(1, 1, 1), List.of());
            String topic = topics.motion();
            try (Transactions zombie = new Transactions(broker.connection(), "name");
                    Transactions successor = new Transactions(broker.connection(), "name")) {
                zombie.commit(one(topic, "before"), null);
                for (int round = 1; round <= 4; round++) {
                    successor.takeOver();
                    assertThatThrownBy(() -> zombie.commit(one(topic, "zombie"), null)).isInstanceOf(KafkaException.class);
                    // It takes a new producer now, which fences the successor; that one is replaced in turn.
                    zombie.takeOver();
                    successor.close();
                }
                successor.takeOver();
                assertThatThrownBy(() -> zombie.commit(one(topic, "zombie"), null))
                        .isInstanceOf(PipelineException.class)
                        .hasMessageContaining("expected to be the only worker of this name");
                successor.commit(one(topic, "after"), null);
            }
            List<String> values = new ArrayList<>();
            try (TopicReader reader = new TopicReader(broker.connection())) {
                reader.readAll(reader.partitionsOf(topic), record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
            assertThat(values).containsExactly("before", "after");
        }
    }
}
