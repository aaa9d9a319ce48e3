package org.egoscope.torch.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.JitNode;
import org.egoscope.torch.FloatTensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network on the CPU with its convolutions packed, one graph for each shape of its inputs; made when a shape is first seen. */
final class PackedNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PackedNetwork.class);

    /** Shapes that one network is packed for; inputs of further shapes run unpacked, so that weights are not copied without end. */
    private static final int MOST_SHAPES = 8;
    /** Values of a tensor beyond which a network is left to libtorch: in planes they pass through the caches in smaller parts. */
    private static final long MOST_VALUES = 1 << 22;
    /** Nodes after which the graph that runs is not the graph that is seen. */
    private static final Set<String> CALLS = Set.of("prim::CallMethod", "prim::CallFunction", "prim::SetAttr", "prim::fork");

    /** @param wanted indices of the outputs that are computed; all if there is none */
    private record Key(List<List<Long>> shapes, List<Integer> wanted) {}

    private final JitModule module;
    private final Graph graph;
    private final boolean narrow;
    private final Map<Key, Optional<NetworkPlan>> plans = new HashMap<>();

    private PackedNetwork(JitModule module, Graph graph, boolean narrow) {
        this.module = module;
        this.graph = graph;
        this.narrow = narrow;
    }

    /**
     * Null if the network is no straight line of operators that leave their inputs alone, or has no convolution to pack.
     *
     * @param narrow whether convolutions read bfloat16
     */
    static @Nullable PackedNetwork of(JitModule module, boolean narrow) {
        Graph graph = module.get_method("forward").graph();
        boolean convolutions = false;
        for (JitNode node : GraphNodes.of(graph)) {
            String kind = GraphNodes.kind(node);
            if (node.blocks().size() > 0 || CALLS.contains(kind) || kind.startsWith("aten::") && kind.endsWith("_")) {
                return null;
            }
            convolutions |= Convolution.of(node) != null;
        }
        if (!convolutions) {
            return null;
        }
        graph.retainReference();
        return new PackedNetwork(module, graph, narrow);
    }

    /**
     * What the network gives; null if these inputs have to run unpacked.
     *
     * @param wanted indices of the outputs to compute, the others are whatever is at hand; all if there is none
     */
    @Nullable IValue run(FloatTensor[] inputs, IValue[] values, List<Integer> wanted) {
        if (graph.inputs().size() != values.length + 1) {
            return null;
        }
        List<List<Long>> shapes = Arrays.stream(inputs).map(input -> Arrays.stream(input.shape()).boxed().toList()).toList();
        Optional<NetworkPlan> plan = plan(new Key(shapes, wanted), values);
        if (plan.isEmpty()) {
            return null;
        }
        return plan.get().run(new IValue(module._ivalue()), values);
    }

    private synchronized Optional<NetworkPlan> plan(Key key, IValue[] values) {
        Optional<NetworkPlan> known = plans.get(key);
        if (known != null) {
            return known;
        }
        if (plans.size() >= MOST_SHAPES) {
            return Optional.empty();
        }
        Graph packed = graph.copy();
        GraphNodes.keepOutputs(packed, key.wanted());
        // Outside of the check below: what the network itself refuses is the caller's error.
        ValueShapes measured = ValueShapes.measure(packed, stack(values));
        Optional<NetworkPlan> plan = checked(packed, measured, values);
        plans.put(key, plan);
        return plan;
    }

    /** Empty if oneDNN refuses something, which it says when the plan is made or first run, or is not there for this platform. */
    private Optional<NetworkPlan> checked(Graph packed, ValueShapes shapes, IValue[] values) {
        if (shapes.largest() > MOST_VALUES) {
            return Optional.empty();
        }
        try {
            NetworkPlan plan = PlanBuilder.build(packed, shapes, narrow);
            try {
                plan.run(new IValue(module._ivalue()), values);
                LOG.debug("planned for inputs of one shape: {}", plan.describe());
                return Optional.of(plan);
            } catch (RuntimeException | LinkageError e) {
                plan.close();
                throw e;
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a network runs unpacked, and slower, for inputs of one shape: {}", e.toString());
            return Optional.empty();
        }
    }

    synchronized int packedShapes() {
        return Math.toIntExact(plans.values().stream().filter(Optional::isPresent).count());
    }

    private IValueVector stack(IValue[] values) {
        IValueVector stack = new IValueVector(new IValue(module._ivalue()));
        for (IValue value : values) {
            stack.push_back(value);
        }
        return stack;
    }

    @Override
    public synchronized void close() {
        plans.values().forEach(plan -> plan.ifPresent(NetworkPlan::close));
        plans.clear();
        graph.close();
    }
}
