package org.egoscope.torch.internal;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of a TorchScript graph whose weights and geometry are known before it runs.
 *
 * @param weight {@code [output channels, input channels / groups, height, width]}, float32
 * @param bias a tensor, or none
 */
record Convolution(
        JitNode node, Tensor weight, IValue bias, long[] stride, long[] padding, long[] dilation, long groups) {
    private static final int RANK = 4;

    /** Null if the node is none, is transposed, or has weights that are computed. */
    static @Nullable Convolution of(JitNode node) {
        String kind = GraphNodes.kind(node);
        boolean general = kind.equals("aten::_convolution");
        if (!general && !kind.equals("aten::conv2d")) {
            return null;
        }
        IValue weight = GraphNodes.constant(node, "weight");
        IValue bias = GraphNodes.constant(node, "bias");
        IValue groups = GraphNodes.constant(node, "groups");
        long[] stride = GraphNodes.constantLongs(node, "stride");
        long[] padding = GraphNodes.constantLongs(node, "padding");
        long[] dilation = GraphNodes.constantLongs(node, "dilation");
        if (weight == null || bias == null || groups == null || stride == null || padding == null || dilation == null) {
            return null;
        }
        if (general && !isFalse(GraphNodes.constant(node, "transposed")) || !isPlain(weight)) {
            return null;
        }
        return new Convolution(node, weight.toTensor(), bias, pair(stride), pair(padding), pair(dilation), groups.toInt());
    }

    private static boolean isFalse(@Nullable IValue value) {
        return value != null && value.isBool() && !value.toBool();
    }

    private static boolean isPlain(IValue weight) {
        return weight.isTensor() && weight.toTensor().dim() == RANK && weight.toTensor().scalar_type().intern() == ScalarType.Float;
    }

    static long[] pair(long[] values) {
        return values.length == 1 ? new long[] {values[0], values[0]} : values;
    }

    Value input() {
        return node.namedInput("input");
    }

    Value output() {
        return node.output();
    }

    /** Height and width of the kernel. */
    long[] kernel() {
        long[] shape = weight.shape();
        return new long[] {shape[2], shape[3]};
    }
}
