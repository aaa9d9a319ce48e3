package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.StreamItem;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.observation.Person;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.internal.column.Vectors;
import org.egoscope.storage.internal.schema.GeometryColumns;
import org.egoscope.storage.internal.schema.GraphColumns;
import org.egoscope.storage.internal.schema.MotionColumns;
import org.egoscope.storage.internal.schema.ObservationColumns;
import org.egoscope.storage.internal.schema.SessionColumns;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;

/** One session's rows as the values that they were made from. Reads one entry's files at a time. */
public final class TypedRows {
    private final Path root;
    private final List<ManifestEntry> entries;

    /** @param entries of one session, in order */
    public TypedRows(Path root, List<ManifestEntry> entries) {
        this.root = root;
        this.entries = entries;
    }

    private record Framed<T>(long frameIndex, T value) {}

    private record Frame(SessionId session, long frameIndex, TimeRange span, Camera camera) {}

    public Optional<SessionInfo> session() {
        return of(TopicKind.SESSIONS)
                .flatMap(entry -> read(entry, Tables.SESSIONS, SessionColumns::session).stream())
                .reduce((earlier, later) -> later);
    }

    public Optional<RunInfo> run() {
        return of(TopicKind.SESSIONS)
                .flatMap(entry -> read(entry, Tables.RUNS, SessionColumns::run).stream())
                .reduce((earlier, later) -> later);
    }

    public Stream<Dataset.Body> bodies() {
        return of(TopicKind.MOTION).flatMap(entry -> read(entry, Tables.MOTION, TypedRows::body).stream());
    }

    public Stream<GraphEvent> graph() {
        return of(TopicKind.GRAPH).flatMap(this::graphOf);
    }

    public Stream<ObservationEvent> observations() {
        return of(TopicKind.OBSERVATIONS).flatMap(this::observationsOf);
    }

    private Stream<ManifestEntry> of(TopicKind kind) {
        return entries.stream().filter(entry -> TopicKind.of(entry.origin().topic()) == kind);
    }

    private Stream<GraphEvent> graphOf(ManifestEntry entry) {
        List<GraphEvent> events = new ArrayList<>();
        events.addAll(read(entry, Tables.NODES, GraphColumns::node));
        events.addAll(read(entry, Tables.NODE_CORRECTIONS, GraphColumns::correction));
        events.addAll(read(entry, Tables.CONTACTS, GraphColumns::contact));
        events.addAll(read(entry, Tables.ACTIONS, GraphColumns::action));
        events.addAll(read(entry, Tables.EDGES, GraphColumns::edge));
        events.addAll(read(entry, Tables.EDGE_EVIDENCE, GraphColumns::evidence));
        events.addAll(read(entry, Tables.GAPS, GraphColumns::gap));
        return events.stream();
    }

    private Stream<ObservationEvent> observationsOf(ManifestEntry entry) {
        Map<Long, HeadPose> poses = new TreeMap<>();
        for (Framed<HeadPose> row : read(entry, Tables.HEAD_POSES, framed(ObservationColumns::headPose))) {
            poses.put(row.frameIndex, row.value);
        }
        Map<Long, List<Instance>> instances = byFrame(read(entry, Tables.INSTANCES, framed(ObservationColumns::instance)));
        Map<Long, List<Hand>> hands = byFrame(read(entry, Tables.HANDS, framed(ObservationColumns::hand)));
        Map<Long, List<Person>> people = byFrame(read(entry, Tables.PEOPLE, framed(ObservationColumns::person)));
        Map<Long, List<BoundingBox>> covered = byFrame(read(entry, Tables.COVERED, framed(GeometryColumns::box)));
        List<ObservationEvent> events = new ArrayList<>(read(entry, Tables.GAPS, GraphColumns::gap));
        for (Frame frame : read(entry, Tables.FRAMES, TypedRows::frame)) {
            events.add(new Observation(
                    frame.session,
                    frame.frameIndex,
                    frame.span,
                    frame.camera,
                    Objects.requireNonNull(poses.get(frame.frameIndex), "frame without head pose"),
                    instances.getOrDefault(frame.frameIndex, List.of()),
                    hands.getOrDefault(frame.frameIndex, List.of()),
                    people.getOrDefault(frame.frameIndex, List.of()),
                    covered.getOrDefault(frame.frameIndex, List.of())));
        }
        events.sort(Comparator.comparingLong(StreamItem::firstFrameIndex));
        return events.stream();
    }

    private static <T> Map<Long, List<T>> byFrame(List<Framed<T>> rows) {
        Map<Long, List<T>> frames = new TreeMap<>();
        for (Framed<T> row : rows) {
            frames.computeIfAbsent(row.frameIndex, any -> new ArrayList<>()).add(row.value);
        }
        return frames;
    }

    private static <T> Function<Vectors, IntFunction<Framed<T>>> framed(Function<Vectors, IntFunction<T>> reader) {
        return vectors -> {
            BigIntVector frameIndex = vectors.int64("frame_index");
            IntFunction<T> value = reader.apply(vectors);
            return row -> new Framed<>(frameIndex.get(row), value.apply(row));
        };
    }

    private static IntFunction<Frame> frame(Vectors vectors) {
        IntFunction<String> session = vectors.text("session");
        BigIntVector frameIndex = vectors.int64("frame_index");
        IntFunction<TimeRange> span = GeometryColumns.span(vectors);
        IntFunction<Camera> camera = GeometryColumns.camera(vectors);
        return row -> new Frame(new SessionId(session.apply(row)), frameIndex.get(row), span.apply(row), camera.apply(row));
    }

    private static IntFunction<Dataset.Body> body(Vectors vectors) {
        BigIntVector frameIndex = vectors.int64("frame_index");
        BigIntVector time = vectors.int64("time_ns");
        IntFunction<BodyPose> pose = MotionColumns.body(vectors);
        return row -> new Dataset.Body(frameIndex.get(row), new MediaTime(time.get(row)), pose.apply(row));
    }

    private <T> List<T> read(ManifestEntry entry, Table<?> table, Function<Vectors, IntFunction<T>> reader) {
        List<Path> files = DatasetFiles.of(List.of(entry), table).stream().map(file -> root.resolve(file.path())).toList();
        List<T> rows = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                TableReader batches = new TableReader(allocator, table.schema(), files)) {
            while (batches.loadNextBatch()) {
                VectorSchemaRoot loaded = batches.getVectorSchemaRoot();
                IntFunction<T> row = reader.apply(Vectors.of(loaded));
                for (int i = 0; i < loaded.getRowCount(); i++) {
                    rows.add(row.apply(i));
                }
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "table " + table.name() + ": expected readable files, got " + e, e);
        }
        return rows;
    }
}
