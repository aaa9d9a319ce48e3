package org.egoscope.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.egoscope.core.PipelineException;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.storage.internal.dataset.DatasetFiles;
import org.egoscope.storage.internal.dataset.Manifests;
import org.egoscope.storage.internal.dataset.TableCursor;
import org.egoscope.storage.internal.dataset.TypedRows;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;

/**
 * A dataset on disk as it was when it was opened: what the manifest named then. Later publications need a new {@link #open}. Immutable.
 *
 * <p>Tables and columns: docs/formats/tables.md.
 */
public final class Dataset {
    private final Path root;
    private final List<ManifestEntry> entries;

    private Dataset(Path root, List<ManifestEntry> entries) {
        this.root = root;
        this.entries = entries;
    }

    /** True if the folder holds a dataset. */
    public static boolean exists(Path root) {
        return new Manifests(root).exists();
    }

    /** @throws PipelineException with BAD_INPUT if the folder holds no dataset of this version */
    public static Dataset open(Path root) {
        Manifests manifests = new Manifests(root);
        manifests.require();
        return new Dataset(root, List.copyOf(manifests.entries()));
    }

    public Path root() {
        return root;
    }

    /** By session, then along the data path, then by sequence. */
    public List<ManifestEntry> entries() {
        return entries;
    }

    public List<SessionId> sessions() {
        return entries.stream().map(ManifestEntry::session).distinct().sorted().toList();
    }

    /** True if the session's final batch of the given kind of topic (observations, motion, graph) is in. */
    public boolean isComplete(SessionId session, String topicKind) {
        return entries.stream().anyMatch(entry -> entry.session().equals(session)
                && entry.last()
                && (entry.origin().topic().equals(topicKind) || entry.origin().topic().endsWith("." + topicKind)));
    }

    /** Names of all tables, in the order of the data path. */
    public static List<String> tables() {
        return Tables.all().stream().map(table -> table.name()).toList();
    }

    public long rowCount(String table) {
        return DatasetFiles.of(entries, tableNamed(table)).stream().mapToLong(ManifestEntry.DataFile::rows).sum();
    }

    /** Files of a table in row order; any Arrow reader opens them. */
    public List<Path> files(String table) {
        return paths(DatasetFiles.of(entries, tableNamed(table)));
    }

    private List<Path> paths(List<ManifestEntry.DataFile> files) {
        return files.stream().map(file -> root.resolve(file.path())).toList();
    }

    private static Table<?> tableNamed(String name) {
        return Tables.named(name).orElseThrow(() -> PipelineException.badConfig("table: expected one of " + tables() + ", got " + name));
    }

    /** All rows of a table as plain values, by session and sequence. */
    public RowCursor rows(String table) {
        return new TableCursor(tableNamed(table).schema(), files(table));
    }

    /** Rows of one session. */
    public RowCursor rows(String table, SessionId session) {
        return new TableCursor(tableNamed(table).schema(), paths(DatasetFiles.of(entriesOf(session), tableNamed(table))));
    }

    private List<ManifestEntry> entriesOf(SessionId session) {
        return entries.stream().filter(entry -> entry.session().equals(session)).toList();
    }

    /** What is known of a recording; the latest record of it. */
    public Optional<SessionInfo> session(SessionId session) {
        return typed(session).session();
    }

    /** The plan that made the session's rows; the latest record of it. */
    public Optional<RunInfo> run(SessionId session) {
        return typed(session).run();
    }

    /** Observations and gaps of ingest and perception as they were emitted, by frame; read file by file. */
    public Stream<ObservationEvent> observations(SessionId session) {
        return typed(session).observations();
    }

    /** The wearer's body in one frame. */
    public record Body(long frameIndex, MediaTime time, BodyPose pose) {}

    /** Frames in which the body could be placed. */
    public Stream<Body> bodies(SessionId session) {
        return typed(session).bodies();
    }

    /** Graph events as they were emitted; within one file's reach by table (nodes, edges, ...), and gaps of scenegraph alone. */
    public Stream<GraphEvent> graph(SessionId session) {
        return typed(session).graph();
    }

    private TypedRows typed(SessionId session) {
        return new TypedRows(root, entriesOf(session));
    }

    /** Reads every file and compares size and sha256 with the manifest: what differs, in words; empty if all is well. */
    public List<String> verify() {
        try {
            return DatasetFiles.verify(root, entries);
        } catch (IOException e) {
            throw PipelineException.badInput("dataset " + root + ": expected readable files, got " + e);
        }
    }
}
