package org.egoscope.torch.internal;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.jspecify.annotations.Nullable;

/** What is done to every value by itself: oneDNN's formula and its two constants. */
enum Activation {
    RELU("aten::relu", dnnl.dnnl_eltwise_relu, 0, 0),
    RELU6("aten::relu6", dnnl.dnnl_eltwise_clip, 0, 6),
    SILU("aten::silu", dnnl.dnnl_eltwise_swish, 1, 0),
    GELU("aten::gelu", dnnl.dnnl_eltwise_gelu_erf, 0, 0),
    /** x times x/6 + 1/2, cut to 0..1. */
    HARDSWISH("aten::hardswish", dnnl.dnnl_eltwise_hardswish, 1 / 6f, 0.5f);

    private final String kind;
    private final int formula;
    private final float first;
    private final float second;

    Activation(String kind, int formula, float first, float second) {
        this.kind = kind;
        this.formula = formula;
        this.first = first;
        this.second = second;
    }

    /** Null if the node is none. */
    static @Nullable Activation of(JitNode node) {
        String kind = GraphNodes.kind(node);
        if (kind.equals(GELU.kind) && !isExact(node)) {
            return null;
        }
        for (Activation activation : values()) {
            if (activation.kind.equals(kind)) {
                return activation;
            }
        }
        return null;
    }

    /** Whether the node's GELU is the one by the error function. */
    private static boolean isExact(JitNode node) {
        IValue approximation = GraphNodes.constant(node, "approximate");
        return approximation != null && approximation.isString() && approximation.toStringRef().getString().equals("none");
    }

    int formula() {
        return formula;
    }

    float first() {
        return first;
    }

    float second() {
        return second;
    }
}
