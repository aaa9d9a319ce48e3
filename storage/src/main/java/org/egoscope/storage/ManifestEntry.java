package org.egoscope.storage;

import java.util.List;
import java.util.Objects;
import org.egoscope.core.video.SessionId;

/**
 * A run of batches of one topic and session that lies durably in files.
 *
 * @param origin where the batches came from
 * @param session whose data
 * @param planHash plan that made them, as in {@link org.egoscope.core.lineage.RunInfo}
 * @param firstSequence number of the first batch
 * @param lastSequence number of the last batch
 * @param last true if the session's final batch is among them
 * @param files the files, in table order; none where the batches held no rows
 */
public record ManifestEntry(
        Origin origin,
        SessionId session,
        String planHash,
        long firstSequence,
        long lastSequence,
        boolean last,
        List<DataFile> files) {
    /** Topic, partition and the offsets of the first and last batch; batches of other sessions may lie between. */
    public record Origin(String topic, int partition, long firstOffset, long lastOffset) {}

    /**
     * One Arrow IPC file.
     *
     * @param table table whose rows it holds
     * @param path relative to the dataset, with {@code /}
     * @param rows number of rows
     * @param bytes size
     * @param sha256 lower-case hex of the content
     */
    public record DataFile(String table, String path, long rows, long bytes, String sha256) {}

    public ManifestEntry {
        Objects.requireNonNull(origin, "origin is null");
        Objects.requireNonNull(session, "session is null");
        Objects.requireNonNull(planHash, "planHash is null");
        if (firstSequence < 0 || lastSequence < firstSequence) {
            throw new IllegalArgumentException(
                    "sequences: expected 0 <= first <= last, got " + firstSequence + ".." + lastSequence);
        }
        files = List.copyOf(files);
    }
}
