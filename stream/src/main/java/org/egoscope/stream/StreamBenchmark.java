package org.egoscope.stream;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.egoscope.core.Batch;
import org.egoscope.core.Codec;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Sink;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.StreamItem;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;

/**
 * What one worker hop costs: payloads of a given size through a stage that only passes them on, with 64 kB of state, on an embedded
 * broker. Throughput is measured with all input waiting, latency with one batch at a time.
 */
public final class StreamBenchmark {
    private static final int SESSIONS = 4;
    private static final int STATE_BYTES = 64 << 10;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private StreamBenchmark() {}

    /**
     * Figures of one run.
     *
     * @param perSecond batches per second with all input waiting
     * @param commits transactions that took
     * @param medianLatencyMillis from the call of feed to the commit of the output, one batch at a time, feeder's own commit included
     * @param p99LatencyMillis the same, 99th percentile
     */
    public record Result(int batches, int bytes, double perSecond, int commits, double medianLatencyMillis, double p99LatencyMillis) {
        /** One line for people. */
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "%d batches of %d bytes: %.0f per second, %.1f ms each, %d transactions; one at a time %.0f ms median, %.0f ms p99",
                    batches, bytes, perSecond, 1000 / perSecond, commits, medianLatencyMillis, p99LatencyMillis);
        }
    }

    private record Blob(byte[] bytes, long firstFrameIndex) implements StreamItem {
        @Override
        public long frameCount() {
            return 1;
        }

        @Override
        public TimeRange span() {
            return TimeRange.ofNanos(firstFrameIndex, firstFrameIndex + 1);
        }
    }

    /** Payload behind session number, sequence and last mark. */
    private static final class BlobCodec implements Codec<Blob> {
        @Override
        public String schema() {
            return "blob;v=1";
        }

        @Override
        public byte[] encode(Batch<? extends Blob> batch) {
            byte[] payload = batch.items().get(0).bytes();
            return ByteBuffer.allocate(13 + payload.length)
                    .putInt(Integer.parseInt(batch.session().value()))
                    .putLong(batch.sequence())
                    .put((byte) (batch.last() ? 1 : 0))
                    .put(payload)
                    .array();
        }

        @Override
        public Batch<Blob> decode(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            SessionId session = new SessionId(String.valueOf(buffer.getInt()));
            long sequence = buffer.getLong();
            boolean last = buffer.get() != 0;
            byte[] payload = Arrays.copyOfRange(bytes, buffer.position(), bytes.length);
            return batch(session, sequence, last, payload);
        }
    }

    private static Batch<Blob> batch(SessionId session, long sequence, boolean last, byte[] payload) {
        return new Batch<>(
                session, sequence, TimeRange.ofNanos(sequence, sequence + 1), last, List.of(new Blob(payload, sequence)));
    }

    private static final class PassOn implements StatefulStage<Blob, Blob> {
        private final byte[] state = new byte[STATE_BYTES];

        @Override
        public void accept(Blob input, Sink<? super Blob> out) {
            state[(int) (input.firstFrameIndex() % STATE_BYTES)]++;
            out.emit(input);
        }

        @Override
        public byte[] snapshot() {
            return state.clone();
        }

        @Override
        public void restore(byte[] snapshot) {
            System.arraycopy(snapshot, 0, state, 0, snapshot.length);
        }
    }

    /** Waits for sessions to end and counts transactions. */
    private static final class Watch implements WorkerListener {
        private final CountDownLatch sessions = new CountDownLatch(SESSIONS);
        private int commits;
        private long told;

        @Override
        public synchronized void onBatch(String stage, SessionId session, long sequence, int items, long nanos) {
            told++;
            notifyAll();
        }

        @Override
        public void onSessionDone(String stage, SessionId session) {
            sessions.countDown();
        }

        @Override
        public synchronized void onCommit(String stage, int inputs, long nanos) {
            commits++;
        }

        synchronized void awaitTold(long count) throws InterruptedException {
            while (told < count) {
                wait();
            }
        }
    }

    /** @param directory of the broker's data, empty or not there */
    public static Result run(Path directory, int batches, int payloadBytes) throws InterruptedException {
        byte[] payload = new byte[payloadBytes];
        new Random(1).nextBytes(payload);
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory)) {
            Topics topics = Topics.standard();
            topics.create(broker.connection(), Topics.Settings.embedded(), List.of("bench"));
            Watch watch = new Watch();
            double perSecond = throughput(broker.connection(), topics, batches, payload, watch);
            double[] latencies = latencies(broker.connection(), topics, payload, 60);
            return new Result(
                    batches, payloadBytes, perSecond, watch.commits, latencies[latencies.length / 2],
                    latencies[(int) (latencies.length * 0.99)]);
        }
    }

    private static double throughput(KafkaConnection connection, Topics topics, int batches, byte[] payload, Watch watch)
            throws InterruptedException {
        try (BatchFeeder<Blob> feeder = feeder(connection, topics)) {
            for (int i = 0; i < batches; i++) {
                boolean last = i >= batches - SESSIONS;
                feeder.feed(batch(new SessionId(String.valueOf(i % SESSIONS)), i / SESSIONS, last, payload));
            }
        }
        try (StageWorker<Blob, Blob> worker = worker(connection, topics, watch)) {
            watch.awaitTold(1);
            int first = (int) watch.told;
            long start = System.nanoTime();
            if (!watch.sessions.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new PipelineException(ErrorKind.RESOURCES, "benchmark: expected the end within " + PATIENCE + ", got "
                        + watch.told + " batches; worker " + worker.failure());
            }
            return (batches - first) * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double[] latencies(KafkaConnection connection, Topics topics, byte[] payload, int count)
            throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        Watch watch = new Watch();
        SessionId session = new SessionId("100");
        try (BatchFeeder<Blob> feeder = feeder(connection, topics);
                StageWorker<Blob, Blob> ignored = worker(connection, topics, watch)) {
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                feeder.feed(batch(session, i, false, payload));
                feeder.flush();
                watch.awaitTold(i + 1L);
                if (i >= 10) {
                    millis.add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static BatchFeeder<Blob> feeder(KafkaConnection connection, Topics topics) {
        return BatchFeeder.open(
                connection,
                topics,
                new TypedTopic<>(topics.chunks(), new BlobCodec()),
                BatchFeeder.Config.of("bench", "", List.of()));
    }

    private static StageWorker<Blob, Blob> worker(KafkaConnection connection, Topics topics, Watch watch) {
        StageSpec<Blob, Blob> spec = new StageSpec<>(
                new TypedTopic<>(topics.chunks(), new BlobCodec()),
                new TypedTopic<>(topics.observations(), new BlobCodec()),
                session -> new PassOn(),
                gap -> new Blob(new byte[0], gap.firstFrameIndex()));
        return StageWorker.start(connection, topics, spec, WorkerConfig.of("bench"), watch);
    }

    /** {@code StreamBenchmark <empty directory> [batches] [bytes]}: logs the figures. */
    public static void main(String[] arguments) throws InterruptedException {
        int batches = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        int bytes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200_000;
        String line = run(Path.of(arguments[0]), batches, bytes).describe();
        org.slf4j.LoggerFactory.getLogger(StreamBenchmark.class).info("{}", line);
    }
}
