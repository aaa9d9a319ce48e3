package org.egoscope.torch.internal;

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
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** A part of the graph that libtorch runs. It takes and gives values by their numbers in the graph. */
final class TorchStep implements PlanStep {
    private final @Nullable GraphExecutor executor;
    private final int inputs;
    private final int[] takes;
    private final int[] gives;
    /** Places that given values are copied into; their keys are indices into {@link #gives}. */
    private final Map<Integer, Place> copied;
    private final Map<Integer, Tensor> targets = new HashMap<>();
    private final NativeHandles handles;

    /**
     * @param executor null if nothing is computed
     * @param inputs how many inputs the network has, the module among them; they are the first values
     * @param takes numbers of what it reads beyond those
     * @param gives numbers of its results, and of inputs that are copied
     * @param copied places for some of the results, by their index
     */
    TorchStep(@Nullable GraphExecutor executor, int inputs, int[] takes, int[] gives, Map<Integer, Place> copied, NativeHandles handles) {
        this.executor = executor;
        this.inputs = inputs;
        this.takes = takes.clone();
        this.gives = gives.clone();
        this.copied = Map.copyOf(copied);
        this.handles = handles;
    }

    /** The part of a graph that makes some values from its inputs and from others that follow them; the graph is left as it is. */
    static GraphExecutor executor(Graph graph, List<Value> takes, List<Value> gives, NativeHandles handles) {
        Graph part = graph.copy();
        Map<Long, Value> counterparts = counterparts(graph, part);
        for (long i = part.outputs().size() - 1; i >= 0; i--) {
            part.eraseOutput(i);
        }
        for (Value take : takes) {
            Value inner = counterparts.get(take.unique());
            inner.replaceAllUsesWith(part.addInput().setType(take.type()));
        }
        gives.forEach(give -> part.registerOutput(counterparts.get(give.unique())));
        GraphNodes.dropUnused(part);
        part.lint();
        return handles.keep(new GraphExecutor(part, "forward"));
    }

    private static Map<Long, Value> counterparts(Graph graph, Graph copy) {
        Map<Long, Value> found = new HashMap<>();
        for (long i = 0; i < graph.inputs().size(); i++) {
            found.put(graph.inputs().get(i).unique(), copy.inputs().get(i));
        }
        List<JitNode> nodes = GraphNodes.of(graph);
        List<JitNode> copies = GraphNodes.of(copy);
        for (int n = 0; n < nodes.size(); n++) {
            for (long i = 0; i < nodes.get(n).outputs().size(); i++) {
                found.put(nodes.get(n).outputs().get(i).unique(), copies.get(n).outputs().get(i));
            }
        }
        return found;
    }

    @Override
    public void bind(Arena arena) {
        copied.forEach((index, place) -> targets.put(index, view(arena, place, handles)));
    }

    /** The place as libtorch sees it. */
    static Tensor view(Arena arena, Place place, NativeHandles handles) {
        TensorOptions type = new TensorOptions(place.isNarrow() ? ScalarType.BFloat16 : ScalarType.Float);
        return handles.keep(torch.from_blob(arena.at(place, 0), place.shape(), place.strides(), type));
    }

    @Override
    public void run(IValue[] values) {
        if (executor != null) {
            IValueVector stack = new IValueVector(Arrays.copyOf(values, inputs));
            for (int take : takes) {
                stack.push_back(values[take]);
            }
            executor.run(stack);
            int made = Math.toIntExact(stack.size());
            for (int i = 0; i < made; i++) {
                values[gives[i]] = new IValue(stack.get(i));
            }
        }
        targets.forEach((index, target) -> target.copy_(values[gives[index]].toTensor()));
    }
}
