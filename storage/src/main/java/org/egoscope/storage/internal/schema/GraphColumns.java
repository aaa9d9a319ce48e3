package org.egoscope.storage.internal.schema;

import static org.egoscope.storage.internal.column.ColumnSpec.bool;
import static org.egoscope.storage.internal.column.ColumnSpec.float32;
import static org.egoscope.storage.internal.column.ColumnSpec.int64;
import static org.egoscope.storage.internal.column.ColumnSpec.text;

import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.EdgeEvidence;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.Gap;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Vectors;

/** Columns of graph events and gaps. */
public final class GraphColumns {
    public static final RowSchema<Gap> GAP = RowSchema.<Gap>of(
                    text("stage", Gap::stage),
                    int64("first_frame_index", Gap::firstFrameIndex),
                    int64("frame_count", Gap::frameCount))
            .followedBy(GeometryColumns.SPAN.within(Gap::span))
            .followedBy(RowSchema.of(
                    text("reason", gap -> ObservationColumns.nameOf(gap.reason())), text("detail", Gap::detail)));

    public static final RowSchema<GraphNode> NODE = RowSchema.<GraphNode>of(
                    int64("node_id", GraphNode::nodeId),
                    text("kind", node -> ObservationColumns.nameOf(node.kind())),
                    text("label", GraphNode::label),
                    float32("label_score", GraphNode::labelScore),
                    int64("track_id", GraphNode::trackId))
            .followedBy(GeometryColumns.SPAN.within(GraphNode::span));

    public static final RowSchema<GraphEdge> EDGE = RowSchema.<GraphEdge>of(
                    int64("edge_id", GraphEdge::edgeId),
                    text("predicate", GraphEdge::predicate),
                    int64("subject_node", edge -> edge.subject().nodeId()),
                    int64("subject_track", edge -> edge.subject().trackId()),
                    text("subject_label", edge -> edge.subject().label()),
                    int64("object_node", edge -> edge.object().nodeId()),
                    int64("object_track", edge -> edge.object().trackId()),
                    text("object_label", edge -> edge.object().label()))
            .followedBy(GeometryColumns.SPAN.within(GraphEdge::span))
            .followedBy(RowSchema.of(
                    int64("first_frame_index", GraphEdge::firstFrameIndex),
                    int64("frame_count", GraphEdge::frameCount),
                    float32("mean_confidence", GraphEdge::meanConfidence),
                    float32("min_confidence", GraphEdge::minConfidence)));

    public static final RowSchema<EdgeEvidence> EVIDENCE = RowSchema.of(
            int64("edge_id", EdgeEvidence::edgeId),
            int64("frame_index", EdgeEvidence::frameIndex),
            int64("time_ns", evidence -> evidence.time().nanos()),
            float32("confidence", EdgeEvidence::confidence),
            text("measure", EdgeEvidence::measure));

    public static final RowSchema<ContactSpan> CONTACT = RowSchema.<ContactSpan>of(
                    int64("contact_id", ContactSpan::contactId),
                    text("side", contact -> ObservationColumns.nameOf(contact.side())),
                    int64("track_id", ContactSpan::trackId),
                    text("label", ContactSpan::label))
            .followedBy(GeometryColumns.SPAN.within(ContactSpan::span))
            .followedBy(RowSchema.of(
                    int64("first_frame_index", ContactSpan::firstFrameIndex),
                    int64("frame_count", ContactSpan::frameCount),
                    float32("confidence", ContactSpan::confidence),
                    bool("held", ContactSpan::held)));

    public static final RowSchema<ActionSpan> ACTION = RowSchema.<ActionSpan>of(
                    int64("action_id", ActionSpan::actionId),
                    text("verb", ActionSpan::verb),
                    text("side", action -> action.side().map(ObservationColumns::nameOf).orElse("")),
                    int64("track_id", ActionSpan::trackId),
                    text("label", ActionSpan::label))
            .followedBy(GeometryColumns.SPAN.within(ActionSpan::span))
            .followedBy(RowSchema.of(
                    int64("first_frame_index", ActionSpan::firstFrameIndex),
                    int64("frame_count", ActionSpan::frameCount),
                    float32("confidence", ActionSpan::confidence),
                    text("method", ActionSpan::method)));

    public static final RowSchema<Correction> CORRECTION = RowSchema.of(
            int64("node_id", Correction::nodeId),
            text("label", Correction::label),
            float32("label_score", Correction::labelScore),
            int64("time_ns", correction -> correction.time().nanos()));

    private GraphColumns() {}

    public static IntFunction<Gap> gap(Vectors vectors) {
        IntFunction<String> stage = vectors.text("stage");
        BigIntVector first = vectors.int64("first_frame_index");
        BigIntVector count = vectors.int64("frame_count");
        IntFunction<TimeRange> span = GeometryColumns.span(vectors);
        IntFunction<String> reason = vectors.text("reason");
        IntFunction<String> detail = vectors.text("detail");
        return row -> new Gap(
                stage.apply(row),
                first.get(row),
                count.get(row),
                span.apply(row),
                ObservationColumns.constantOf(Gap.Reason.class, reason.apply(row)),
                detail.apply(row));
    }

    public static IntFunction<GraphNode> node(Vectors vectors) {
        BigIntVector id = vectors.int64("node_id");
        IntFunction<String> kind = vectors.text("kind");
        IntFunction<String> label = vectors.text("label");
        Float4Vector score = vectors.float32("label_score");
        BigIntVector track = vectors.int64("track_id");
        IntFunction<TimeRange> span = GeometryColumns.span(vectors);
        return row -> new GraphNode(
                id.get(row),
                ObservationColumns.constantOf(GraphNode.Kind.class, kind.apply(row)),
                label.apply(row),
                score.get(row),
                track.get(row),
                span.apply(row));
    }

    public static IntFunction<GraphEdge> edge(Vectors vectors) {
        BigIntVector id = vectors.int64("edge_id");
        IntFunction<String> predicate = vectors.text("predicate");
        IntFunction<GraphEdge.Endpoint> subject = endpoint(vectors, "subject");
        IntFunction<GraphEdge.Endpoint> object = endpoint(vectors, "object");
        IntFunction<TimeRange> span = GeometryColumns.span(vectors);
        BigIntVector first = vectors.int64("first_frame_index");
        BigIntVector count = vectors.int64("frame_count");
        Float4Vector mean = vectors.float32("mean_confidence");
        Float4Vector min = vectors.float32("min_confidence");
        return row -> new GraphEdge(
                id.get(row),
                predicate.apply(row),
                subject.apply(row),
                object.apply(row),
                span.apply(row),
                first.get(row),
                count.get(row),
                mean.get(row),
                min.get(row));
    }

    private static IntFunction<GraphEdge.Endpoint> endpoint(Vectors vectors, String role) {
        BigIntVector node = vectors.int64(role + "_node");
        BigIntVector track = vectors.int64(role + "_track");
        IntFunction<String> label = vectors.text(role + "_label");
        return row -> new GraphEdge.Endpoint(node.get(row), track.get(row), label.apply(row));
    }

    public static IntFunction<EdgeEvidence> evidence(Vectors vectors) {
        BigIntVector id = vectors.int64("edge_id");
        BigIntVector frame = vectors.int64("frame_index");
        BigIntVector time = vectors.int64("time_ns");
        Float4Vector confidence = vectors.float32("confidence");
        IntFunction<String> measure = vectors.text("measure");
        return row -> new EdgeEvidence(
                id.get(row), frame.get(row), new MediaTime(time.get(row)), confidence.get(row), measure.apply(row));
    }

    public static IntFunction<ContactSpan> contact(Vectors vectors) {
        BigIntVector id = vectors.int64("contact_id");
        IntFunction<String> side = vectors.text("side");
        BigIntVector track = vectors.int64("track_id");
        IntFunction<String> label = vectors.text("label");
        IntFunction<TimeRange> span = GeometryColumns.span(vectors);
        BigIntVector first = vectors.int64("first_frame_index");
        BigIntVector count = vectors.int64("frame_count");
        Float4Vector confidence = vectors.float32("confidence");
        Vectors.BoolAt held = vectors.bool("held");
        return row -> new ContactSpan(
                id.get(row),
                ObservationColumns.constantOf(HandSide.class, side.apply(row)),
                track.get(row),
                label.apply(row),
                span.apply(row),
                first.get(row),
                count.get(row),
                confidence.get(row),
                held.get(row));
    }

    public static IntFunction<ActionSpan> action(Vectors vectors) {
        BigIntVector id = vectors.int64("action_id");
        IntFunction<String> verb = vectors.text("verb");
        IntFunction<String> side = vectors.text("side");
        BigIntVector track = vectors.int64("track_id");
        IntFunction<String> label = vectors.text("label");
        IntFunction<TimeRange> span = GeometryColumns.span(vectors);
        BigIntVector first = vectors.int64("first_frame_index");
        BigIntVector count = vectors.int64("frame_count");
        Float4Vector confidence = vectors.float32("confidence");
        IntFunction<String> method = vectors.text("method");
        return row -> new ActionSpan(
                id.get(row),
                verb.apply(row),
                sideOf(side.apply(row)),
                track.get(row),
                label.apply(row),
                span.apply(row),
                first.get(row),
                count.get(row),
                confidence.get(row),
                method.apply(row));
    }

    private static Optional<HandSide> sideOf(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(ObservationColumns.constantOf(HandSide.class, name));
    }

    public static IntFunction<Correction> correction(Vectors vectors) {
        BigIntVector id = vectors.int64("node_id");
        IntFunction<String> label = vectors.text("label");
        Float4Vector score = vectors.float32("label_score");
        BigIntVector time = vectors.int64("time_ns");
        return row -> new Correction(id.get(row), label.apply(row), score.get(row), new MediaTime(time.get(row)));
    }
}
