package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueOptional;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Symbol;
import org.bytedeco.pytorch.ValueArrayRef;
import org.bytedeco.pytorch.global.torch.JitAttributeKind;
import org.jspecify.annotations.Nullable;

/** Reads the nodes of a TorchScript graph: kinds and constants. */
final class GraphNodes {
    private static final String CONSTANT_VALUE = "value";

    private GraphNodes() {}

    /** In the order of execution, without those of inner blocks. */
    static List<JitNode> of(Graph graph) {
        List<JitNode> nodes = new ArrayList<>();
        JitNode end = graph.return_node();
        for (JitNode node = graph.param_node().next(); !node.equals(end); node = node.next()) {
            nodes.add(node);
        }
        return nodes;
    }

    /** Drops what is computed for outputs that nobody wants; in their places the tuple that is returned names one that is wanted. */
    static void keepOutputs(Graph graph, List<Integer> wanted) {
        JitNode tuple = graph.outputs().get(0).node();
        long outputs = tuple.inputs().size();
        if (wanted.isEmpty() || !kind(tuple).equals("prim::TupleConstruct") || wanted.stream().anyMatch(i -> i < 0 || i >= outputs)) {
            return;
        }
        for (int i = 0; i < outputs; i++) {
            if (!wanted.contains(i)) {
                tuple.replaceInput(i, tuple.inputs().get(wanted.get(0)));
            }
        }
        dropUnused(graph);
    }

    /** Destroys nodes whose results nobody reads. */
    static void dropUnused(Graph graph) {
        List<JitNode> nodes = of(graph);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (!nodes.get(i).hasUses() && !nodes.get(i).hasSideEffects()) {
                nodes.get(i).destroy();
            }
        }
    }

    static String kind(JitNode node) {
        return node.kind().toQualString().getString();
    }

    /** The argument of that name if it is known before the graph runs; null if it is not. */
    static @Nullable IValue constant(JitNode node, String argument) {
        if (!node.hasNamedInput(argument)) {
            return null;
        }
        IValueOptional value = node.get(Symbol.attr(argument));
        return value.has_value() ? new IValue(value.get()) : null;
    }

    /** A list of whole numbers, written as a constant or put together from constants; null if it is neither. */
    static long @Nullable [] constantLongs(JitNode node, String argument) {
        IValue list = constant(node, argument);
        if (list != null) {
            return list.isIntList() ? list.toIntVector().get() : null;
        }
        JitNode made = node.namedInput(argument).node();
        if (!kind(made).equals("prim::ListConstruct")) {
            return null;
        }
        ValueArrayRef elements = made.inputs();
        long[] values = new long[Math.toIntExact(elements.size())];
        for (int i = 0; i < values.length; i++) {
            JitNode element = elements.get(i).node();
            if (!kind(element).equals("prim::Constant") || !element.hasAttributeS(CONSTANT_VALUE)
                    || element.kindOfS(CONSTANT_VALUE).intern() != JitAttributeKind.i) {
                return null;
            }
            values[i] = element.i(Symbol.attr(CONSTANT_VALUE));
        }
        return values;
    }
}
