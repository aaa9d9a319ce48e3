package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.egoscope.core.Batch;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;

/** Collects batches by topic and session and writes them as files at fixed sequence numbers. */
public final class Roller implements AutoCloseable {
    private static final Pattern PLAN_HASH = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    private final Path root;
    private final String planHash;
    private final int rollChunks;
    private final Manifests manifests;
    private final Map<StreamKey, Progress> progress = new HashMap<>();
    private final Map<PartitionKey, Long> nextOffsets = new HashMap<>();

    /** All batches of a session in one kind of topic. */
    private record StreamKey(TopicKind kind, SessionId session) {}

    private record PartitionKey(String topic, int partition) {}

    /** Where one session of one topic stands. */
    private static final class Progress {
        private final TableBuffer buffer;
        private long nextSequence;
        private boolean finished;
        private boolean pending;
        private PartitionKey partition = new PartitionKey("", 0);
        private long firstSequence;
        private long firstOffset;

        Progress(StreamKey key) {
            this.buffer = new TableBuffer(key.kind(), key.session());
        }
    }

    private Roller(Path root, String planHash, int rollChunks) {
        this.root = root;
        this.planHash = planHash;
        this.rollChunks = rollChunks;
        this.manifests = new Manifests(root);
    }

    public static Roller open(Path root, String planHash, int rollChunks) {
        if (!PLAN_HASH.matcher(planHash).matches()) {
            throw PipelineException.badConfig("plan hash: expected " + PLAN_HASH + ", got '" + planHash + "'");
        }
        if (rollChunks < 1) {
            throw PipelineException.badConfig("chunks per file: expected >= 1, got " + rollChunks);
        }
        Roller roller = new Roller(root, planHash, rollChunks);
        try {
            roller.manifests.create();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "dataset " + root + ": expected a writable folder, got " + e, e);
        }
        roller.manifests.require();
        return roller;
    }

    public void restore(Collection<ManifestEntry> entries) {
        for (ManifestEntry entry : entries) {
            if (entry.planHash().equals(planHash)) {
                StreamKey key = new StreamKey(TopicKind.of(entry.origin().topic()), entry.session());
                Progress found = progress.computeIfAbsent(key, Progress::new);
                found.nextSequence = Math.max(found.nextSequence, entry.lastSequence() + 1);
                found.finished |= entry.last();
            }
        }
    }

    public List<ManifestEntry> append(String topic, int partition, long offset, Batch<?> batch) {
        StreamKey key = new StreamKey(TopicKind.of(topic), batch.session());
        Progress found = progress.computeIfAbsent(key, Progress::new);
        PartitionKey place = new PartitionKey(topic, partition);
        if (batch.sequence() >= found.nextSequence) {
            requireNext(key, found, batch);
            batch.items().forEach(found.buffer::add);
            if (!found.pending) {
                found.pending = true;
                found.partition = place;
                found.firstSequence = batch.sequence();
                found.firstOffset = offset;
            }
            found.nextSequence = batch.sequence() + 1;
            found.finished = batch.last();
        }
        nextOffsets.merge(place, offset + 1, Math::max);
        boolean full = found.nextSequence % rollChunks == 0 || found.finished || !key.kind().isDense();
        return found.pending && full ? List.of(roll(key, found, offset)) : List.of();
    }

    private void requireNext(StreamKey key, Progress found, Batch<?> batch) {
        boolean inOrder = key.kind().isDense() ? batch.sequence() == found.nextSequence && !found.finished : true;
        if (!inOrder) {
            throw new PipelineException(
                    ErrorKind.INTERNAL,
                    "batch of " + key.kind().fileName() + " of session " + key.session() + ": expected "
                            + (found.finished ? "none after the last, " : "") + "sequence " + found.nextSequence + ", got "
                            + batch.sequence());
        }
    }

    private ManifestEntry roll(StreamKey key, Progress found, long lastOffset) {
        List<ManifestEntry.DataFile> files = new ArrayList<>();
        long lastSequence = found.nextSequence - 1;
        try {
            for (Table<?> table : found.buffer.filled()) {
                String path = path(table.name(), key.kind(), key.session(), found.firstSequence, lastSequence);
                ArrowFiles.Written written = ArrowFiles.write(root.resolve(path), table, found.buffer.rows(table));
                files.add(new ManifestEntry.DataFile(
                        table.name(), path, found.buffer.rows(table).count(), written.bytes(), written.sha256()));
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "dataset " + root + ": expected to write a file, got " + e, e);
        }
        found.buffer.clear();
        found.pending = false;
        ManifestEntry.Origin origin = new ManifestEntry.Origin(
                found.partition.topic(), found.partition.partition(), found.firstOffset, lastOffset);
        return new ManifestEntry(
                origin, key.session(), planHash, found.firstSequence, lastSequence, found.finished, files);
    }

    /** The plan is in the name so that results of another plan are never overwritten under a reader. */
    private String path(String table, TopicKind kind, SessionId session, long first, long last) {
        String plan = planHash.substring(0, Math.min(12, planHash.length()));
        return String.format("%s/%s/%s-%08d-%08d-%s.arrow", table, session, kind.fileName(), first, last, plan);
    }

    public OptionalLong pendingFrom(String topic, int partition) {
        PartitionKey place = new PartitionKey(topic, partition);
        Long next = nextOffsets.get(place);
        if (next == null) {
            return OptionalLong.empty();
        }
        long lowest = next;
        for (Progress found : progress.values()) {
            if (found.pending && found.partition.equals(place)) {
                lowest = Math.min(lowest, found.firstOffset);
            }
        }
        return OptionalLong.of(lowest);
    }

    public void forget(String topic, int partition) {
        PartitionKey place = new PartitionKey(topic, partition);
        nextOffsets.remove(place);
        for (Progress found : progress.values()) {
            if (found.pending && found.partition.equals(place)) {
                found.buffer.clear();
                found.pending = false;
                found.nextSequence = found.firstSequence;
            }
        }
    }

    public void publish(Collection<ManifestEntry> entries) {
        Map<SessionId, List<ManifestEntry>> bySession = new TreeMap<>();
        for (ManifestEntry entry : entries) {
            if (entry.planHash().equals(planHash)) {
                bySession.computeIfAbsent(entry.session(), id -> new ArrayList<>()).add(entry);
            }
        }
        try {
            for (Map.Entry<SessionId, List<ManifestEntry>> session : bySession.entrySet()) {
                manifests.change(session.getKey(), planHash, current -> merged(current, session.getValue()));
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "manifest of " + root + ": expected to write it, got " + e, e);
        }
    }

    private static List<ManifestEntry> merged(List<ManifestEntry> current, List<ManifestEntry> added) {
        List<ManifestEntry> all = new ArrayList<>(current);
        for (ManifestEntry entry : added) {
            if (all.stream().noneMatch(known -> covers(known, entry))) {
                all.add(entry);
            }
        }
        return all;
    }

    private static boolean covers(ManifestEntry known, ManifestEntry entry) {
        return TopicKind.of(known.origin().topic()) == TopicKind.of(entry.origin().topic())
                && known.firstSequence() <= entry.firstSequence()
                && known.lastSequence() >= entry.lastSequence();
    }

    public void compact() {
        Map<StreamKey, List<ManifestEntry>> streams = new HashMap<>();
        for (ManifestEntry entry : manifests.entries()) {
            if (entry.planHash().equals(planHash)) {
                StreamKey key = new StreamKey(TopicKind.of(entry.origin().topic()), entry.session());
                streams.computeIfAbsent(key, any -> new ArrayList<>()).add(entry);
            }
        }
        try {
            for (Map.Entry<StreamKey, List<ManifestEntry>> stream : streams.entrySet()) {
                if (isWhole(stream.getKey(), stream.getValue())) {
                    compact(stream.getKey(), stream.getValue());
                }
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "dataset " + root + ": expected to merge files, got " + e, e);
        }
    }

    private static boolean isWhole(StreamKey key, List<ManifestEntry> entries) {
        long next = 0;
        for (ManifestEntry entry : entries) {
            if (entry.firstSequence() != next) {
                return false;
            }
            next = entry.lastSequence() + 1;
        }
        return key.kind().isDense() && entries.size() > 1 && entries.get(entries.size() - 1).last();
    }

    private void compact(StreamKey key, List<ManifestEntry> parts) throws IOException {
        ManifestEntry first = parts.get(0);
        ManifestEntry last = parts.get(parts.size() - 1);
        List<ManifestEntry.DataFile> files = new ArrayList<>();
        for (Table<?> table : Tables.all()) {
            List<ManifestEntry.DataFile> pieces = parts.stream()
                    .flatMap(part -> part.files().stream())
                    .filter(file -> file.table().equals(table.name()))
                    .toList();
            if (!pieces.isEmpty()) {
                String path = path(table.name(), key.kind(), key.session(), first.firstSequence(), last.lastSequence());
                List<Path> paths = pieces.stream().map(piece -> root.resolve(piece.path())).toList();
                ArrowFiles.Written written = ArrowFiles.concatenate(root.resolve(path), table.schema(), paths);
                long rows = pieces.stream().mapToLong(ManifestEntry.DataFile::rows).sum();
                files.add(new ManifestEntry.DataFile(table.name(), path, rows, written.bytes(), written.sha256()));
            }
        }
        ManifestEntry.Origin origin = new ManifestEntry.Origin(
                first.origin().topic(), first.origin().partition(), first.origin().firstOffset(), last.origin().lastOffset());
        ManifestEntry whole = new ManifestEntry(
                origin, key.session(), planHash, first.firstSequence(), last.lastSequence(), true, files);
        manifests.change(key.session(), planHash, current -> {
            List<ManifestEntry> changed = new ArrayList<>(current);
            changed.removeIf(entry -> covers(whole, entry));
            changed.add(whole);
            return changed;
        });
    }

    public int sweep() {
        try {
            return Sweep.run(root, manifests.entries());
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "dataset " + root + ": expected to remove files, got " + e, e);
        }
    }

    @Override
    public void close() {
        progress.clear();
        nextOffsets.clear();
    }
}
