package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Symbol;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a graph for inputs of one shape: convolutions run with weights laid out beforehand, on channels that lie side by side, and
 * do what follows them (a rectification, a sum) before they write. Nodes keep their places, so a tensor is overwritten only if its other
 * readers all come before.
 *
 * <p>Which library runs a convolution depends on shapes alone, so results are the same in every run: oneDNN is the faster one on large
 * pictures, XNNPACK on small ones, where what a call itself costs counts (measured on an EPYC 9004, one thread, float32: depthwise 3x3
 * on 96x96x32 0.18 and 0.31 ms, on 7x7x512 0.038 and 0.022).
 */
final class GraphPacker {
    /** Pixels of the result from which on oneDNN is faster. */
    private static final long LARGE_PIXELS = 24 * 24;
    /** Pixels from which on it pays that oneDNN adds onto the other addend; below, its call costs more than a sum of its own. */
    private static final long LARGE_SUM_PIXELS = 40 * 40;
    /** XNNPACK has kernels of its own for depthwise 3x3; for 5x5 it takes twice oneDNN's time. */
    private static final int SMALL_KERNEL = 3;
    /** Values up to which a tensor in planes is laid out anew for a convolution: who reads its result wants planes again, perhaps. */
    private static final long MOST_PLANAR_VALUES = 1 << 20;
    /** Operators that read a tensor and keep no hold of its memory. */
    private static final Set<String> READERS = Set.of(
            PackedOperators.ONEDNN, PackedOperators.XNNPACK, "aten::add", "aten::max_pool2d", "aten::prelu", "aten::relu",
            "aten::_convolution", "aten::conv2d", "aten::cat", "aten::upsample_bilinear2d", "aten::mean");

    private final Graph graph;
    private final Readers readers;
    private final ValueShapes shapes;

    private GraphPacker(Readers readers, ValueShapes shapes) {
        this.graph = readers.graph();
        this.readers = readers;
        this.shapes = shapes;
    }

    static void pack(Graph graph, ValueShapes shapes) {
        List<Convolution> convolutions = new ArrayList<>();
        for (JitNode node : GraphNodes.of(graph)) {
            Convolution convolution = Convolution.of(node);
            if (convolution != null && shapes.known(convolution.input()) && shapes.known(convolution.output())) {
                convolutions.add(convolution);
            }
        }
        Readers readers = new Readers(graph);
        GraphPacker packer = new GraphPacker(readers, shapes);
        convolutions.forEach(packer::replace);
        Overwriting.apply(readers, shapes);
        graph.setInsertPoint(graph.return_node());
        graph.lint();
    }

    private void replace(Convolution convolution) {
        long values = Math.max(count(convolution.input()), count(convolution.output()));
        if (!shapes.interleaved(convolution.input()) && values > MOST_PLANAR_VALUES) {
            leaveInPlanes(convolution);
            return;
        }
        JitNode node = convolution.node();
        JitNode follower = readers.sole(convolution.output());
        graph.setInsertPoint(node);
        boolean oneDnn = prefersOneDnn(convolution);
        Value onto = oneDnn ? overwritableAddend(convolution, follower) : null;
        if (follower != null && onto != null) {
            JitNode last = readers.sole(follower.output());
            boolean relu = last != null && Activation.of(last) == Activation.RELU;
            replace(convolution, oneDnnOnto(convolution, onto, relu), relu ? List.of(node, follower, last) : List.of(node, follower));
            return;
        }
        Activation activation = Activation.of(follower);
        if (!oneDnn && !activation.isCut()) {
            activation = Activation.NONE;
        }
        replace(convolution, oneDnn ? oneDnn(convolution, activation) : xnnpack(convolution, activation),
                follower == null || activation == Activation.NONE ? List.of(node) : List.of(node, follower));
    }

    /** What comes before may give interleaved channels now: the result would be interleaved too. */
    private void leaveInPlanes(Convolution convolution) {
        graph.setInsertPoint(convolution.node());
        convolution.node().replaceInputWith(convolution.input(), laidOut(convolution, torch.MemoryFormat.Contiguous));
    }

    private void replace(Convolution convolution, JitNode with, List<JitNode> replaced) {
        shapes.putInterleaved(with.output(), shapes.of(convolution.output()));
        readers.replace(with, convolution.node(), replaced);
    }

    private boolean prefersOneDnn(Convolution convolution) {
        boolean small = pixels(convolution) < LARGE_PIXELS;
        if (convolution.isDepthwise()) {
            return !small || convolution.kernelHeight() > SMALL_KERNEL;
        }
        return !small || convolution.kernelHeight() > 1 || convolution.groups() > 1;
    }

    private long pixels(Convolution convolution) {
        long[] shape = shapes.of(convolution.output());
        return shape[0] * shape[2] * shape[3];
    }

    private long count(Value value) {
        return Arrays.stream(shapes.of(value)).reduce(1, Math::multiplyExact);
    }

    /** The other addend, if the convolution is followed by a sum and may write its result onto it. */
    private @Nullable Value overwritableAddend(Convolution convolution, @Nullable JitNode follower) {
        if (follower == null || pixels(convolution) < LARGE_SUM_PIXELS || !Overwriting.isPlainSum(follower)) {
            return null;
        }
        Value first = follower.inputs().get(0);
        Value other = first.unique() == convolution.output().unique() ? follower.inputs().get(1) : first;
        boolean mayGo = Overwriting.isFresh(other) && shapes.same(other, convolution.output())
                && other.unique() != convolution.input().unique() && other.node().isBefore(convolution.node());
        return mayGo && readBefore(other, convolution.node(), follower) ? other : null;
    }

    private boolean readBefore(Value value, JitNode node, JitNode except) {
        return readers.of(value).stream()
                .filter(reader -> !reader.equals(except))
                .allMatch(reader -> READERS.contains(GraphNodes.kind(reader)) && reader.isBefore(node));
    }

    private JitNode oneDnn(Convolution convolution, Activation activation) {
        ValueVector inputs = new ValueVector(interleaved(convolution), weight(convolution));
        addGeometry(inputs, convolution);
        inputs.push_back(constant(PackedOperators.text(activation.oneDnnName())));
        inputs.push_back(constant(PackedOperators.scalars(activation.oneDnnScalars())));
        inputs.push_back(constant(new IValue()));
        return graph.create(Symbol.fromQualString(PackedOperators.ONEDNN), inputs, 1);
    }

    private JitNode oneDnnOnto(Convolution convolution, Value onto, boolean relu) {
        ValueVector inputs = new ValueVector(onto, interleaved(convolution), weight(convolution));
        addGeometry(inputs, convolution);
        Value none = constant(new IValue());
        inputs.push_back(constant(PackedOperators.text("add")));
        inputs.push_back(none);
        inputs.push_back(relu ? constant(PackedOperators.text("relu")) : none);
        inputs.push_back(constant(PackedOperators.scalars()));
        inputs.push_back(none);
        return graph.create(Symbol.fromQualString(PackedOperators.ONEDNN_ONTO), inputs, 1);
    }

    private void addGeometry(ValueVector inputs, Convolution convolution) {
        inputs.push_back(constant(convolution.bias()));
        inputs.push_back(constant(PackedOperators.longs(convolution.padding())));
        inputs.push_back(constant(PackedOperators.longs(convolution.stride())));
        inputs.push_back(constant(PackedOperators.longs(convolution.dilation())));
        inputs.push_back(constant(new IValue(convolution.groups())));
    }

    private JitNode xnnpack(Convolution convolution, Activation activation) {
        Value context = constant(PackedOperators.xnnpackContext(convolution, activation));
        return graph.create(Symbol.fromQualString(PackedOperators.XNNPACK), new ValueVector(interleaved(convolution), context), 1);
    }

    private Value weight(Convolution convolution) {
        Tensor packed = PackedOperators.oneDnnWeight(convolution, shapes.of(convolution.input()));
        // oneDNN's layouts are opaque: plain constants, which passes compare byte by byte, cannot hold them.
        JitNode node = graph.create(Symbol.fromQualString("prim::ConstantMKLDNNTensor"), 1);
        node.t_(Symbol.attr("value"), packed);
        return readers.prepare(node, convolution.node());
    }

    /** The input with the channels of a pixel side by side; what convolutions give is so already. */
    private Value interleaved(Convolution convolution) {
        boolean already = shapes.interleaved(convolution.input());
        return already ? convolution.input() : laidOut(convolution, torch.MemoryFormat.ChannelsLast);
    }

    private Value laidOut(Convolution convolution, torch.MemoryFormat format) {
        ValueVector inputs = new ValueVector(convolution.input(), constant(new IValue((long) format.value)));
        return readers.prepare(graph.create(Symbol.fromQualString("aten::contiguous"), inputs, 1), convolution.node());
    }

    private Value constant(IValue value) {
        return torch.insertConstant(graph, value);
    }
}
