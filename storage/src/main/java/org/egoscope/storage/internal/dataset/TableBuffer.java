package org.egoscope.storage.internal.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.SessionRecord;
import org.egoscope.storage.internal.column.Rows;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;
import org.egoscope.storage.internal.schema.Tables.OfFrame;
import org.egoscope.storage.internal.schema.Tables.OfSession;

/** Rows of one topic and session that are not in a file yet. */
final class TableBuffer {
    private final TopicKind kind;
    private final SessionId session;
    private final Map<Table<?>, Rows<?>> rows = new LinkedHashMap<>();

    TableBuffer(TopicKind kind, SessionId session) {
        this.kind = kind;
        this.session = session;
        Tables.all().forEach(table -> rows.put(table, table.rows().newRows()));
    }

    /** Tables that have rows, in table order. */
    List<Table<?>> filled() {
        List<Table<?>> filled = new ArrayList<>();
        rows.forEach((table, content) -> {
            if (content.count() > 0) {
                filled.add(table);
            }
        });
        return filled;
    }

    Rows<?> rows(Table<?> table) {
        return rowsOf(table);
    }

    void clear() {
        rows.values().forEach(Rows::clear);
    }

    // Each table was put in with its own rows.
    @SuppressWarnings("unchecked")
    private <R> Rows<R> rowsOf(Table<R> table) {
        return (Rows<R>) Objects.requireNonNull(rows.get(table));
    }

    void add(Object item) {
        if (item instanceof Gap gap) {
            if (kind.owns(gap)) {
                addOfSession(Tables.GAPS, gap);
            }
            return;
        }
        boolean known = switch (kind) {
            case SESSIONS -> addSessionRecord(item);
            case OBSERVATIONS -> addObservation(item);
            case MOTION -> addMotion(item);
            case GRAPH -> addGraphEvent(item);
        };
        if (!known) {
            throw new PipelineException(
                    ErrorKind.INTERNAL, "item of " + kind.fileName() + ": expected its type, got " + item.getClass().getSimpleName());
        }
    }

    private <T> boolean addOfSession(Table<OfSession<T>> table, T value) {
        rowsOf(table).append(new OfSession<>(session, value));
        return true;
    }

    private <T> void addOfFrame(Table<OfFrame<T>> table, Observation frame, T value) {
        rowsOf(table).append(new OfFrame<>(frame, value));
    }

    private boolean addSessionRecord(Object item) {
        if (item instanceof SessionRecord.Session found) {
            return addOfSession(Tables.SESSIONS, found.info());
        }
        return item instanceof SessionRecord.Run run && addOfSession(Tables.RUNS, run.info());
    }

    private boolean addObservation(Object item) {
        if (!(item instanceof Observation frame)) {
            return false;
        }
        rowsOf(Tables.FRAMES).append(frame);
        addOfFrame(Tables.HEAD_POSES, frame, frame.headPose());
        frame.instances().forEach(instance -> addOfFrame(Tables.INSTANCES, frame, instance));
        frame.hands().forEach(hand -> addOfFrame(Tables.HANDS, frame, hand));
        frame.people().forEach(person -> addOfFrame(Tables.PEOPLE, frame, person));
        frame.covered().forEach(place -> addOfFrame(Tables.COVERED, frame, place));
        return true;
    }

    private boolean addMotion(Object item) {
        if (!(item instanceof MotionWindow window)) {
            return false;
        }
        for (MotionWindow.PosedFrame frame : window.frames()) {
            if (frame.body() != null) {
                addOfFrame(Tables.MOTION, frame.observation(), frame.body());
            }
        }
        return true;
    }

    private boolean addGraphEvent(Object item) {
        if (item instanceof EdgeEvidence evidence) {
            return addOfSession(Tables.EDGE_EVIDENCE, evidence);
        } else if (item instanceof GraphEdge edge) {
            return addOfSession(Tables.EDGES, edge);
        } else if (item instanceof GraphNode node) {
            return addOfSession(Tables.NODES, node);
        } else if (item instanceof ContactSpan contact) {
            return addOfSession(Tables.CONTACTS, contact);
        } else if (item instanceof ActionSpan action) {
            return addOfSession(Tables.ACTIONS, action);
        }
        return item instanceof Correction correction && addOfSession(Tables.NODE_CORRECTIONS, correction);
    }
}
