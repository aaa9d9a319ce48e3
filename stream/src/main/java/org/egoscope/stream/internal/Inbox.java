package org.egoscope.stream.internal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What the poll thread hands to the work thread, with its size in bytes. */
final class Inbox {
    /** One thing for the work thread to do. */
    sealed interface Item permits Fetched, Handover, Rewound, Stop {}

    /** A record to process. */
    record Fetched(ConsumerRecord<byte[], byte[]> record) implements Item {
        long bytes() {
            return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
    }

    /**
     * Partitions go to another worker.
     *
     * @param lost true if they are already gone, so that nothing can be committed for them
     * @param done counted down when the work thread is through with them
     */
    record Handover(Collection<TopicPartition> partitions, boolean lost, CountDownLatch done) implements Item {}

    /** The consumer is back at the committed offsets; what comes next is read again from there. */
    record Rewound() implements Item {}

    /** Nothing comes any more. */
    record Stop() implements Item {}

    private final Deque<Item> items = new ArrayDeque<>();
    private long bytes;

    synchronized void add(Item item) {
        items.addLast(item);
        bytes += bytesOf(item);
        notifyAll();
    }

    synchronized void addFirst(Item item) {
        items.addFirst(item);
        notifyAll();
    }

    /** Null if nothing came within the time; waits without end for a negative one. */
    synchronized @Nullable Item take(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (items.isEmpty()) {
            if (timeoutNanos < 0) {
                wait();
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            // Rounded up: rounding down would spin through the last millisecond.
            wait(left / 1_000_000 + 1);
        }
        Item item = items.removeFirst();
        bytes -= bytesOf(item);
        return item;
    }

    /** Drops the records of some partitions. */
    synchronized void drop(Collection<TopicPartition> partitions) {
        items.removeIf(item -> item instanceof Fetched fetched
                && partitions.contains(new TopicPartition(fetched.record().topic(), fetched.record().partition())));
        bytes = items.stream().mapToLong(Inbox::bytesOf).sum();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized boolean startsWithHandover() {
        return items.peekFirst() instanceof Handover;
    }

    private static long bytesOf(Item item) {
        return item instanceof Fetched fetched ? fetched.bytes() : 0;
    }
}
