package org.egoscope.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.egoscope.core.Batch;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.StreamItem;
import org.egoscope.core.video.SessionId;
import org.egoscope.stream.internal.BatchHeaders;
import org.egoscope.stream.internal.FeedLog;
import org.jspecify.annotations.Nullable;

/**
 * Puts the batches of sessions at the beginning of the path, exactly once. A feeder started again, also after a kill, knows how far
 * each session has come and goes on behind it. It waits while the readers lag, so that the log does not fill the disk.
 *
 * <p>Thread-safe; sessions may be fed by turns.
 */
public final class BatchFeeder<T extends StreamItem> implements AutoCloseable {
    /** Name of the feeder among the stages: its progress is in {@code ego.state.feed}. */
    public static final String STAGE = "feed";

    private static final long LAG_CHECK_MILLIS = 50;
    private static final long MAX_BUFFERED_BYTES = 8 << 20;

    private final Config config;
    private final TypedTopic<T> topic;
    private final Topics topics;
    private final FeedLog log;
    private final ConsumerLag lag;
    private final ScheduledExecutorService timer;
    private long room;
    private long oldestNanos;
    private boolean closed;
    private @Nullable RuntimeException failed;

    /** A topic and the stage that reads it, whose lag holds the feeder back. */
    public record Reading(String topic, String stage) {}

    /**
     * How a feeder runs.
     *
     * @param feederId name of this task; a feeder started again under its name ends at once what a killed one left open
     * @param plan hash of configuration and models, travels with each batch; may be empty
     * @param held who must keep up
     * @param maxLagRecords feeding waits while any of them has more than this to read; raising it costs disk
     * @param maxRecordsPerTransaction a transaction is committed at this many batches
     * @param linger a transaction is committed when its oldest batch is this old
     */
    public record Config(
            String feederId, String plan, List<Reading> held, long maxLagRecords, int maxRecordsPerTransaction, Duration linger) {
        public Config {
            held = List.copyOf(held);
            if (!feederId.matches("[A-Za-z0-9._@-]{1,128}") || maxLagRecords < 1 || maxRecordsPerTransaction < 1) {
                throw PipelineException.badConfig("feeder: expected an id of [A-Za-z0-9._@-] and positive limits, got '" + feederId
                        + "', lag " + maxLagRecords + ", records " + maxRecordsPerTransaction);
            }
        }

        /** At most 256 records ahead of the readers; 32 batches or 100 ms per transaction. */
        public static Config of(String feederId, String plan, List<Reading> held) {
            return new Config(feederId, plan, held, 256, 32, Duration.ofMillis(100));
        }
    }

    private BatchFeeder(KafkaConnection connection, Topics topics, TypedTopic<T> topic, Config config) {
        this.config = config;
        this.topic = topic;
        this.topics = topics;
        this.log = new FeedLog(connection, topics.group(STAGE) + "-" + config.feederId(), topics.state(STAGE));
        this.lag = new ConsumerLag(connection, topics);
        this.room = config.held().isEmpty() ? Long.MAX_VALUE : 0;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "feeder-" + config.feederId());
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.timer = executor;
    }

    /** Reads how far earlier feeders have come. */
    public static <T extends StreamItem> BatchFeeder<T> open(
            KafkaConnection connection, Topics topics, TypedTopic<T> topic, Config config) {
        try {
            return new BatchFeeder<>(connection, topics, topic, config);
        } catch (KafkaException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "feeder: expected the broker to answer, got " + e, e);
        }
    }

    /** Sequence number of the next batch to feed; 0 for a session that was never fed. */
    public synchronized long nextSequence(SessionId session) {
        return log.progress(session).nextSequence();
    }

    /** True if the last batch of the session has been fed. */
    public synchronized boolean isDone(SessionId session) {
        return log.progress(session).done();
    }

    /** Puts a description (of a session or a run) under its name into {@code ego.sessions}; the newest counts. */
    public synchronized void announce(String name, byte[] description) {
        refuseIfBroken();
        startLinger();
        log.add(new ProducerRecord<>(topics.sessions(), name.getBytes(StandardCharsets.UTF_8), description));
        commitIfDue();
    }

    /**
     * Feeds a batch; waits while the readers lag. Returns before it is committed, see {@link #flush}.
     *
     * @return false if it is already there
     */
    public synchronized boolean feed(Batch<T> batch) throws InterruptedException {
        refuseIfBroken();
        FeedLog.Progress progress = log.progress(batch.session());
        if (progress.done() || batch.sequence() < progress.nextSequence()) {
            return false;
        }
        if (batch.sequence() > progress.nextSequence()) {
            throw new IllegalArgumentException("session " + batch.session() + ": expected sequence " + progress.nextSequence()
                    + ", got " + batch.sequence());
        }
        awaitRoom();
        startLinger();
        BatchHeaders headers = BatchHeaders.of(batch, new BatchHeaders.Context(config.plan(), newTraceParent(), false));
        log.add(batch.session(), new FeedLog.Progress(batch.sequence() + 1, batch.last()), headers.record(topic, batch));
        room--;
        commitIfDue();
        return true;
    }

    /** W3C trace context, version 00: random trace and parent ids (not all zero), sampled. */
    private static String newTraceParent() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format("00-%016x%016x-%016x-01", random.nextLong(), random.nextLong() | 1, random.nextLong() | 1);
    }

    private void awaitRoom() throws InterruptedException {
        while (room <= 0) {
            commit();
            room = config.maxLagRecords() - largestLag();
            if (room <= 0) {
                wait(LAG_CHECK_MILLIS);
                refuseIfBroken();
            }
        }
    }

    private long largestLag() {
        long largest = 0;
        for (Reading reading : config.held()) {
            largest = Math.max(largest, lag.records(reading.stage(), reading.topic()));
        }
        return largest;
    }

    private void startLinger() {
        if (log.bufferedRecords() == 0) {
            oldestNanos = System.nanoTime();
            timer.schedule(this::lingered, config.linger().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void lingered() {
        try {
            if (!closed && failed == null) {
                commitIfDue();
            }
        } catch (RuntimeException e) {
            // Told to the next caller: there is nobody here.
            failed = e;
        }
    }

    private void commitIfDue() {
        if (log.bufferedRecords() >= config.maxRecordsPerTransaction()
                || log.bufferedBytes() >= MAX_BUFFERED_BYTES
                || System.nanoTime() - oldestNanos >= config.linger().toNanos()) {
            commit();
        }
    }

    private void commit() {
        try {
            log.commit();
        } catch (RuntimeException e) {
            failed = e;
            throw e;
        }
    }

    private void refuseIfBroken() {
        if (closed) {
            throw new IllegalStateException("feeder " + config.feederId() + ": expected open, got closed");
        }
        if (failed != null) {
            throw new PipelineException(
                    ErrorKind.RESOURCES, "feeder " + config.feederId() + ": expected to go on, got " + failed.getMessage(), failed);
        }
    }

    /** Returns when everything fed so far is committed. */
    public synchronized void flush() {
        refuseIfBroken();
        commit();
    }

    /** Commits what was fed and stops. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        timer.shutdown();
        notifyAll();
        try {
            if (failed == null) {
                log.commit();
            }
        } finally {
            log.close();
            lag.close();
        }
    }
}
