package org.egoscope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.egoscope.core.Batch;
import org.egoscope.core.video.SessionId;
import org.egoscope.stream.internal.BatchHeaders;
import org.junit.jupiter.api.Test;

class BatchFeederTest {
    private static final SessionId A = new SessionId("a");

    private static BatchFeeder<Toy.Num> open(Topics topics, BatchFeeder.Config config) {
        return BatchFeeder.open(TestBroker.connection(), topics, Toy.numbers(topics), config);
    }

    @Test
    void aFeederStartedAgainGoesOnBehindWhatIsThere() throws Exception {
        Topics topics = TestBroker.topics(2, "sum");
        List<Batch<Toy.Num>> input = Toy.batches(A, 10, frame -> frame);
        BatchFeeder.Config config = new BatchFeeder.Config("f", "plan1", List.of(), 100, 3, Duration.ofHours(1));
        BatchFeeder<Toy.Num> killed = open(topics, config);
        for (Batch<Toy.Num> batch : input.subList(0, 5)) {
            assertThat(killed.feed(batch)).isTrue();
        }
        // Not closed: three batches are committed, two wait in memory and are lost with the process.
        try (BatchFeeder<Toy.Num> second = open(topics, config)) {
            assertThat(second.nextSequence(A)).isEqualTo(3);
            assertThat(second.isDone(A)).isFalse();
            List<Boolean> taken = new java.util.ArrayList<>();
            for (Batch<Toy.Num> batch : input) {
                taken.add(second.feed(batch));
            }
            assertThat(taken).containsExactly(false, false, false, true, true, true, true, true, true, true);
        }
        // The first one was not dead after all: it is locked out, and sees that others have gone on.
        killed.flush();
        assertThat(killed.feed(input.get(5))).isFalse();
        killed.close();
        assertThat(TestBroker.dump(topics.chunks(), Toy.NUM_CODEC)).isEqualTo(Map.of(A, input));
        try (BatchFeeder<Toy.Num> third = open(topics, config)) {
            assertThat(third.isDone(A)).isTrue();
            assertThat(third.feed(input.get(9))).isFalse();
        }
        assertThat(TestBroker.records(topics.chunks())).hasSize(10).allSatisfy(record -> {
            BatchHeaders headers = BatchHeaders.read(record.headers()).orElseThrow();
            assertThat(headers.context().plan()).isEqualTo("plan1");
            assertThat(headers.context().traceParent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
            assertThat(headers.frames()).isEqualTo(new BatchHeaders.Frames(headers.sequence() * 2, 2));
        });
    }

    @Test
    void lingeringBatchesAreCommittedWithoutAnotherCall() throws Exception {
        Topics topics = TestBroker.topics(1, "sum");
        BatchFeeder.Config config = new BatchFeeder.Config("f", "", List.of(), 100, 1000, Duration.ofMillis(30));
        try (BatchFeeder<Toy.Num> feeder = open(topics, config); Tail chunks = new Tail(topics.chunks())) {
            feeder.feed(Toy.batch(A, 0, false, frame -> 1L));
            chunks.awaitCount(1);
            assertThatThrownBy(() -> feeder.feed(Toy.batch(A, 2, false, frame -> 1L)))
                    .hasMessageContaining("expected sequence 1, got 2");
        }
    }

    @Test
    void feedingWaitsForSlowReaders() throws Exception {
        Topics topics = TestBroker.topics(1, "sum");
        List<BatchFeeder.Reading> held = List.of(new BatchFeeder.Reading(topics.chunks(), "sum"));
        BatchFeeder.Config config = new BatchFeeder.Config("f", "", held, 20, 5, Duration.ofMillis(10));
        AtomicInteger fed = new AtomicInteger();
        Events events = new Events();
        List<Batch<Toy.Num>> input = Toy.batches(A, 100, frame -> 1L);
        Thread feeding = new Thread(() -> {
            try (BatchFeeder<Toy.Num> feeder = open(topics, config)) {
                for (Batch<Toy.Num> batch : input) {
                    feeder.feed(batch);
                    fed.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        feeding.start();
        // Nobody reads: it stops at the limit.
        feeding.join(1_500);
        assertThat(feeding.isAlive()).isTrue();
        assertThat(fed.get()).isBetween(1, 20);
        try (StageWorker<Toy.Num, Toy.Sum> ignored = StageWorker.start(
                TestBroker.connection(), topics, Toy.spec(topics), WorkerConfig.of("sum"), events)) {
            events.await("the session", e -> e.done.contains(A));
        }
        feeding.join(10_000);
        assertThat(fed.get()).isEqualTo(100);
    }

    @Test
    void theNewestDescriptionOfASessionCounts() {
        Topics topics = TestBroker.topics(1, "sum");
        try (BatchFeeder<Toy.Num> feeder = open(topics, BatchFeeder.Config.of("f", "", List.of()))) {
            feeder.announce("a", "old".getBytes(StandardCharsets.UTF_8));
            feeder.announce("a", "new".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(TestBroker.records(topics.sessions())).extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly("old", "new");
    }
}
