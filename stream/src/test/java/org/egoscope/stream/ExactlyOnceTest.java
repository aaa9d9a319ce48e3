package org.egoscope.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.egoscope.core.Batch;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in, running sums out, while workers come and go: the output must be that of an undisturbed run. */
class ExactlyOnceTest {
    private static final int SESSIONS = 5;
    private static final int BATCHES = 60;

    private final Map<SessionId, List<Batch<Toy.Num>>> inputs = new HashMap<>();

    /** Batches of all sessions, mixed, each session in order. */
    private List<Batch<Toy.Num>> mixedInput(Random random) {
        Map<SessionId, List<Batch<Toy.Num>>> left = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            SessionId id = new SessionId("session-" + i);
            inputs.put(id, Toy.batches(id, BATCHES, frame -> (long) random.nextInt(1000)));
            left.put(id, new ArrayList<>(inputs.get(id)));
        }
        List<Batch<Toy.Num>> mixed = new ArrayList<>();
        List<SessionId> ids = new ArrayList<>(inputs.keySet().stream().sorted().toList());
        while (!ids.isEmpty()) {
            SessionId id = ids.get(random.nextInt(ids.size()));
            mixed.add(left.get(id).remove(0));
            if (left.get(id).isEmpty()) {
                ids.remove(id);
            }
        }
        return mixed;
    }

    private Map<SessionId, List<Batch<Toy.Sum>>> expected() {
        Map<SessionId, List<Batch<Toy.Sum>>> expected = new HashMap<>();
        inputs.forEach((id, batches) -> expected.put(id, Toy.expected(batches)));
        return expected;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void workersThatCloseAtRandomHandTheirSessionsOver(long seed) throws Exception {
        Random random = new Random(seed);
        Topics topics = TestBroker.topics(4, "sum");
        List<Batch<Toy.Num>> mixed = mixedInput(random);
        Events events = new Events();
        WorkerConfig config = WorkerConfig.of("sum").withTransactions(5, Duration.ofMillis(5));
        List<StageWorker<Toy.Num, Toy.Sum>> workers = new ArrayList<>();
        workers.add(start(topics, config, "w0", events));
        workers.add(start(topics, config, "w1", events));
        int sent = 0;
        for (int round = 0; round < 4; round++) {
            int until = (round + 1) * mixed.size() / 4;
            TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), mixed.subList(sent, until)));
            int enough = sent + 1 + random.nextInt(until - sent);
            events.await("batch " + enough, e -> e.batches.size() >= enough);
            sent = until;
            workers.remove(random.nextInt(2)).close();
            workers.add(start(topics, config, "w" + (round + 2), events));
        }
        events.await("all sessions", e -> e.done.size() == SESSIONS);
        workers.forEach(StageWorker::close);

        assertThat(TestBroker.dump(topics.observations(), Toy.SUM_CODEC)).as("seed " + seed).isEqualTo(expected());
        assertThat(events.batches).as("told once, seed " + seed).doesNotHaveDuplicates();
        assertThat(events.repeated).as("inputs read again although their offsets were committed, seed " + seed).isEmpty();
        assertThat(events.restored).as("sessions handed over with their state, seed " + seed).isPositive();
    }

    private static StageWorker<Toy.Num, Toy.Sum> start(Topics topics, WorkerConfig config, String id, Events events) {
        return StageWorker.start(TestBroker.connection(), topics, Toy.spec(topics), config.withWorkerId(id), events);
    }

    @Test
    void workerProcessesKilledInTheMiddleLoseAndRepeatNothing() throws Exception {
        long seed = 11;
        Random random = new Random(seed);
        Topics topics = TestBroker.topics(2, "sum");
        List<Batch<Toy.Num>> mixed = mixedInput(random);
        int kills = 3;
        int sent = 0;
        try (Tail output = new Tail(topics.observations())) {
            for (int round = 0; round <= kills; round++) {
                Process worker = ToyWorkerMain.start(topics, "process");
                int until = (round + 1) * mixed.size() / (kills + 1);
                TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), mixed.subList(sent, until)));
                output.awaitCount(round == kills ? mixed.size() : sent + 1 + random.nextInt((until - sent) / 2));
                sent = until;
                // SIGKILL, in whatever the worker is at.
                worker.destroyForcibly();
                assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(TestBroker.dump(topics.observations(), Toy.SUM_CODEC)).as("seed " + seed).isEqualTo(expected());
    }

    @Test
    void aWorkerThatWakesUpAfterItsReplacementIsFenced() throws Exception {
        long seed = 21;
        Topics topics = TestBroker.topics(2, "sum");
        List<Batch<Toy.Num>> mixed = mixedInput(new Random(seed));
        Process sleeper = ToyWorkerMain.start(topics, "sleeper");
        Events events = new Events();
        try (Tail output = new Tail(topics.observations())) {
            TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), mixed.subList(0, 150)));
            output.awaitCount(20);
            signal("-STOP", sleeper);
            TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), mixed.subList(150, mixed.size())));
            try (StageWorker<Toy.Num, Toy.Sum> ignored = start(topics, WorkerConfig.of("sum"), "replacement", events)) {
                events.await("the rest", e -> e.done.size() == SESSIONS || e.batches.size() >= mixed.size() / 3);
                signal("-CONT", sleeper);
                output.awaitCount(mixed.size());
            }
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
        assertThat(events.repeated).as("inputs read again although their offsets were committed").isEmpty();
        assertThat(TestBroker.dump(topics.observations(), Toy.SUM_CODEC)).as("seed " + seed).isEqualTo(expected());
    }

    private static void signal(String signal, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
