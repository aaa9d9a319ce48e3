package org.egoscope.scenegraph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.Correction;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.time.MediaTime;

/**
 * The graph at one time: what related to what, and what the wearer was doing. Made from the events of a whole session, since intervals
 * are only known when they have closed. Nodes are those of the edges and actions of that time, and the wearer; labels are the last ones
 * told in the whole session, which are the best.
 *
 * @param time when
 * @param nodes by rising id
 * @param edges whose span holds the time, by predicate, subject, object
 * @param actions whose span holds the time, by id
 */
public record GraphSnapshot(MediaTime time, List<GraphNode> nodes, List<GraphEdge> edges, List<ActionSpan> actions) {
    public GraphSnapshot {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        actions = List.copyOf(actions);
    }

    /** Picks what holds at the time; events may be in any order, corrections in the order of emission. */
    public static GraphSnapshot at(Iterable<? extends GraphEvent> events, MediaTime time) {
        TreeMap<Long, GraphNode> known = new TreeMap<>();
        Map<Long, Correction> corrections = new TreeMap<>();
        List<GraphEdge> edges = new ArrayList<>();
        List<ActionSpan> actions = new ArrayList<>();
        for (GraphEvent event : events) {
            if (event instanceof GraphNode node) {
                known.put(node.nodeId(), node);
            } else if (event instanceof Correction correction) {
                corrections.put(correction.nodeId(), correction);
            } else if (event instanceof GraphEdge edge && edge.span().contains(time)) {
                edges.add(edge);
            } else if (event instanceof ActionSpan action && action.span().contains(time)) {
                actions.add(action);
            }
        }
        corrections.forEach((id, correction) -> known.computeIfPresent(id, (same, node) -> corrected(node, correction)));
        edges.sort(Comparator.comparing(GraphEdge::predicate)
                .thenComparingLong(edge -> edge.subject().nodeId())
                .thenComparingLong(edge -> edge.object().nodeId()));
        actions.sort(Comparator.comparingLong(ActionSpan::actionId));
        return new GraphSnapshot(time, present(known, edges, actions), edges, actions);
    }

    private static GraphNode corrected(GraphNode node, Correction correction) {
        return new GraphNode(node.nodeId(), node.kind(), correction.label(), correction.labelScore(), node.trackId(), node.span());
    }

    private static List<GraphNode> present(TreeMap<Long, GraphNode> known, List<GraphEdge> edges, List<ActionSpan> actions) {
        TreeSet<Long> tracks = new TreeSet<>();
        TreeSet<Long> ids = new TreeSet<>();
        ids.add(GraphNode.WEARER);
        actions.forEach(action -> tracks.add(action.trackId()));
        for (GraphEdge edge : edges) {
            ids.add(edge.subject().nodeId());
            ids.add(edge.object().nodeId());
        }
        List<GraphNode> nodes = new ArrayList<>();
        for (GraphNode node : known.values()) {
            if (ids.contains(node.nodeId()) || node.trackId() > 0 && tracks.contains(node.trackId())) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /** Lines such as {@code right_hand#3 holds cup#20 (0.98)}, then the actions. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (GraphEdge edge : edges) {
            text.append(name(edge.subject())).append(' ').append(edge.predicate()).append(' ').append(name(edge.object()));
            text.append(" (").append(hundredths(edge.meanConfidence())).append(")\n");
        }
        for (ActionSpan action : actions) {
            text.append(sideOf(action)).append(' ').append(action.verb());
            if (action.trackId() > 0) {
                text.append(' ').append(action.label()).append("#track").append(action.trackId());
            }
            text.append(" (").append(hundredths(action.confidence())).append(")\n");
        }
        return text.toString();
    }

    private String name(GraphEdge.Endpoint end) {
        return labelOf(end) + "#" + end.nodeId();
    }

    private String labelOf(GraphEdge.Endpoint end) {
        return nodes.stream()
                .filter(node -> node.nodeId() == end.nodeId())
                .map(GraphNode::label)
                .findFirst()
                .orElse(end.label());
    }

    private static String sideOf(ActionSpan action) {
        return action.side().map(side -> side.name().toLowerCase(Locale.ROOT) + "_hand").orElse("wearer");
    }

    private static String hundredths(float value) {
        return Double.toString(Math.round(value * 100) / 100.0);
    }

    /** A Graphviz digraph. */
    public String toDot() {
        StringBuilder dot = new StringBuilder("digraph scene {\n  rankdir=LR;\n");
        for (GraphNode node : nodes) {
            dot.append("  n").append(node.nodeId()).append(" [label=").append(quoted(node.label()));
            dot.append(", shape=").append(shapeOf(node.kind())).append("];\n");
        }
        for (GraphEdge edge : edges) {
            dot.append("  n").append(edge.subject().nodeId()).append(" -> n").append(edge.object().nodeId());
            dot.append(" [label=").append(quoted(edge.predicate())).append("];\n");
        }
        return dot.append("}\n").toString();
    }

    private static String shapeOf(GraphNode.Kind kind) {
        return switch (kind) {
            case WEARER -> "doublecircle";
            case HAND -> "circle";
            case OBJECT -> "box";
            case SURFACE -> "box3d";
            case PERSON -> "oval";
        };
    }

    /** One object with {@code time_nanos}, {@code nodes}, {@code edges}, {@code actions}. */
    public String toJson() {
        StringBuilder json = new StringBuilder("{\"time_nanos\":").append(time.nanos()).append(",\"nodes\":[");
        for (int i = 0; i < nodes.size(); i++) {
            GraphNode node = nodes.get(i);
            json.append(i == 0 ? "" : ",").append("{\"id\":").append(node.nodeId());
            json.append(",\"kind\":").append(quoted(node.kind().name().toLowerCase(Locale.ROOT)));
            json.append(",\"label\":").append(quoted(node.label())).append(",\"track\":").append(node.trackId()).append('}');
        }
        json.append("],\"edges\":[");
        for (int i = 0; i < edges.size(); i++) {
            GraphEdge edge = edges.get(i);
            json.append(i == 0 ? "" : ",").append("{\"id\":").append(edge.edgeId());
            json.append(",\"predicate\":").append(quoted(edge.predicate()));
            json.append(",\"subject\":").append(edge.subject().nodeId()).append(",\"object\":").append(edge.object().nodeId());
            json.append(",\"confidence\":").append(hundredths(edge.meanConfidence())).append('}');
        }
        json.append("],\"actions\":[");
        for (int i = 0; i < actions.size(); i++) {
            ActionSpan action = actions.get(i);
            json.append(i == 0 ? "" : ",").append("{\"verb\":").append(quoted(action.verb()));
            json.append(",\"by\":").append(quoted(sideOf(action))).append(",\"track\":").append(action.trackId());
            json.append(",\"confidence\":").append(hundredths(action.confidence())).append('}');
        }
        return json.append("]}").toString();
    }

    /** A string literal of JSON, which Graphviz reads as well. */
    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
