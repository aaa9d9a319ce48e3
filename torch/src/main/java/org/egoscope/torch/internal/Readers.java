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

/** Which nodes of a graph read which value; asking the graph itself takes seconds. */
final class Readers {
    /** By the value's number; a node that reads a value twice is in its list twice. */
    private final Map<Long, List<JitNode>> readers = new HashMap<>();

    Readers(Graph graph) {
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

    private void add(JitNode node) {
        ValueArrayRef inputs = node.inputs();
        for (long i = 0; i < inputs.size(); i++) {
            readers.computeIfAbsent(inputs.get(i).unique(), key -> new ArrayList<>()).add(node);
        }
    }
}
