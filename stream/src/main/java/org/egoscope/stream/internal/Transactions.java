package org.egoscope.stream.internal;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.stream.KafkaConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A producer that writes one transaction after another and is replaced when it cannot go on. */
final class Transactions implements AutoCloseable {
    /**
     * A transaction is open only while its finished records are sent (20 to 100 ms measured), never during a stage's work; a dead
     * worker's open one holds its readers up for this long.
     */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** Two live workers of one name would fence each other for ever; a single one is fenced only after a long pause. */
    private static final int MAX_FENCED_IN_A_ROW = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaConnection connection;
    private final String transactionalId;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private int fencedInARow;

    Transactions(KafkaConnection connection, String transactionalId) {
        this.connection = connection;
        this.transactionalId = transactionalId;
    }

    /** Ends what an earlier process of this name left open and locks that process out, before anything is written. */
    void takeOver() {
        open();
    }

    private KafkaProducer<byte[], byte[]> open() {
        KafkaProducer<byte[], byte[]> found = producer;
        if (found == null) {
            found = Clients.transactional(connection, transactionalId, TIMEOUT);
            producer = found;
            try {
                found.initTransactions();
            } catch (KafkaException e) {
                discard();
                throw e;
            }
        }
        return found;
    }

    /** Commits all of it, or nothing; after an exception the next call starts afresh. */
    void commit(Pending pending, @Nullable ConsumerGroupMetadata group) {
        KafkaProducer<byte[], byte[]> sender = open();
        try {
            sender.beginTransaction();
            pending.records().forEach(sender::send);
            if (group != null) {
                sender.sendOffsetsToTransaction(pending.offsets(), group);
            }
            sender.commitTransaction();
            fencedInARow = 0;
        } catch (KafkaException e) {
            abort(sender);
            noteFenced(e);
            throw e;
        }
    }

    private void abort(KafkaProducer<byte[], byte[]> sender) {
        try {
            sender.abortTransaction();
        } catch (KafkaException e) {
            // Fenced, or the broker does not answer: the next producer ends the transaction when it takes the name over.
            LOG.debug("{}: cannot abort, taking a new producer: {}", transactionalId, e.toString());
            discard();
        }
    }

    private void noteFenced(KafkaException e) {
        if (isCausedBy(e, AuthorizationException.class)) {
            throw new PipelineException(ErrorKind.BAD_CONFIG, transactionalId + ": expected the right to write, got " + e, e);
        }
        // The broker says it in one way or the other, depending on which request meets the successor first.
        boolean fenced = isCausedBy(e, ProducerFencedException.class) || isCausedBy(e, InvalidProducerEpochException.class);
        if (fenced && ++fencedInARow >= MAX_FENCED_IN_A_ROW) {
            throw new PipelineException(
                    ErrorKind.BAD_CONFIG,
                    transactionalId + ": expected to be the only worker of this name, got fenced " + fencedInARow + " times in a row",
                    e);
        }
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private void discard() {
        KafkaProducer<byte[], byte[]> found = producer;
        producer = null;
        if (found != null) {
            found.close(CLOSE_PATIENCE);
        }
    }

    @Override
    public void close() {
        discard();
    }
}
