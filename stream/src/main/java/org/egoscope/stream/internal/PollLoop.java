package org.egoscope.stream.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the consumer. It polls all the time, so that the group knows the worker lives, and stops fetching while the
 * inbox holds too much.
 *
 * <p>When a partition is taken away, it waits until the work thread has committed what is done and forgotten the partition. There is
 * no time limit to this wait, on purpose: a work thread that hangs makes the consumer leave the group after
 * {@code max.poll.interval.ms}, and as this thread is still waiting, the group metadata of the hanging transaction stays that of the
 * member that was thrown out, so that its commit is refused.
 */
final class PollLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final Inbox inbox;
    private final long maxBytesInFlight;
    private volatile boolean stopping;
    private volatile boolean rewindWanted;
    private volatile boolean full;
    private volatile long lag = -1;
    private volatile @Nullable ConsumerGroupMetadata group;

    PollLoop(KafkaConsumer<byte[], byte[]> consumer, List<String> topics, Inbox inbox, long maxBytesInFlight) {
        this.consumer = consumer;
        this.topics = topics;
        this.inbox = inbox;
        this.maxBytesInFlight = maxBytesInFlight;
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(topics, new Handovers());
            while (!stopping) {
                pollOnce();
            }
        } finally {
            closeConsumer();
            inbox.add(new Inbox.Stop());
        }
    }

    private void pollOnce() {
        try {
            if (rewindWanted) {
                rewind();
            }
            holdOrResume();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                inbox.add(new Inbox.Fetched(record));
            }
            group = consumer.groupMetadata();
            measureLag();
        } catch (WakeupException e) {
            LOG.trace("woken up");
        }
    }

    private void closeConsumer() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE_PATIENCE));
        } catch (WakeupException e) {
            consumer.close(CloseOptions.timeout(CLOSE_PATIENCE));
        }
    }

    private void holdOrResume() {
        full = inbox.bytes() >= maxBytesInFlight;
        Set<TopicPartition> paused = consumer.paused();
        if (full) {
            consumer.assignment().forEach(partition -> ifAssigned(() -> consumer.pause(List.of(partition))));
        } else if (!paused.isEmpty()) {
            paused.forEach(partition -> ifAssigned(() -> consumer.resume(List.of(partition))));
        }
    }

    /** Back to the committed offsets. Asked for by the work thread, which drops all it takes until it sees {@link Inbox.Rewound}. */
    private void rewind() {
        Set<TopicPartition> assignment = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = consumer.committed(assignment);
        } catch (AuthorizationException | WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // Asked again in the next round: meanwhile polling lets the member join the group again if it was thrown out.
            LOG.warn("committed offsets of {}: no answer yet: {}", topics, e.toString());
            return;
        }
        for (TopicPartition partition : assignment) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                ifAssigned(() -> consumer.seekToBeginning(List.of(partition)));
            } else {
                ifAssigned(() -> consumer.seek(partition, offset));
            }
        }
        inbox.drop(assignment);
        rewindWanted = false;
        inbox.add(new Inbox.Rewound());
    }

    private void measureLag() {
        LongAdder sum = new LongAdder();
        consumer.assignment().forEach(partition -> ifAssigned(() -> sum.add(consumer.currentLag(partition).orElse(0))));
        lag = sum.sum();
    }

    /** The consumer's own thread takes partitions away at any time, before the next poll tells of it. */
    private static void ifAssigned(Runnable call) {
        try {
            call.run();
        } catch (IllegalStateException e) {
            LOG.debug("partition is gone: {}", e.toString());
        }
    }

    /** Records known to the consumer that it has not fetched yet; -1 before the first poll. */
    long lag() {
        return lag;
    }

    @Nullable ConsumerGroupMetadata group() {
        return group;
    }

    void askForRewind() {
        rewindWanted = true;
        consumer.wakeup();
    }

    /** The work thread calls this after each record it took. */
    void resumeIfDrained() {
        if (full && inbox.bytes() < maxBytesInFlight / 2) {
            full = false;
            consumer.wakeup();
        }
    }

    /** Makes the loop look at the group again soon. */
    void refresh() {
        consumer.wakeup();
    }

    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    private final class Handovers implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // Read up when their first record comes: by then the consumer has seen their settled offsets.
            LOG.debug("assigned {}", partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            handOver(partitions, false);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            handOver(partitions, true);
        }

        private void handOver(Collection<TopicPartition> partitions, boolean lost) {
            LOG.debug("{} {}", lost ? "lost" : "revoked", partitions);
            if (partitions.isEmpty()) {
                return;
            }
            inbox.drop(partitions);
            CountDownLatch done = new CountDownLatch(1);
            inbox.addFirst(new Inbox.Handover(List.copyOf(partitions), lost, done));
            boolean interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
