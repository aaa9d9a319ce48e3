package org.egoscope.torch.internal;

import org.bytedeco.pytorch.JitNode;
import org.jspecify.annotations.Nullable;

/** What a convolution can do to its results before it writes them. */
enum Activation {
    NONE("", "none", Double.NaN, Double.NaN),
    RELU("aten::relu", "relu", 0, Double.NaN),
    RELU6("aten::relu6", "hardtanh", 0, 6),
    SILU("aten::silu", "swish", Double.NaN, Double.NaN),
    HARDSWISH("aten::hardswish", "hardswish", Double.NaN, Double.NaN);

    private final String kind;
    private final String oneDnnName;
    private final double least;
    private final double most;

    Activation(String kind, String oneDnnName, double least, double most) {
        this.kind = kind;
        this.oneDnnName = oneDnnName;
        this.least = least;
        this.most = most;
    }

    static Activation of(@Nullable JitNode node) {
        if (node != null) {
            String kind = GraphNodes.kind(node);
            for (Activation activation : values()) {
                if (activation.kind.equals(kind)) {
                    return activation;
                }
            }
        }
        return NONE;
    }

    String oneDnnName() {
        return oneDnnName;
    }

    /** oneDNN's parameters: the limits of a cut, none for the others. */
    double[] oneDnnScalars() {
        return this == RELU6 ? new double[] {least, most} : new double[0];
    }

    /** NaN without a limit. */
    double least() {
        return least;
    }

    double most() {
        return most;
    }

    /** Whether it cuts off and does nothing else: all that XNNPACK's convolutions can do. */
    boolean isCut() {
        return this == NONE || this == RELU || this == RELU6;
    }

    /** The operator that overwrites its input. */
    String inPlaceKind() {
        return kind + '_';
    }
}
