package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.junit.jupiter.api.Test;

class GraphSnapshotTest {
    private static final TimeRange SPAN = TimeRange.ofNanos(100, 200);
    private static final List<GraphEvent> EVENTS = List.of(
            new GraphNode(1, GraphNode.Kind.WEARER, "wearer", 1, 0, SPAN),
            new GraphNode(3, GraphNode.Kind.HAND, "right_hand", 1, 0, SPAN),
            new GraphNode(14, GraphNode.Kind.OBJECT, "unknown", 0, 5, SPAN),
            new GraphNode(15, GraphNode.Kind.OBJECT, "bottle", 0.5f, 6, SPAN),
            new Correction(14, "say \"cup\"", 0.9f, MediaTime.ofNanos(150)),
            new GraphEdge(1, "holds", end(3, "right_hand"), end(14, "unknown"), SPAN, 10, 10, 0.75f, 0.5f),
            new GraphEdge(2, "on", end(15, "bottle"), end(14, "unknown"), TimeRange.ofNanos(200, 300), 20, 10, 1, 1),
            new ActionSpan(1, "move", Optional.of(HandSide.RIGHT), 5, "cup", SPAN, 10, 10, 0.5f, "rules"));

    private static GraphEdge.Endpoint end(long nodeId, String label) {
        return new GraphEdge.Endpoint(nodeId, Math.max(0, nodeId - 9), label);
    }

    @Test
    void intervalsHoldFromTheirStartUntilBeforeTheirEnd() {
        assertThat(GraphSnapshot.at(EVENTS, MediaTime.ofNanos(99)).edges()).isEmpty();
        assertThat(GraphSnapshot.at(EVENTS, MediaTime.ofNanos(100)).edges()).extracting(GraphEdge::edgeId).containsExactly(1L);
        assertThat(GraphSnapshot.at(EVENTS, MediaTime.ofNanos(199)).actions()).hasSize(1);
        GraphSnapshot next = GraphSnapshot.at(EVENTS, MediaTime.ofNanos(200));
        assertThat(next.edges()).extracting(GraphEdge::edgeId).containsExactly(2L);
        assertThat(next.actions()).isEmpty();
        assertThat(next.nodes()).extracting(GraphNode::nodeId).containsExactly(1L, 14L, 15L);
    }

    @Test
    void theThreeFormsSayTheSame() {
        GraphSnapshot snapshot = GraphSnapshot.at(EVENTS, MediaTime.ofNanos(150));
        assertThat(snapshot.toText()).isEqualTo("""
                right_hand#3 holds say "cup"#14 (0.75)
                right_hand move cup#track5 (0.5)
                """);
        assertThat(snapshot.toDot()).isEqualTo("""
                digraph scene {
                  rankdir=LR;
                  n1 [label="wearer", shape=doublecircle];
                  n3 [label="right_hand", shape=circle];
                  n14 [label="say \\"cup\\"", shape=box];
                  n3 -> n14 [label="holds"];
                }
                """);
        assertThat(snapshot.toJson()).isEqualTo("{\"time_nanos\":150,\"nodes\":["
                + "{\"id\":1,\"kind\":\"wearer\",\"label\":\"wearer\",\"track\":0},"
                + "{\"id\":3,\"kind\":\"hand\",\"label\":\"right_hand\",\"track\":0},"
                + "{\"id\":14,\"kind\":\"object\",\"label\":\"say \\\"cup\\\"\",\"track\":5}],"
                + "\"edges\":[{\"id\":1,\"predicate\":\"holds\",\"subject\":3,\"object\":14,\"confidence\":0.75}],"
                + "\"actions\":[{\"verb\":\"move\",\"by\":\"right_hand\",\"track\":5,\"confidence\":0.5}]}");
    }
}
