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
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch.TypeKind;

/** Shape of every float32 tensor within a graph, for inputs of one shape; found by running the graph once. */
final class ValueShapes {
    private final Map<Long, long[]> shapes;

    /** Of values that {@link #put} tells. */
    ValueShapes(Map<Long, long[]> shapes) {
        this.shapes = shapes;
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
        Map<Long, long[]> shapes = new HashMap<>();
        long place = results;
        for (Value value : tensors(graph)) {
            IValue got = stack.get(place);
            place++;
            if (got.isTensor() && got.toTensor().scalar_type().intern() == ScalarType.Float) {
                shapes.put(value.unique(), got.toTensor().shape());
            }
        }
        return new ValueShapes(shapes);
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

    /** Values of the largest tensor. */
    long largest() {
        return shapes.values().stream().mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact)).max().orElse(0);
    }

    void put(Value value, long... shape) {
        shapes.put(value.unique(), shape.clone());
    }

    boolean known(Value value) {
        return shapes.containsKey(value.unique());
    }

    long[] of(Value value) {
        return shapes.get(value.unique()).clone();
    }

    boolean same(Value a, Value b) {
        return known(a) && known(b) && Arrays.equals(of(a), of(b));
    }
}
