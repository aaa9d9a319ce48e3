package org.egoscope.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.egoscope.core.Batch;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;

class StageWorkerTest {
    private static final SessionId A = new SessionId("a");
    private static final SessionId B = new SessionId("b");

    @Test
    void eachInputBatchMakesTheOutputOfADirectRun() throws Exception {
        Topics topics = TestBroker.topics(2, "sum");
        List<Batch<Toy.Num>> a = Toy.batches(A, 30, frame -> frame * 7);
        List<Batch<Toy.Num>> b = Toy.batches(B, 20, frame -> 1L);
        List<Batch<Toy.Num>> mixed = new ArrayList<>(a);
        mixed.addAll(b);
        TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), mixed));
        Events events = new Events();

        try (StageWorker<Toy.Num, Toy.Sum> worker = StageWorker.start(
                TestBroker.connection(), topics, Toy.spec(topics), WorkerConfig.of("sum"), events)) {
            events.await("both sessions", e -> e.done.size() == 2);
            assertThat(worker.isRunning()).isTrue();
        }

        assertThat(TestBroker.dump(topics.observations(), Toy.SUM_CODEC))
                .isEqualTo(Map.of(A, Toy.expected(a), B, Toy.expected(b)));
        assertThat(events.batches).hasSize(50).doesNotHaveDuplicates();
        assertThat(events.repeated).isEmpty();
        assertThat(events.holes).isEmpty();
    }
}
