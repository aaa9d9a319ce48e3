package org.egoscope.stream.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.WorkerConfig;
import org.egoscope.stream.WorkerListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that does the work: takes records from the inbox, processes them one after another, and commits outputs, state and
 * offsets in one transaction when enough of them are done.
 *
 * <p>If a transaction fails, everything since the last one is forgotten: the sessions are dropped, the consumer goes back to the
 * committed offsets, and the sessions are read again from the committed state. So memory never runs ahead of the log.
 */
final class WorkLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

    /** A new member epoch reaches the poll thread within a heartbeat; without one there is no use in trying again. */
    private static final Duration EPOCH_PATIENCE = Duration.ofSeconds(2);
    private static final int COMMIT_ATTEMPTS = 4;
    /** Nothing new for this part of the linger time: most likely nothing comes soon, so what is done need not wait. */
    private static final int IDLE_SHARE = 5;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final WorkerConfig config;
    private final Inbox inbox;
    private final PollLoop poll;
    private final RecordProcessor processor;
    private final Transactions transactions;
    private final WorkerListener listener;
    private final Map<TopicPartition, Parts> assigned = new HashMap<>();
    private Pending pending = new Pending();
    private boolean rewinding;

    WorkLoop(
            WorkerConfig config,
            Inbox inbox,
            PollLoop poll,
            RecordProcessor processor,
            Transactions transactions,
            WorkerListener listener) {
        this.config = config;
        this.inbox = inbox;
        this.poll = poll;
        this.processor = processor;
        this.transactions = transactions;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            takeOver();
            boolean more = true;
            while (more) {
                more = step(inbox.take(nanosUntilCommit()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what is open under this worker's name at once: reading state would else wait until the broker gives it up. */
    private void takeOver() {
        try {
            transactions.takeOver();
        } catch (KafkaException e) {
            // The next commit tries again.
            LOG.warn("{}: no answer of the broker yet: {}", config.stage(), e.toString());
        }
    }

    private long nanosUntilCommit() {
        if (pending.inputs() == 0 || partsOpen()) {
            return -1;
        }
        long linger = config.linger().toNanos();
        return Math.max(0, Math.min(linger / IDLE_SHARE, linger - (System.nanoTime() - pending.sinceNanos())));
    }

    private boolean step(Inbox.@Nullable Item item) throws InterruptedException {
        if (item instanceof Inbox.Fetched fetched) {
            take(fetched.record());
        } else if (item instanceof Inbox.Handover handover) {
            handOver(handover);
        } else if (item instanceof Inbox.Rewound) {
            rewinding = false;
        } else if (item instanceof Inbox.Stop) {
            return false;
        }
        boolean idle = item == null && pending.inputs() > 0 && !partsOpen();
        if (idle || isDue()) {
            commit();
        }
        return true;
    }

    private boolean isDue() {
        return pending.inputs() > 0
                && !partsOpen()
                && (pending.inputs() >= config.maxRecordsPerTransaction()
                        || pending.bytes() >= config.maxBytesInFlight()
                        || System.nanoTime() - pending.sinceNanos() >= config.linger().toNanos());
    }

    private boolean partsOpen() {
        for (Parts parts : assigned.values()) {
            if (parts.isOpen()) {
                return true;
            }
        }
        return false;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        if (rewinding) {
            return;
        }
        poll.resumeIfDrained();
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        try {
            Parts parts = assigned.get(partition);
            if (parts == null) {
                processor.assigned(partition);
                parts = new Parts();
                assigned.put(partition, parts);
            }
            Parts.Whole whole = parts.join(record);
            pending.countInput();
            if (whole != null) {
                processor.process(whole, pending);
            }
        } catch (KafkaException e) {
            startAgain(e);
        } catch (PipelineException e) {
            if (e.kind() != ErrorKind.RESOURCES) {
                throw e;
            }
            startAgain(e);
        }
    }

    private void handOver(Inbox.Handover handover) throws InterruptedException {
        try {
            if (handover.lost()) {
                startAgain(new CommitFailedException("the group has given " + handover.partitions() + " to others"));
            } else if (partsOpen()) {
                startAgain(new CommitFailedException("a payload in parts was not complete when its partition went"));
            } else if (!rewinding && touches(handover)) {
                commit();
                if (processor.startsOverOnHandover() && !rewinding) {
                    rewind();
                }
            }
            handover.partitions().forEach(this::forget);
        } finally {
            handover.done().countDown();
        }
    }

    private boolean touches(Inbox.Handover handover) {
        return handover.partitions().stream().anyMatch(assigned::containsKey);
    }

    private void forget(TopicPartition partition) {
        if (assigned.remove(partition) != null) {
            processor.revoked(partition);
        }
    }

    private void commit() throws InterruptedException {
        long start = System.nanoTime();
        processor.complete(pending);
        boolean empty = pending.records().isEmpty() && pending.offsets().isEmpty();
        try {
            if (!empty) {
                commitWithFreshGroup();
            }
        } catch (KafkaException e) {
            startAgain(e);
            return;
        }
        Pending done = pending;
        pending = new Pending();
        if (!empty) {
            listener.onCommit(config.stage(), done.inputs(), System.nanoTime() - start);
        }
        publish(done);
    }

    private void publish(Pending done) throws InterruptedException {
        try {
            done.committed();
        } catch (PipelineException e) {
            if (e.kind() != ErrorKind.RESOURCES) {
                throw e;
            }
            // A full disk, say: what is committed is published when the sink is opened again.
            startAgain(e);
        }
    }

    /**
     * Each change of the group gives its members a new epoch, and the broker refuses offsets under an old one even where the
     * partitions stay. What is pending is then still ours: no partition leaves without passing through this thread.
     */
    private void commitWithFreshGroup() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            ConsumerGroupMetadata group = poll.group();
            if (group == null) {
                throw new KafkaException("records came before the group was known");
            }
            try {
                transactions.commit(pending, group);
                return;
            } catch (CommitFailedException e) {
                if (attempt == COMMIT_ATTEMPTS || !isRenewed(group)) {
                    throw e;
                }
            }
        }
    }

    private boolean isRenewed(ConsumerGroupMetadata old) throws InterruptedException {
        long deadline = System.nanoTime() + EPOCH_PATIENCE.toNanos();
        poll.refresh();
        while (System.nanoTime() < deadline && !inbox.startsWithHandover()) {
            ConsumerGroupMetadata now = poll.group();
            if (now != null && now.generationId() != old.generationId()) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
    }

    private void startAgain(RuntimeException cause) throws InterruptedException {
        LOG.warn("{}: goes back to the last commit: {}", config.stage(), cause.toString());
        listener.onRestart(config.stage(), String.valueOf(cause));
        takeOver();
        rewind();
        if (!(cause instanceof CommitFailedException)) {
            Thread.sleep(RETRY_PAUSE.toMillis());
        }
    }

    private void rewind() {
        List.copyOf(assigned.keySet()).forEach(this::forget);
        pending = new Pending();
        rewinding = true;
        poll.askForRewind();
    }
}
