package org.egoscope.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.egoscope.core.Batch;
import org.egoscope.core.PipelineException;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;

class PoisonTest {
    private static final SessionId A = new SessionId("a");

    private static Events runUntilDone(Topics topics, StageSpec<Toy.Num, Toy.Sum> spec, int sessions) throws InterruptedException {
        Events events = new Events();
        try (StageWorker<Toy.Num, Toy.Sum> worker =
                StageWorker.start(TestBroker.connection(), topics, spec, WorkerConfig.of("sum"), events)) {
            events.await(sessions + " sessions", e -> e.done.size() == sessions);
            assertThat(worker.isRunning()).isTrue();
        }
        return events;
    }

    private static List<Batch<Toy.Sum>> output(Topics topics) {
        return TestBroker.dump(topics.observations(), Toy.SUM_CODEC).get(A);
    }

    private static long framesIn(List<Batch<Toy.Sum>> batches) {
        return batches.stream().flatMap(batch -> batch.items().stream()).mapToLong(Toy.Sum::frameCount).sum();
    }

    @Test
    void aBatchThatFailsBecomesADeadLetterAndGapsAndTheSessionGoesOn() throws Exception {
        Topics topics = TestBroker.topics(1, "sum");
        List<Batch<Toy.Num>> input = Toy.batches(A, 6, frame -> frame == 5 ? Toy.POISON : frame);
        TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), input));

        Events events = runUntilDone(topics, Toy.spec(topics), 1);

        assertThat(output(topics)).isEqualTo(Toy.expected(input));
        assertThat(output(topics).get(2).items()).extracting(Toy.Sum::gap)
                .containsExactly("sum: number: expected >= 0, got -1", "sum: number: expected >= 0, got -1");
        assertThat(framesIn(output(topics))).isEqualTo(12);
        assertThat(events.letters).containsExactly("a: number: expected >= 0, got -1");
    }

    @Test
    void aMessageThatCannotBeDecodedBecomesADeadLetterAndAGap() throws Exception {
        Topics topics = TestBroker.topics(1, "sum");
        List<ProducerRecord<byte[], byte[]>> records =
                new ArrayList<>(TestBroker.asRecords(Toy.numbers(topics), Toy.batches(A, 6, frame -> 1L)));
        for (int damaged : new int[] {2, 5}) {
            ProducerRecord<byte[], byte[]> good = records.get(damaged);
            records.set(damaged, new ProducerRecord<>(good.topic(), null, good.key(), new byte[] {1, 2, 3}, good.headers()));
        }
        records.add(3, new ProducerRecord<>(topics.chunks(), "stranger".getBytes(StandardCharsets.UTF_8), new byte[] {9}));
        records.add(3, new ProducerRecord<>(topics.chunks(), null, new byte[0]));
        TestBroker.send(records);

        Events events = runUntilDone(topics, Toy.spec(topics), 1);

        List<Batch<Toy.Sum>> output = output(topics);
        assertThat(output).extracting(Batch::sequence).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(framesIn(output)).as("results and gaps").isEqualTo(12);
        assertThat(output.get(2).items()).singleElement().satisfies(gap -> {
            assertThat(gap.firstFrameIndex()).isEqualTo(4);
            assertThat(gap.frameCount()).isEqualTo(2);
            assertThat(gap.gap()).startsWith("sum: batch of num;v=1: expected whole bytes");
        });
        assertThat(output.get(5).items()).as("the damaged last batch still flushes the stage")
                .extracting(Toy.Sum::firstFrameIndex).containsExactly(9L, 10L);
        assertThat(events.letters).hasSize(4);
    }

    @Test
    void deadLettersAreListedTriedAgainAndDropped() throws Exception {
        Topics topics = TestBroker.topics(1, "sum");
        List<Batch<Toy.Num>> input = Toy.batches(A, 4, frame -> frame == 2 || frame == 4 ? Toy.POISON : 10L);
        TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), input));
        runUntilDone(topics, Toy.spec(topics), 1);

        try (DeadLetters letters = new DeadLetters(TestBroker.connection(), topics)) {
            List<DeadLetter> listed = letters.list("sum");
            assertThat(listed).extracting(DeadLetter::origin).containsExactly(topics.chunks() + "-0-1", topics.chunks() + "-0-2");
            DeadLetter first = letters.get("sum", listed.get(0).id());
            assertThat(first.value()).isEqualTo(Toy.NUM_CODEC.encode(input.get(1)));
            assertThat(first.headers()).containsEntry("ego-error-stage", "sum").containsEntry("ego-error-attempt", "2")
                    .containsEntry("ego-error-class", PipelineException.class.getName()).containsEntry("ego-sequence", "1");
            letters.drop(listed.get(1));
            letters.replay(first);
            assertThat(letters.list("sum")).isEmpty();
        }
        // A worker that knows better.
        StageSpec<Toy.Num, Toy.Sum> mended = new StageSpec<>(
                Toy.numbers(topics), Toy.results(topics), session -> new MendedStage(), Toy.Sum::of);
        Events events = new Events();
        try (StageWorker<Toy.Num, Toy.Sum> ignored =
                StageWorker.start(TestBroker.connection(), topics, mended, WorkerConfig.of("sum"), events)) {
            events.await("the replay", e -> e.batches.contains("a/1"));
        }
        Batch<Toy.Sum> replayed = output(topics).get(4);
        assertThat(replayed.sequence()).isEqualTo(1);
        assertThat(replayed.last()).isFalse();
        assertThat(replayed.items()).extracting(Toy.Sum::firstFrameIndex, Toy.Sum::gap).containsExactly(
                org.assertj.core.groups.Tuple.tuple(2L, ""), org.assertj.core.groups.Tuple.tuple(3L, ""));
    }

    private static final class MendedStage implements StatefulStage<Toy.Num, Toy.Sum> {
        @Override
        public void accept(Toy.Num input, org.egoscope.core.Sink<? super Toy.Sum> out) {
            out.emit(new Toy.Sum(input.firstFrameIndex(), 1, Math.max(0, input.value()), ""));
        }

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(byte[] state) {}
    }

    @Test
    void repeatedBatchesAreDroppedAndHolesReported() throws Exception {
        Topics topics = TestBroker.topics(1, "sum");
        List<Batch<Toy.Num>> input = Toy.batches(A, 5, frame -> frame);
        List<Batch<Toy.Num>> disturbed = List.of(input.get(0), input.get(1), input.get(0), input.get(3), input.get(4));
        TestBroker.send(TestBroker.asRecords(Toy.numbers(topics), disturbed));

        Events events = runUntilDone(topics, Toy.spec(topics), 1);

        assertThat(events.repeated).containsExactly("a/0");
        assertThat(events.holes).containsExactly("a: 2 3");
        assertThat(output(topics)).extracting(Batch::sequence).containsExactly(0L, 1L, 3L, 4L);
    }

    @Test
    void messagesAboveTheRequestLimitTravelInParts() throws Exception {
        Topics topics = TestBroker.topics(1, "sum");
        List<Byte> ballast = Collections.nCopies(19 << 20, (byte) 7);
        List<Batch<Toy.Num>> input = List.of(
                Toy.batch(A, 0, false, frame -> 3L),
                new Batch<>(A, 1, Toy.frameSpan(2, 1), false, List.of(new Toy.Num(2, 5, ballast))),
                new Batch<>(A, 2, Toy.frameSpan(3, 1), true, List.of(new Toy.Num(3, 6, List.of()))));
        try (BatchFeeder<Toy.Num> feeder = BatchFeeder.open(
                TestBroker.connection(), topics, Toy.numbers(topics), BatchFeeder.Config.of("big", "", List.of()))) {
            for (Batch<Toy.Num> batch : input) {
                assertThat(feeder.feed(batch)).isTrue();
            }
        }
        assertThat(TestBroker.records(topics.chunks())).hasSize(5);

        Events events = runUntilDone(topics, Toy.spec(topics), 1);

        assertThat(events.letters).isEmpty();
        assertThat(output(topics)).isEqualTo(Toy.expected(input));
    }
}
