package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;
import org.jspecify.annotations.Nullable;

/** Which nodes of a graph read which value, kept up to date while the graph is rewritten; asking the graph itself takes seconds. */
final class Readers {
    private final Graph graph;
    /** By the value's number; a node that reads a value twice is in its list twice. */
    private final Map<Long, List<JitNode>> readers = new HashMap<>();

    Readers(Graph graph) {
        this.graph = graph;
        GraphNodes.of(graph).forEach(this::add);
        add(graph.return_node());
    }

    List<JitNode> of(Value value) {
        return readers.getOrDefault(value.unique(), List.of());
    }

    /** The one node that reads the value, or null if none or several do. */
    @Nullable JitNode sole(Value value) {
        List<JitNode> found = of(value);
        return found.size() == 1 ? found.get(0) : null;
    }

    /**
     * Puts a node in the place of others.
     *
     * @param node not yet in the graph
     * @param before where it goes
     * @param replaced nodes that go, in their order; the readers of the last one's output read the new node's
     */
    void replace(JitNode node, JitNode before, List<JitNode> replaced) {
        node.insertBefore(before);
        add(node);
        Value gone = replaced.get(replaced.size() - 1).output();
        List<JitNode> moved = readers.remove(gone.unique());
        if (moved != null) {
            readers.computeIfAbsent(node.output().unique(), key -> new ArrayList<>()).addAll(moved);
        }
        gone.replaceAllUsesWith(node.output());
        for (int i = replaced.size() - 1; i >= 0; i--) {
            remove(replaced.get(i));
        }
    }

    private void add(JitNode node) {
        ValueArrayRef inputs = node.inputs();
        for (long i = 0; i < inputs.size(); i++) {
            readers.computeIfAbsent(inputs.get(i).unique(), key -> new ArrayList<>()).add(node);
        }
    }

    private void remove(JitNode node) {
        ValueArrayRef inputs = node.inputs();
        for (long i = 0; i < inputs.size(); i++) {
            List<JitNode> found = readers.get(inputs.get(i).unique());
            if (found != null) {
                found.removeIf(node::equals);
            }
        }
        node.destroy();
    }

    /** A node that prepares an input of another one: it is put before it. */
    Value prepare(JitNode node, JitNode before) {
        node.insertBefore(before);
        add(node);
        return node.output();
    }

    Graph graph() {
        return graph;
    }
}
