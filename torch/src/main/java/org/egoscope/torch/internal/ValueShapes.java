package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.GraphExecutor;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch.TypeKind;

/** Shape and order of channels of every float32 tensor within a graph, for inputs of one shape; found by running the graph once. */
final class ValueShapes {
    private static final int PICTURE_RANK = 4;

    /** @param interleaved whether the channels of a pixel lie side by side */
    private record Layout(long[] shape, boolean interleaved) {}

    private final Map<Long, Layout> layouts;

    private ValueShapes(Map<Long, Layout> layouts) {
        this.layouts = layouts;
    }

    /**
     * @param graph whose values the answer is about; left as it is
     * @param stack what the graph takes, the module first
     */
    static ValueShapes measure(Graph graph, IValueVector stack) {
        Graph probe = graph.copy();
        long results = probe.outputs().size();
        for (Value value : tensors(probe)) {
            probe.registerOutput(value);
        }
        new GraphExecutor(probe, "shapes").run(stack);
        Map<Long, Layout> layouts = new HashMap<>();
        long place = results;
        for (Value value : tensors(graph)) {
            IValue got = stack.get(place);
            place++;
            if (got.isTensor() && got.toTensor().scalar_type().intern() == ScalarType.Float) {
                Tensor tensor = got.toTensor();
                boolean interleaved = tensor.dim() == PICTURE_RANK && tensor.is_contiguous(torch.MemoryFormat.ChannelsLast);
                layouts.put(value.unique(), new Layout(tensor.shape(), interleaved));
            }
        }
        return new ValueShapes(layouts);
    }

    /** Of the inputs and of all nodes, in the same order for every copy of a graph. */
    private static List<Value> tensors(Graph graph) {
        List<Value> tensors = new ArrayList<>();
        addTensors(graph.inputs(), tensors);
        for (JitNode node : GraphNodes.of(graph)) {
            if (!GraphNodes.kind(node).equals("prim::Constant")) {
                addTensors(node.outputs(), tensors);
            }
        }
        return tensors;
    }

    private static void addTensors(ValueArrayRef values, List<Value> tensors) {
        for (long i = 0; i < values.size(); i++) {
            if (values.get(i).type().get().kind().intern() == TypeKind.TensorType) {
                tensors.add(values.get(i));
            }
        }
    }

    void putInterleaved(Value value, long[] shape) {
        layouts.put(value.unique(), new Layout(shape, true));
    }

    void copy(Value to, Value from) {
        layouts.put(to.unique(), layouts.get(from.unique()));
    }

    boolean known(Value value) {
        return layouts.containsKey(value.unique());
    }

    long[] of(Value value) {
        return layouts.get(value.unique()).shape().clone();
    }

    boolean same(Value a, Value b) {
        return known(a) && known(b) && Arrays.equals(of(a), of(b));
    }

    boolean interleaved(Value value) {
        return layouts.get(value.unique()).interleaved();
    }
}
