package org.egoscope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.egoscope.core.Batch;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkWorkerTest {
    private static final int ROLL = 4;

    /** What lies on the disk of a sink that writes a file for every four batches of a session. */
    private static final class Disk {
        final Map<String, List<Batch<?>>> files = new ConcurrentHashMap<>();
        final Set<String> published = Collections.synchronizedSet(new TreeSet<>());
        final List<String> rewritten = Collections.synchronizedList(new ArrayList<>());
    }

    /** Name of a file: topic, session, first sequence number, number of batches. */
    private record Entry(String topic, String session, long first, int count) {
        String name() {
            return topic + "/" + session + "/" + first + "+" + count;
        }
    }

    private static final class RollingSink implements BatchSink<Entry> {
        private final Disk disk;
        private final Map<String, Long> durable = new TreeMap<>();
        private final Map<String, List<Batch<?>>> open = new TreeMap<>();
        private final Map<String, Long> firstOffsets = new TreeMap<>();
        private final Map<String, Long> nextOffsets = new TreeMap<>();

        RollingSink(Disk disk) {
            this.disk = disk;
        }

        @Override
        public void restore(Collection<Entry> entries) {
            for (Entry entry : entries) {
                durable.merge(entry.topic() + "/" + entry.session(), entry.first() + entry.count(), Math::max);
            }
            published(entries);
        }

        @Override
        public List<Entry> append(String topic, int partition, long offset, Batch<?> batch) {
            String place = topic + "-" + partition;
            nextOffsets.put(place, offset + 1);
            String key = topic + "/" + batch.session();
            if (batch.sequence() < durable.getOrDefault(key, 0L)) {
                return List.of();
            }
            String at = place + "/" + batch.session();
            firstOffsets.putIfAbsent(at, offset);
            List<Batch<?>> rows = open.computeIfAbsent(key, k -> new ArrayList<>());
            assertThat(batch.sequence()).isEqualTo(durable.getOrDefault(key, 0L) + rows.size());
            rows.add(batch);
            if (rows.size() < ROLL && !batch.last()) {
                return List.of();
            }
            Entry entry = new Entry(topic, batch.session().value(), rows.get(0).sequence(), rows.size());
            if (disk.files.put(entry.name(), open.remove(key)) != null) {
                disk.rewritten.add(entry.name());
            }
            durable.put(key, entry.first() + entry.count());
            firstOffsets.remove(at);
            return List.of(entry);
        }

        @Override
        public OptionalLong pendingFrom(String topic, int partition) {
            String place = topic + "-" + partition;
            Long next = nextOffsets.get(place);
            return next == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(firstOffsets.entrySet().stream()
                            .filter(entry -> entry.getKey().startsWith(place + "/"))
                            .mapToLong(Map.Entry::getValue)
                            .min()
                            .orElse(next));
        }

        @Override
        public void published(Collection<Entry> entries) {
            entries.forEach(entry -> disk.published.add(entry.name()));
        }

        @Override
        public void close() {}
    }

    private static final SinkSpec.EntryCodec<Entry> ENTRIES = new SinkSpec.EntryCodec<>() {
        @Override
        public String name(Entry entry) {
            return entry.name();
        }

        @Override
        public byte[] encode(Entry entry) {
            return String.join(" ", entry.topic(), entry.session(), "" + entry.first(), "" + entry.count())
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Entry decode(byte[] bytes) {
            String[] words = new String(bytes, StandardCharsets.UTF_8).split(" ");
            return new Entry(words[0], words[1], Long.parseLong(words[2]), Integer.parseInt(words[3]));
        }
    };

    private static SinkWorker start(Topics topics, Disk disk, String id, Events events) {
        SinkSpec<Entry> spec = new SinkSpec<>(
                List.of(Toy.numbers(topics), Toy.results(topics)), () -> new RollingSink(disk), ENTRIES);
        WorkerConfig config = WorkerConfig.of("storage").withWorkerId(id).withTransactions(3, Duration.ofMillis(5));
        return SinkWorker.start(TestBroker.connection(), topics, spec, config, events);
    }

    private static void assertComplete(Disk disk, Topics topics, Map<SessionId, List<Batch<Toy.Num>>> input) {
        assertThat(disk.published).isEqualTo(disk.files.keySet());
        input.forEach((id, batches) -> {
            assertThat(rowsOf(disk, topics.chunks(), id)).isEqualTo(batches);
            assertThat(rowsOf(disk, topics.observations(), id)).isEqualTo(Toy.expected(batches));
        });
    }

    private static List<Batch<?>> rowsOf(Disk disk, String topic, SessionId id) {
        List<Batch<?>> rows = new ArrayList<>();
        disk.files.forEach((name, batches) -> {
            if (name.startsWith(topic + "/" + id + "/")) {
                rows.addAll(batches);
            }
        });
        rows.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
        return rows;
    }

    private static Map<SessionId, List<Batch<Toy.Num>>> sessions(int count, int batches) {
        Map<SessionId, List<Batch<Toy.Num>>> sessions = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            SessionId id = new SessionId("s" + i);
            sessions.put(id, Toy.batches(id, batches, frame -> frame * 3));
        }
        return sessions;
    }

    private static void send(Topics topics, Map<SessionId, List<Batch<Toy.Num>>> sessions, int from, int to) {
        sessions.values().forEach(batches -> {
            TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), batches.subList(from, to)));
            TestBroker.send(TestBroker.asRecords(Toy.results(topics), Toy.expected(batches).subList(from, to)));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {5})
    void sinksThatComeAndGoWriteEveryBatchOnce(long seed) throws Exception {
        Random random = new Random(seed);
        Topics topics = TestBroker.topics(2, "storage");
        Map<SessionId, List<Batch<Toy.Num>>> input = sessions(4, 30);
        Disk disk = new Disk();
        Events events = new Events();
        List<SinkWorker> workers = new ArrayList<>(List.of(start(topics, disk, "s0", events), start(topics, disk, "s1", events)));
        for (int round = 0; round < 3; round++) {
            send(topics, input, round * 10, round * 10 + 10);
            // After each round 2, 5 and at the end 8 files of four batches for each of 8 streams.
            int enough = round * 3 * 8 - (round > 0 ? 8 : 0) + 1 + random.nextInt(12);
            events.await(enough + " files", e -> disk.files.size() >= enough);
            workers.remove(random.nextInt(2)).close();
            workers.add(start(topics, disk, "s" + (round + 2), events));
        }
        int files = 2 * 4 * 8;
        events.await("all sessions", e -> disk.published.size() == files);
        workers.forEach(SinkWorker::close);

        assertComplete(disk, topics, input);
        // On a machine so busy that a worker misses its heartbeats, a transaction may be refused after its file was written.
        assertThat(disk.rewritten.isEmpty() || !events.restarts.isEmpty()).as("rewritten %s, seed %d", disk.rewritten, seed).isTrue();
    }

    @Test
    void aSinkStartedAgainReadsOnWhereDurableDataEnd() throws Exception {
        Topics topics = TestBroker.topics(1, "storage");
        Map<SessionId, List<Batch<Toy.Num>>> input = sessions(1, 11);
        Disk disk = new Disk();
        send(topics, input, 0, 6);
        Events first = new Events();
        try (SinkWorker ignored = start(topics, disk, "s", first)) {
            first.await("six batches of both topics", e -> e.batches.size() == 12);
        }
        assertThat(disk.published).hasSize(2);
        send(topics, input, 6, 11);
        Events second = new Events();
        try (SinkWorker ignored = start(topics, disk, "s", second)) {
            second.await("the end", e -> e.done.size() == 2);
        }
        assertThat(second.restored).as("entries").isGreaterThanOrEqualTo(2);
        assertThat(second.batches).as("2 pending and 5 new ones of each topic").hasSize(14);
        assertComplete(disk, topics, input);
    }

    @Test
    void aSinkThatCannotGoOnEndsItsWorkerAndSaysWhy() throws Exception {
        Topics topics = TestBroker.topics(1, "storage");
        Map<SessionId, List<Batch<Toy.Num>>> input = sessions(1, 3);
        send(topics, input, 1, 3);
        Disk disk = new Disk();
        try (SinkWorker worker = start(topics, disk, "s", new Events())) {
            assertThatThrownBy(worker::await).hasMessageContaining("expected to run on").hasRootCauseInstanceOf(AssertionError.class);
            assertThat(worker.isRunning()).isFalse();
            assertThat(worker.failure()).isPresent();
        }
        assertThat(disk.files).isEmpty();
        // Nothing of it was committed.
        try (ConsumerLag lag = new ConsumerLag(TestBroker.connection(), topics)) {
            assertThat(lag.records("storage", topics.chunks())).isGreaterThanOrEqualTo(2);
        }
    }
}
