package org.egoscope.storage;

import static org.egoscope.storage.internal.column.ColumnSpec.int32;
import static org.egoscope.storage.internal.column.ColumnSpec.struct;
import static org.egoscope.storage.internal.column.ColumnSpec.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.arrow.vector.IntVector;
import org.egoscope.core.Codec;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.storage.internal.codec.BatchCodec;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Vectors;
import org.egoscope.storage.internal.schema.ChunkColumns;
import org.egoscope.storage.internal.schema.GraphColumns;
import org.egoscope.storage.internal.schema.MotionColumns;
import org.egoscope.storage.internal.schema.ObservationColumns;
import org.egoscope.storage.internal.schema.SessionColumns;
import org.jspecify.annotations.Nullable;

/**
 * Payloads of the topics, described in docs/formats/topics.md: Arrow IPC streams that {@code pyarrow.ipc.open_stream} reads. Lossless,
 * thread-safe, and without native memory outside a call.
 */
public final class Codecs {
    private static final int NO_WINDOW = -1;

    private Codecs() {}

    /** Coded video. Never compressed: packets do not shrink. */
    public static Codec<VideoChunk> chunks() {
        return BatchCodec.ofItems("chunks;v=1", ChunkColumns.CHUNK, ChunkColumns::chunk, false);
    }

    /** What perception saw. Body buffers are zstd: run lengths shrink to about a third. */
    public static Codec<ObservationEvent> observations() {
        return observations(true);
    }

    /** @param compress zstd in the record batch; off where the broker or the disk compresses */
    public static Codec<ObservationEvent> observations(boolean compress) {
        RowSchema<ObservationEvent> rows = RowSchema.of(
                variant("observation", Observation.class, ObservationColumns.OBSERVATION),
                variant("gap", Gap.class, GraphColumns.GAP));
        return BatchCodec.ofItems("observations;v=1", rows, Codecs::observationEvent, compress);
    }

    private static IntFunction<ObservationEvent> observationEvent(Vectors vectors) {
        IntFunction<@Nullable Observation> observation = vectors.struct("observation", ObservationColumns::observation);
        IntFunction<@Nullable Gap> gap = vectors.struct("gap", GraphColumns::gap);
        return row -> {
            ObservationEvent found = observation.apply(row);
            return found != null ? found : present(gap.apply(row));
        };
    }

    /** A row is a variant of its type; a row that is none is damaged. */
    private static <T> T present(@Nullable T variant) {
        return Objects.requireNonNull(variant, "row holds no known variant");
    }

    /** Body motion with the observations it was made from, zstd. */
    public static Codec<MotionEvent> motion() {
        return motion(true);
    }

    /** @param compress zstd in the record batch */
    public static Codec<MotionEvent> motion(boolean compress) {
        RowSchema<MotionRow> rows = RowSchema.of(
                int32("window", MotionRow::window),
                struct("frame", MotionColumns.POSED_FRAME, MotionRow::frame),
                struct("gap", GraphColumns.GAP, MotionRow::gap));
        return BatchCodec.ofItems("motion;v=1", rows, Codecs::motionRow, compress)
                .<MotionEvent>mapped(Codecs::rowsOfMotion, Codecs::motionOfRows);
    }

    /** One frame of a window, numbered within the batch, or a gap. */
    private record MotionRow(int window, MotionWindow.@Nullable PosedFrame frame, @Nullable Gap gap) {}

    private static IntFunction<MotionRow> motionRow(Vectors vectors) {
        IntVector window = vectors.int32("window");
        IntFunction<MotionWindow.@Nullable PosedFrame> frame = vectors.struct("frame", MotionColumns::posedFrame);
        IntFunction<@Nullable Gap> gap = vectors.struct("gap", GraphColumns::gap);
        return row -> new MotionRow(window.get(row), frame.apply(row), gap.apply(row));
    }

    private static List<MotionRow> rowsOfMotion(List<? extends MotionEvent> events) {
        List<MotionRow> rows = new ArrayList<>();
        int window = 0;
        for (MotionEvent event : events) {
            if (event instanceof MotionWindow frames) {
                for (MotionWindow.PosedFrame frame : frames.frames()) {
                    rows.add(new MotionRow(window, frame, null));
                }
                window++;
            } else {
                rows.add(new MotionRow(NO_WINDOW, null, (Gap) event));
            }
        }
        return rows;
    }

    private static List<MotionEvent> motionOfRows(List<MotionRow> rows) {
        List<MotionEvent> events = new ArrayList<>();
        List<MotionWindow.PosedFrame> frames = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            MotionRow row = rows.get(i);
            if (row.frame() == null) {
                events.add(present(row.gap()));
                continue;
            }
            frames.add(row.frame());
            if (i + 1 == rows.size() || rows.get(i + 1).window() != row.window()) {
                events.add(new MotionWindow(frames));
                frames.clear();
            }
        }
        return events;
    }

    /** Scene graph, zstd. */
    public static Codec<GraphEvent> graph() {
        return graph(true);
    }

    /** @param compress zstd in the record batch */
    public static Codec<GraphEvent> graph(boolean compress) {
        RowSchema<GraphEvent> rows = RowSchema.of(
                variant("node", GraphNode.class, GraphColumns.NODE),
                variant("edge", GraphEdge.class, GraphColumns.EDGE),
                variant("evidence", EdgeEvidence.class, GraphColumns.EVIDENCE),
                variant("contact", ContactSpan.class, GraphColumns.CONTACT),
                variant("action", ActionSpan.class, GraphColumns.ACTION),
                variant("correction", Correction.class, GraphColumns.CORRECTION),
                variant("gap", Gap.class, GraphColumns.GAP));
        return BatchCodec.ofItems("graph;v=1", rows, Codecs::graphEvent, compress);
    }

    private static IntFunction<GraphEvent> graphEvent(Vectors vectors) {
        List<IntFunction<? extends @Nullable GraphEvent>> variants = List.of(
                vectors.struct("evidence", GraphColumns::evidence),
                vectors.struct("edge", GraphColumns::edge),
                vectors.struct("node", GraphColumns::node),
                vectors.struct("contact", GraphColumns::contact),
                vectors.struct("action", GraphColumns::action),
                vectors.struct("correction", GraphColumns::correction),
                vectors.struct("gap", GraphColumns::gap));
        return row -> {
            for (IntFunction<? extends @Nullable GraphEvent> variant : variants) {
                GraphEvent found = variant.apply(row);
                if (found != null) {
                    return found;
                }
            }
            throw new IllegalArgumentException("row " + row + " holds no known variant");
        };
    }

    /** Recordings and the plans they are processed with. */
    public static Codec<SessionRecord> sessions() {
        RowSchema<SessionRecord> rows = RowSchema.of(
                variant("session", SessionRecord.Session.class, SessionColumns.SESSION.within(SessionRecord.Session::info)),
                variant("run", SessionRecord.Run.class, SessionColumns.RUN.within(SessionRecord.Run::info)));
        return BatchCodec.ofItems("sessions;v=1", rows, Codecs::sessionRecord, false);
    }

    private static IntFunction<SessionRecord> sessionRecord(Vectors vectors) {
        IntFunction<@Nullable SessionInfo> session = vectors.struct("session", SessionColumns::session);
        IntFunction<@Nullable RunInfo> run = vectors.struct("run", SessionColumns::run);
        return row -> {
            SessionInfo info = session.apply(row);
            return info != null ? new SessionRecord.Session(info) : new SessionRecord.Run(present(run.apply(row)));
        };
    }

    /** What became durable. */
    public static Codec<ManifestEntry> manifest() {
        return BatchCodec.ofItems("manifest;v=1", SessionColumns.MANIFEST_ENTRY, SessionColumns::manifestEntry, false);
    }
}
