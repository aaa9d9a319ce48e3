package org.egoscope.storage;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.egoscope.core.Batch;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.internal.dataset.Roller;

/**
 * The end of the path: batches in, durable Arrow files out. Knows nothing of Kafka: the caller delivers each topic's batches in order,
 * commits {@link #pendingFrom} together with the returned entries, and then {@link #publish publishes} them to readers.
 *
 * <pre>{@code
 * try (DatasetWriter writer = DatasetWriter.open(folder, plan.planHash(), DatasetWriter.DEFAULT_ROLL_CHUNKS)) {
 *     writer.restore(committedEntries);
 *     List<ManifestEntry> durable = writer.append("ego.graph", partition, offset, batch);
 *     // transaction: manifest records for `durable`, offset writer.pendingFrom("ego.graph", partition)
 *     writer.publish(durable);
 * }
 * }</pre>
 *
 * <p>A file holds the rows of one table, topic and session for sequence numbers {@code [n * rollChunks, (n + 1) * rollChunks)}, or fewer
 * at the session's end. Its name and its bytes follow from the batches and the plan alone, so repeating work after a crash writes the
 * same file again, and every transport writes the same files.
 *
 * <p>Not thread-safe. Several writers, also in several processes, may share a folder if no topic partition has two of them.
 */
public final class DatasetWriter implements AutoCloseable {
    public static final int DEFAULT_ROLL_CHUNKS = 32;

    private final Roller roller;

    private DatasetWriter(Roller roller) {
        this.roller = roller;
    }

    /**
     * @param root folder of the dataset, created if it is not there
     * @param planHash plan of all batches; a session that the folder holds under another plan is replaced as its entries are published
     * @param rollChunks batches of a session per file; 1 shows results soonest, more makes fewer files
     * @throws PipelineException with BAD_CONFIG or RESOURCES if the folder cannot be written or the values make no sense
     */
    public static DatasetWriter open(Path root, String planHash, int rollChunks) {
        return new DatasetWriter(Roller.open(root, planHash, rollChunks));
    }

    /** Batches that these entries cover are skipped when they come again. Entries of other plans are ignored. */
    public void restore(Collection<ManifestEntry> entries) {
        roller.restore(entries);
    }

    /**
     * Takes the next batch of a topic. Its kind is the last part of the topic's name: sessions, observations, motion or graph.
     *
     * @return what became durable with this batch; mostly nothing. Not yet visible to readers.
     * @throws PipelineException with INTERNAL if a batch of the session is missing before this one, RESOURCES if it cannot be written;
     *     the writer is then of no more use
     */
    public List<ManifestEntry> append(String topic, int partition, long offset, Batch<?> batch) {
        return roller.append(topic, partition, offset, batch);
    }

    /**
     * Lowest offset of the partition that is not durable yet: where reading has to start again after a crash. Empty if nothing of the
     * partition was appended.
     */
    public OptionalLong pendingFrom(String topic, int partition) {
        return roller.pendingFrom(topic, partition);
    }

    /**
     * Drops what is not durable of a partition that another worker has now. When it comes back, {@link #restore} what became durable in
     * the meantime.
     */
    public void forget(String topic, int partition) {
        roller.forget(topic, partition);
    }

    /** Shows the entries' rows to readers, session by session atomically. Repeating it changes nothing. */
    public void publish(Collection<ManifestEntry> entries) {
        roller.publish(entries);
    }

    /** Merges the files of finished sessions into one per table. The parts stay for readers that are at them until {@link #sweep}. */
    public void compact() {
        roller.compact();
    }

    /**
     * Removes temporary files, files that no manifest names, and what compaction or another plan replaced. Only for the one writer of a
     * folder, while no reader is open: files of other live writers would go too.
     *
     * @return number of files removed
     */
    public int sweep() {
        return roller.sweep();
    }

    /** Drops what is not durable: it comes again. */
    @Override
    public void close() {
        roller.close();
    }
}
