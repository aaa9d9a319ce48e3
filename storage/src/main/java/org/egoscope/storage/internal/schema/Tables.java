package org.egoscope.storage.internal.schema;

import static org.egoscope.storage.internal.column.ColumnSpec.int32;
import static org.egoscope.storage.internal.column.ColumnSpec.int64;
import static org.egoscope.storage.internal.column.ColumnSpec.text;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.storage.internal.column.RowSchema;

/** All tables, in the order of the data path. Described field by field in docs/formats/tables.md. */
public final class Tables {
    /** A value of one session. */
    public record OfSession<T>(SessionId session, T value) {}

    /** A value seen in one frame. */
    public record OfFrame<T>(Observation frame, T value) {}

    public static final Table<OfSession<SessionInfo>> SESSIONS = ofSession("sessions", SessionColumns.SESSION_DETAILS);
    public static final Table<OfSession<RunInfo>> RUNS = ofSession("runs", SessionColumns.RUN);
    public static final Table<Observation> FRAMES = new Table<>("frames", frames());
    public static final Table<OfFrame<HeadPose>> HEAD_POSES = ofFrame("head_poses", ObservationColumns.HEAD_POSE);
    public static final Table<OfFrame<Instance>> INSTANCES = ofFrame("instances", ObservationColumns.INSTANCE);
    public static final Table<OfFrame<Hand>> HANDS = ofFrame("hands", ObservationColumns.HAND);
    public static final Table<OfFrame<Person>> PEOPLE = ofFrame("people", ObservationColumns.PERSON);
    public static final Table<OfFrame<BoundingBox>> COVERED = ofFrame("covered", ObservationColumns.COVERED);
    public static final Table<OfFrame<BodyPose>> MOTION = ofFrame("motion", MotionColumns.BODY);
    public static final Table<OfSession<ContactSpan>> CONTACTS = ofSession("contacts", GraphColumns.CONTACT);
    public static final Table<OfSession<ActionSpan>> ACTIONS = ofSession("actions", GraphColumns.ACTION);
    public static final Table<OfSession<GraphNode>> NODES = ofSession("nodes", GraphColumns.NODE);
    public static final Table<OfSession<Correction>> NODE_CORRECTIONS = ofSession("node_corrections", GraphColumns.CORRECTION);
    public static final Table<OfSession<GraphEdge>> EDGES = ofSession("edges", GraphColumns.EDGE);
    public static final Table<OfSession<EdgeEvidence>> EDGE_EVIDENCE = ofSession("edge_evidence", GraphColumns.EVIDENCE);
    public static final Table<OfSession<Gap>> GAPS = ofSession("gaps", GraphColumns.GAP);

    private static final List<Table<?>> ALL = List.of(
            SESSIONS, RUNS, FRAMES, HEAD_POSES, INSTANCES, HANDS, PEOPLE, COVERED, MOTION, CONTACTS, ACTIONS, NODES, NODE_CORRECTIONS, EDGES,
            EDGE_EVIDENCE, GAPS);

    private Tables() {}

    public static List<Table<?>> all() {
        return ALL;
    }

    public static Optional<Table<?>> named(String name) {
        return ALL.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    private static <T> Table<OfSession<T>> ofSession(String name, RowSchema<T> columns) {
        RowSchema<OfSession<T>> key = RowSchema.of(text("session", row -> row.session().value()));
        return new Table<>(name, key.followedBy(columns.within(OfSession::value)));
    }

    private static <T> Table<OfFrame<T>> ofFrame(String name, RowSchema<T> columns) {
        RowSchema<OfFrame<T>> key = RowSchema.of(
                text("session", row -> row.frame().session().value()),
                int64("frame_index", row -> row.frame().frameIndex()),
                int64("time_ns", row -> row.frame().time().nanos()));
        return new Table<>(name, key.followedBy(columns.within(OfFrame::value)));
    }

    private static RowSchema<Observation> frames() {
        RowSchema<Camera> camera = GeometryColumns.CAMERA;
        return RowSchema.<Observation>of(
                        text("session", frame -> frame.session().value()), int64("frame_index", Observation::frameIndex))
                .followedBy(GeometryColumns.SPAN.within(Observation::span))
                .followedBy(RowSchema.of(
                        int32("instance_count", frame -> frame.instances().size()),
                        int32("hand_count", frame -> frame.hands().size()),
                        int32("person_count", frame -> frame.people().size()),
                        int32("covered_count", frame -> frame.covered().size())))
                .followedBy(camera.within(Observation::camera));
    }
}
