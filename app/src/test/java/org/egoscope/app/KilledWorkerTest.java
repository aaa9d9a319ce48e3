package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.egoscope.app.run.ClusterTransport;
import org.egoscope.app.run.Failure;
import org.egoscope.app.run.KafkaStages;
import org.egoscope.app.run.StageTimes;
import org.egoscope.app.run.TimesListener;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.Row;
import org.egoscope.storage.RowCursor;
import org.egoscope.stream.KafkaConnection;
import org.egoscope.stream.SinkWorker;
import org.egoscope.stream.StageWorker;
import org.egoscope.stream.Topics;
import org.junit.jupiter.api.Test;

/** Broker and perception worker are processes of their own; the worker is killed with SIGKILL at work and started again. */
class KilledWorkerTest {
    /** Chunks of both recordings: 45 frames in key frame intervals of 15 and chunks of 5, twice. */
    private static final int CHUNKS = 2 * Clips.FRAMES / 5;

    private static final long PATIENCE_SECONDS = 120;

    @Test
    void aKilledPerceptionWorkerLeavesTheSameTablesAsAnUndisturbedRun() throws Exception {
        Path folder = Clips.newFolder("killed");
        Path output = folder.resolve("out");
        try (Child broker = Child.start(folder, List.of("broker", "--port", "0", "--dir", folder.resolve("kafka").toString()))) {
            String servers = broker.awaitLine("broker: ").substring("broker: ".length());
            killInTheMiddle(folder, servers, output);
            assertThat(broker.isAlive()).as("broker").isTrue();
        }
        Dataset dataset = Dataset.open(output);
        for (SessionId session : dataset.sessions()) {
            assertEveryFrameIsThereOnce(dataset, session);
        }
        TransportsAgreeTest.assertSame(dataset);
    }

    private static void killInTheMiddle(Path folder, String servers, Path output) throws Exception {
        KafkaConnection connection = KafkaConnection.to(servers);
        StageTimes observed = new StageTimes();
        KafkaStages stages = new KafkaStages(connection, Topics.standard(), Clips.plan(), new TimesListener(observed));
        stages.createTopics(Topics.Settings.embedded());
        ExecutorService feeding = Executors.newSingleThreadExecutor();
        try (StageWorker<?, ?> motion = stages.motion();
                StageWorker<?, ?> sceneGraph = stages.sceneGraph();
                SinkWorker storage = stages.storage(output)) {
            Future<List<Failure>> run =
                    feeding.submit(() -> new ClusterTransport(connection, Topics.Settings.embedded()).run(Clips.request(output), new StageTimes()));
            long seen;
            try (Child perception = TransportsAgreeTest.worker(folder, "perception", servers, List.of())) {
                seen = awaitProgress(observed, perception);
                perception.kill();
            }
            assertThat(seen).as("batches that motion had before the kill").isBetween(1L, CHUNKS - 1L);
            assertThat(run.isDone()).as("the run was over before the kill").isFalse();
            try (Child again = TransportsAgreeTest.worker(folder, "perception", servers, List.of())) {
                Supplier<Optional<Throwable>> failure = () -> Stream.of(motion.failure(), sceneGraph.failure(), storage.failure())
                        .flatMap(Optional::stream)
                        .findFirst();
                assertThat(await(run, failure, () -> progressOf(observed, again))).isEmpty();
                assertThat(again.isAlive()).as("second worker").isTrue();
            }
        } finally {
            feeding.shutdownNow();
        }
    }

    /** @param failure what ended a worker of this JVM, if any has ended */
    private static List<Failure> await(Future<List<Failure>> run, Supplier<Optional<Throwable>> failure, Supplier<String> progress)
            throws Exception {
        for (int second = 0; second < PATIENCE_SECONDS; second++) {
            try {
                return run.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                failure.get().ifPresent(cause -> {
                    throw new AssertionError("a worker ended", cause);
                });
            }
        }
        throw new AssertionError("expected an end within " + PATIENCE_SECONDS + " s, got " + progress.get());
    }

    private static String progressOf(StageTimes observed, Child worker) {
        return StageTimes.STAGES.stream().map(stage -> stage + " " + observed.of(stage).batches()).toList() + " batches\n" + worker.text();
    }

    /** What motion got was committed by perception: it is at work, with more to come. */
    private static long awaitProgress(StageTimes observed, Child perception) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        long seen;
        while ((seen = observed.of("motion").batches()) == 0) {
            assertThat(perception.isAlive()).as(perception.text()).isTrue();
            assertThat(System.nanoTime()).as("no batch reached motion\n%s", perception.text()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return seen;
    }

    private static void assertEveryFrameIsThereOnce(Dataset dataset, SessionId session) {
        long expected = 0;
        try (RowCursor frames = dataset.rows("frames", session)) {
            while (frames.hasNext()) {
                Row frame = frames.next();
                assertThat(frame.number("frame_index")).as(session.value()).isEqualTo(expected++);
            }
        }
        assertThat(expected).as("frames of " + session).isEqualTo(Clips.FRAMES);
    }
}
