package org.egoscope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.egoscope.core.Batch;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final SessionId A = new SessionId("a");

    @Test
    void aDirectoryIsTakenUpAgainWithAllThatWasInIt(@TempDir Path directory) throws Exception {
        Topics topics = Topics.standard();
        List<Batch<Toy.Num>> input = Toy.batches(A, 8, frame -> frame);
        Events events = new Events();
        for (int run = 0; run < 2; run++) {
            try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
                assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
                topics.create(broker.connection(), Topics.Settings.embedded(), List.of("sum"));
                try (BatchFeeder<Toy.Num> feeder = BatchFeeder.open(
                        broker.connection(), topics, Toy.numbers(topics), BatchFeeder.Config.of("f", "", List.of()))) {
                    assertThat(feeder.nextSequence(A)).isEqualTo(run * 4L);
                    for (Batch<Toy.Num> batch : input.subList(0, run * 4 + 4)) {
                        feeder.feed(batch);
                    }
                }
                int batches = run * 4 + 4;
                try (StageWorker<Toy.Num, Toy.Sum> ignored = StageWorker.start(
                        broker.connection(), topics, Toy.spec(topics), WorkerConfig.of("sum"), events)) {
                    events.await(batches + " batches", e -> e.batches.size() == batches);
                }
            }
        }
        assertThat(events.restored).as("the session's state").isEqualTo(1);
        assertThat(events.batches).doesNotHaveDuplicates().hasSize(8);
    }

    @Test
    void aSecondBrokerOnADirectoryIsRefusedAndHarmsNothing(@TempDir Path directory) {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory))
                    .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.RESOURCES))
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            Topics.standard().create(broker.connection(), Topics.Settings.embedded(), List.of("sum"));
        }
        EmbeddedKafka.start(directory).close();
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        assertThatThrownBy(() -> EmbeddedKafka.start(file))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.RESOURCES))
                .hasMessageContaining(file.toString());
    }

    @Test
    void clientPropertiesThatExactlyOnceRestsOnAreRefused(@TempDir Path directory) throws Exception {
        Path good = Files.writeString(directory.resolve("good"), "security.protocol=PLAINTEXT\nssl.key.password=secret\n");
        KafkaConnection connection = KafkaConnection.withPropertiesFile("host:1", good);
        assertThat(connection.properties()).isEqualTo(Map.of("security.protocol", "PLAINTEXT", "ssl.key.password", "secret"));
        assertThat(connection.toString()).contains("ssl.key.password").doesNotContain("secret");
        Path bad = Files.writeString(directory.resolve("bad"), "acks=0\nisolation.level=read_uncommitted\n");
        assertThatThrownBy(() -> KafkaConnection.withPropertiesFile("host:1", bad))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_CONFIG))
                .hasMessageContaining("acks, isolation.level");
    }

    @Test
    void topicsWithAnotherNumberOfPartitionsAreRefused() {
        Topics topics = TestBroker.topics(2, "sum");
        assertThatThrownBy(() -> topics.create(TestBroker.connection(), new Topics.Settings(3, 1, 1), List.of("sum")))
                .hasMessageContaining("expected 3 partitions, got 2");
    }
}
