package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;
import org.jspecify.annotations.Nullable;

/** Which nodes of a graph oneDNN can run: those about picture-shaped tensors whose every other argument is known beforehand. */
final class TrunkNodes {
    private static final int PICTURE_RANK = 4;
    private static final int SUM_INPUTS = 3;
    private static final Set<String> PADS = Set.of("aten::pad", "aten::constant_pad_nd");
    private static final String PRELU = "aten::prelu";

    private final ValueShapes shapes;

    TrunkNodes(ValueShapes shapes) {
        this.shapes = shapes;
    }

    /** The tensors that oneDNN reads if it runs the node; null if it cannot. */
    @Nullable List<Value> operands(JitNode node) {
        if (node.outputs().size() != 1 || !isPicture(node.output())) {
            return null;
        }
        List<Value> operands = candidates(node);
        return operands != null && operands.stream().allMatch(this::isPicture) ? operands : null;
    }

    private @Nullable List<Value> candidates(JitNode node) {
        if (isSum(node)) {
            return List.of(node.inputs().get(0), node.inputs().get(1));
        }
        if (isJoin(node)) {
            List<Value> joined = new ArrayList<>();
            ValueArrayRef parts = node.inputs().get(0).node().inputs();
            for (long i = 0; i < parts.size(); i++) {
                joined.add(parts.get(i));
            }
            return joined;
        }
        boolean known = isConvolution(node) || Activation.of(node) != null || isPrelu(node) || isPool(node) || padding(node) != null
                || isDoubling(node);
        return known ? List.of(node.inputs().get(0)) : null;
    }

    private boolean isPicture(Value value) {
        return shapes.known(value) && shapes.of(value).length == PICTURE_RANK;
    }

    static boolean isConvolution(JitNode node) {
        Convolution convolution = Convolution.of(node);
        return convolution != null && (convolution.bias().isNone() || convolution.bias().isTensor());
    }

    /** Whether the node adds two tensors of one shape as they are. */
    boolean isSum(JitNode node) {
        if (!GraphNodes.kind(node).equals("aten::add") || node.inputs().size() != SUM_INPUTS) {
            return false;
        }
        IValue factor = GraphNodes.constant(node, "alpha");
        return factor != null && factor.isInt() && factor.toInt() == 1 && shapes.same(node.inputs().get(0), node.output())
                && shapes.same(node.inputs().get(1), node.output());
    }

    /** Whether the node puts channels after channels. */
    static boolean isJoin(JitNode node) {
        if (!GraphNodes.kind(node).equals("aten::cat") || !GraphNodes.kind(node.inputs().get(0).node()).equals("prim::ListConstruct")) {
            return false;
        }
        IValue axis = GraphNodes.constant(node, "dim");
        return axis != null && (axis.toInt() == 1 || axis.toInt() == 1 - PICTURE_RANK);
    }

    boolean isPrelu(JitNode node) {
        if (!GraphNodes.kind(node).equals(PRELU)) {
            return false;
        }
        IValue slopes = GraphNodes.constant(node, "weight");
        return slopes != null && shapes.known(node.output()) && slopes.toTensor().numel() == shapes.of(node.output())[1];
    }

    static boolean isPool(JitNode node) {
        return GraphNodes.kind(node).equals("aten::max_pool2d") && isFalse(node, "ceil_mode")
                && GraphNodes.constantLongs(node, "kernel_size") != null && GraphNodes.constantLongs(node, "stride") != null
                && GraphNodes.constantLongs(node, "padding") != null && isOnes(GraphNodes.constantLongs(node, "dilation"));
    }

    private static boolean isOnes(long @Nullable [] values) {
        if (values == null) {
            return false;
        }
        for (long value : values) {
            if (value != 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFalse(JitNode node, String argument) {
        IValue value = GraphNodes.constant(node, argument);
        return value != null && value.isBool() && !value.toBool();
    }

    /** Zeros put about a tensor: two numbers an axis, the last axis first; null if the node does not, or cuts. */
    static long @Nullable [] padding(JitNode node) {
        if (!PADS.contains(GraphNodes.kind(node))) {
            return null;
        }
        IValue mode = node.hasNamedInput("mode") ? GraphNodes.constant(node, "mode") : null;
        IValue value = GraphNodes.constant(node, "value");
        boolean zeros = value != null && (value.isNone() || value.isInt() && value.toInt() == 0 || value.isDouble() && value.toDouble() == 0);
        long[] amounts = GraphNodes.constantLongs(node, "pad");
        if (amounts == null || !zeros || mode != null && !mode.toStringRef().getString().equals("constant")) {
            return null;
        }
        for (long amount : amounts) {
            if (amount < 0) {
                return null;
            }
        }
        return amounts;
    }

    /** Whether the node makes a picture twice as high and wide, pixel centres at the half. */
    boolean isDoubling(JitNode node) {
        boolean smooth = isSmooth(node);
        if (!smooth && !GraphNodes.kind(node).equals("aten::upsample_nearest2d") || smooth && !isFalse(node, "align_corners")) {
            return false;
        }
        Value input = node.inputs().get(0);
        if (!shapes.known(input) || !shapes.known(node.output())) {
            return false;
        }
        long[] from = shapes.of(input);
        long[] to = shapes.of(node.output());
        return to[2] == 2 * from[2] && to[3] == 2 * from[3];
    }

    static boolean isSmooth(JitNode node) {
        return GraphNodes.kind(node).equals("aten::upsample_bilinear2d");
    }
}
