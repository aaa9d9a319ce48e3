package org.egoscope.torch.internal;

import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Symbol;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;
import org.bytedeco.pytorch.ValueVector;
import org.jspecify.annotations.Nullable;

/** Lets sums and rectifications write onto an input that nobody else reads, in place of fresh memory. */
final class Overwriting {
    private static final String SUM = "aten::add";
    private static final int SUM_INPUTS = 3;
    /** Operators whose result is memory that belongs to it alone. */
    private static final Set<String> FRESH = Set.of(
            PackedOperators.ONEDNN, PackedOperators.ONEDNN_ONTO, PackedOperators.XNNPACK, SUM, "aten::add_", "aten::max_pool2d",
            "aten::prelu", "aten::relu", "aten::relu_", "aten::relu6_", "aten::silu_", "aten::hardswish_");

    private Overwriting() {}

    static void apply(Readers readers, ValueShapes shapes) {
        for (JitNode node : GraphNodes.of(readers.graph())) {
            JitNode replacement = replacement(readers, shapes, node);
            if (replacement != null) {
                if (shapes.known(node.output())) {
                    shapes.copy(replacement.output(), node.output());
                }
                readers.replace(replacement, node, List.of(node));
            }
        }
    }

    private static @Nullable JitNode replacement(Readers readers, ValueShapes shapes, JitNode node) {
        Activation activation = Activation.of(node);
        ValueArrayRef inputs = node.inputs();
        if (activation != Activation.NONE) {
            Value input = inputs.get(0);
            return mayGo(readers, input) ? create(readers, activation.inPlaceKind(), new ValueVector(input)) : null;
        }
        if (isPlainSum(node)) {
            for (int i = 0; i < 2; i++) {
                Value onto = inputs.get(i);
                if (mayGo(readers, onto) && shapes.same(onto, node.output())) {
                    return create(readers, "aten::add_", new ValueVector(onto, inputs.get(1 - i), inputs.get(2)));
                }
            }
        }
        return null;
    }

    private static boolean mayGo(Readers readers, Value value) {
        return isFresh(value) && readers.sole(value) != null;
    }

    private static JitNode create(Readers readers, String kind, ValueVector inputs) {
        return readers.graph().create(Symbol.fromQualString(kind), inputs, 1);
    }

    /** Whether the node adds two tensors as they are. */
    static boolean isPlainSum(JitNode node) {
        if (!GraphNodes.kind(node).equals(SUM) || node.inputs().size() != SUM_INPUTS) {
            return false;
        }
        IValue factor = GraphNodes.constant(node, "alpha");
        return factor != null && factor.isInt() && factor.toInt() == 1;
    }

    static boolean isFresh(Value value) {
        return FRESH.contains(GraphNodes.kind(value.node()));
    }
}
