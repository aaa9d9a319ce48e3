package org.egoscope.torch.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.LongList;
import org.bytedeco.pytorch.Symbol;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueVector;
import org.bytedeco.pytorch.global.torch;
import org.egoscope.torch.ConvolutionChain.Link;
import org.egoscope.torch.Tensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans of a chain of convolutions, one for each shape of its input. */
public final class ChainPlans implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainPlans.class);
    /** Each holds its results in memory. */
    private static final int MOST_SHAPES = 4;

    private final List<Link> links;
    private final Map<List<Long>, Optional<NetworkPlan>> plans = new HashMap<>();

    private ChainPlans(List<Link> links) {
        this.links = links;
    }

    /** Null if the weights are on a GPU. */
    public static @Nullable ChainPlans of(List<Link> links) {
        return links.stream().anyMatch(link -> NativeTensor.of(link.weight()).is_cuda()) ? null : new ChainPlans(links);
    }

    /** Null if this input has to run otherwise. */
    public synchronized @Nullable Tensor run(Tensor input) {
        Optional<NetworkPlan> plan = plan(input);
        if (plan.isEmpty()) {
            return null;
        }
        IValue[] inputs = {new IValue(NativeTensor.of(input))};
        return NativeTensor.wrap(plan.get().run(new IValue(), inputs).toTensor().clone());
    }

    private Optional<NetworkPlan> plan(Tensor input) {
        List<Long> shape = Arrays.stream(input.shape()).boxed().toList();
        Optional<NetworkPlan> known = plans.get(shape);
        if (known == null && plans.size() < MOST_SHAPES) {
            known = build(input.shape());
            plans.put(shape, known);
        }
        return known == null ? Optional.empty() : known;
    }

    private Optional<NetworkPlan> build(long[] shape) {
        try (PointerScope scope = new PointerScope()) {
            Graph graph = new Graph();
            graph.addInput("self");
            Value input = graph.addInput("x");
            ValueShapes shapes = new ValueShapes(new HashMap<>());
            shapes.put(input, shape);
            Value last = input;
            for (Link link : links) {
                last = add(graph, link, input, last, shapes);
            }
            graph.registerOutput(last);
            return Optional.of(PlanBuilder.build(graph, shapes, false));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("convolutions run one by one, and slower, for inputs of one shape: {}", e.toString());
            return Optional.empty();
        }
    }

    private static Value add(Graph graph, Link link, Value input, Value source, ValueShapes shapes) {
        Value one = constant(graph, longs(1, 1));
        ValueVector inputs = new ValueVector(
                source, constant(graph, new IValue(NativeTensor.of(link.weight()))),
                constant(graph, new IValue(NativeTensor.of(link.bias()))),
                constant(graph, longs(link.stride(), link.stride())), constant(graph, longs(link.padding(), link.padding())), one,
                constant(graph, new IValue((long) link.groups())));
        long[] shape = shapes.of(source);
        long reach = link.weight().side(2) - 1 - 2L * link.padding();
        long[] result = {
            shape[0], link.weight().side(0), (shape[2] - reach - 1) / link.stride() + 1, (shape[3] - reach - 1) / link.stride() + 1
        };
        Value last = append(graph, "aten::conv2d", inputs, shapes, result);
        if (link.plusInput()) {
            last = append(graph, "aten::add", new ValueVector(last, input, constant(graph, new IValue(1L))), shapes, result);
        }
        if (link.gelu()) {
            last = append(graph, "aten::gelu", new ValueVector(last, constant(graph, new IValue(new BytePointer("none")))), shapes, result);
        }
        return last;
    }

    private static Value append(Graph graph, String kind, ValueVector inputs, ValueShapes shapes, long[] shape) {
        JitNode node = graph.appendNode(graph.create(Symbol.fromQualString(kind), inputs, 1));
        shapes.put(node.output(), shape);
        return node.output();
    }

    private static Value constant(Graph graph, IValue value) {
        return torch.insertConstant(graph, value);
    }

    private static IValue longs(long... values) {
        return new IValue(new GenericList(new LongList(values)));
    }

    @Override
    public synchronized void close() {
        plans.values().forEach(plan -> plan.ifPresent(NetworkPlan::close));
        plans.clear();
    }
}
