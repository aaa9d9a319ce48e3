package org.egoscope.stream;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.egoscope.core.Batch;

/**
 * The end of the path, as {@link SinkWorker} sees it. Called from one thread.
 *
 * @param <E> entry of the manifest: names something that is durable
 */
public interface BatchSink<E> extends AutoCloseable {
    /**
     * Called with all that was ever committed, first and again whenever a partition comes whose former worker has committed more
     * since. A worker may have died between commit and {@link #published}, so some of them may still have to be published.
     */
    void restore(Collection<E> entries);

    /**
     * Takes the next batch of a partition. After a restart batches come again from {@link #pendingFrom} as it was committed; those
     * that entries cover are to be skipped.
     *
     * @return what became durable; may be nothing
     */
    List<E> append(String topic, int partition, long offset, Batch<?> batch);

    /** First offset of the partition that is not durable: reading starts there after a restart. Empty if nothing was appended. */
    OptionalLong pendingFrom(String topic, int partition);

    /** The entries are committed: readers may see them now. */
    void published(Collection<E> entries);

    /** Drops what is not durable: it comes again, here or at another worker. */
    @Override
    void close();
}
