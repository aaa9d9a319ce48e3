package org.egoscope.stream.internal;

import org.apache.kafka.common.TopicPartition;

/** What a worker does with its records. Called on the work thread only. */
public interface RecordProcessor extends AutoCloseable {
    /** Before the first record of a partition since it was assigned or rewound: take its sessions up. */
    void assigned(TopicPartition partition);

    /** Processes one message; what goes out with it is added to the pending transaction. Bad input must not throw. */
    void process(Parts.Whole message, Pending pending);

    /** Adds what is written once per transaction, offsets included. Called right before each commit. */
    void complete(Pending pending);

    /** True if it cannot forget one partition alone: then all are revoked and read again when one goes. */
    default boolean startsOverOnHandover() {
        return false;
    }

    /** The partition is another worker's now, or is read again from its committed offset: forget it. */
    void revoked(TopicPartition partition);

    @Override
    void close();
}
