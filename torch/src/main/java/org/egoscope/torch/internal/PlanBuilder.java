package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;

/**
 * Divides a graph between oneDNN and libtorch. Both take turns, as few as the graph allows: a part ends where what comes next needs the
 * other's results. Usually that is libtorch for the input, oneDNN for all convolutions and what lies between them, libtorch for the rest.
 */
final class PlanBuilder {
    private static final String CONSTANT = "prim::Constant";

    private final Graph graph;
    private final boolean narrow;
    private final ValueShapes shapes;
    private final TrunkNodes trunk;
    private final List<JitNode> nodes;
    private final Readers readers;
    /** Nodes of oneDNN, with the tensors that they read; the others are libtorch's. */
    private final Map<Long, List<Value>> operands = new HashMap<>();
    /** By value: the turn in which it is made, even for libtorch, odd for oneDNN. */
    private final Map<Long, Integer> turns = new HashMap<>();
    private final Set<Long> needed = new HashSet<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final List<PlanStep> steps = new ArrayList<>();
    private final NativeHandles kept = new NativeHandles();
    private final NativeHandles building = new NativeHandles();
    private final TrunkSteps trunkSteps = new TrunkSteps(building, kept, steps);
    private final Set<Long> feeding = new HashSet<>();
    private final TrunkBuilder builder;
    /** Float32 copies of bfloat16 values that libtorch reads. */
    private final Map<Long, Place> wide = new HashMap<>();

    private PlanBuilder(Graph graph, ValueShapes shapes, boolean narrow) {
        this.narrow = narrow;
        this.graph = graph;
        this.shapes = shapes;
        this.trunk = new TrunkNodes(shapes);
        this.nodes = GraphNodes.of(graph);
        this.readers = new Readers(graph);
        this.builder = new TrunkBuilder(readers, shapes, trunk, trunkSteps, feeding);
    }

    /**
     * @param shapes of all values of the graph
     * @param narrow whether convolutions read bfloat16; sums within one are float32 all the same, and so is what no convolution reads
     * @throws RuntimeException if a library refuses something
     */
    static NetworkPlan build(Graph graph, ValueShapes shapes, boolean narrow) {
        PlanBuilder builder = new PlanBuilder(graph, shapes, narrow);
        try {
            return builder.build();
        } catch (RuntimeException | LinkageError e) {
            builder.kept.close();
            throw e;
        } finally {
            builder.building.close();
        }
    }

    private NetworkPlan build() {
        for (long i = 0; i < graph.inputs().size(); i++) {
            turns.put(graph.inputs().get(i).unique(), 0);
            number(graph.inputs().get(i));
        }
        nodes.forEach(this::takeTurn);
        findNeeded();
        if (narrow) {
            findFeeding();
        }
        int last = turns.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (int turn = 0; turn <= last; turn++) {
            if (turn % 2 == 0) {
                addTorch(turn);
            } else {
                addTrunk(turn);
            }
        }
        return complete();
    }

    private int number(Value value) {
        return numbers.computeIfAbsent(value.unique(), key -> numbers.size());
    }

    private void takeTurn(JitNode node) {
        if (isConstant(node)) {
            return;
        }
        List<Value> read = trunk.operands(node);
        if (read != null && (TrunkNodes.isConvolution(node) || isFolded(node) || read.stream().anyMatch(this::isTrunk))) {
            operands.put(node.output().unique(), read);
            int turn = 1;
            for (Value value : read) {
                turn = Math.max(turn, turns.get(value.unique()) + (isTrunk(value) ? 0 : 1));
            }
            turns.put(node.output().unique(), turn);
            return;
        }
        int turn = 0;
        for (long i = 0; i < node.inputs().size(); i++) {
            Value value = node.inputs().get(i);
            if (!isConstant(value.node())) {
                turn = Math.max(turn, turns.get(value.unique()) + (isTrunk(value) ? 1 : 0));
            }
        }
        for (long i = 0; i < node.outputs().size(); i++) {
            turns.put(node.outputs().get(i).unique(), turn);
        }
    }

    /** Whether the node puts zeros about what only convolutions read: they do it themselves. */
    private boolean isFolded(JitNode node) {
        return TrunkNodes.padding(node) != null
                && readers.of(node.output()).stream().allMatch(reader -> TrunkNodes.isConvolution(reader) && trunk.operands(reader) != null);
    }

    private static boolean isConstant(JitNode node) {
        return GraphNodes.kind(node).equals(CONSTANT);
    }

    private boolean isTrunk(Value value) {
        return operands.containsKey(value.unique());
    }

    private List<Value> read(JitNode node) {
        List<Value> trunkOperands = node.outputs().size() == 1 ? operands.get(node.output().unique()) : null;
        if (trunkOperands != null) {
            return trunkOperands;
        }
        List<Value> read = new ArrayList<>();
        ValueArrayRef inputs = node.inputs();
        for (long i = 0; i < inputs.size(); i++) {
            read.add(inputs.get(i));
        }
        return read;
    }

    private void findNeeded() {
        needed.add(graph.outputs().get(0).unique());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (isNeeded(nodes.get(i))) {
                read(nodes.get(i)).forEach(value -> needed.add(value.unique()));
            }
        }
    }

    /** Values that convolutions read, or that oneDNN turns into such. */
    private void findFeeding() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            JitNode node = nodes.get(i);
            if (node.outputs().size() == 1 && isTrunk(node.output()) && isNeeded(node)
                    && (TrunkNodes.isConvolution(node) || feeding.contains(node.output().unique()))) {
                read(node).forEach(value -> feeding.add(value.unique()));
            }
        }
    }

    private boolean isNeeded(JitNode node) {
        for (long i = 0; i < node.outputs().size(); i++) {
            if (needed.contains(node.outputs().get(i).unique())) {
                return true;
            }
        }
        return false;
    }

    private void addTrunk(int turn) {
        for (JitNode node : nodes) {
            if (node.outputs().size() == 1 && isTrunk(node.output()) && turns.get(node.output().unique()) == turn && isNeeded(node)) {
                builder.add(node);
            }
        }
    }

    /** Values of libtorch's turn that are read in another one, and what they are made from. */
    private void addTorch(int turn) {
        Map<Long, Value> takes = new TreeMap<>();
        Map<Long, Value> gives = new TreeMap<>();
        for (JitNode node : nodes) {
            if (isConstant(node) || !isNeeded(node)) {
                continue;
            }
            boolean here = !isTrunk(node.output()) && turns.get(node.output().unique()) == turn;
            for (Value value : read(node)) {
                if (isConstant(value.node()) || isInput(value)) {
                    continue;
                }
                boolean madeHere = !isTrunk(value) && turns.get(value.unique()) == turn;
                if (here && !madeHere) {
                    takes.put(value.unique(), value);
                } else if (!here && madeHere) {
                    gives.put(value.unique(), value);
                }
            }
        }
        Value result = graph.outputs().get(0);
        if (!isTrunk(result) && turns.get(result.unique()) == turn) {
            gives.put(result.unique(), result);
        }
        addTorch(turn, List.copyOf(takes.values()), List.copyOf(gives.values()));
    }

    private boolean isInput(Value value) {
        for (long i = 0; i < graph.inputs().size(); i++) {
            if (graph.inputs().get(i).unique() == value.unique()) {
                return true;
            }
        }
        return false;
    }

    private void addTorch(int turn, List<Value> takes, List<Value> gives) {
        List<Value> passed = new ArrayList<>(gives);
        if (turn == 0) {
            for (long i = 1; i < graph.inputs().size(); i++) {
                passed.add(graph.inputs().get(i));
            }
        }
        Map<Integer, Place> copied = new HashMap<>();
        for (int i = 0; i < passed.size(); i++) {
            if (isReadByTrunk(passed.get(i))) {
                Place place = builder.place(passed.get(i));
                place.usedIn(steps.size());
                copied.put(i, place);
            }
        }
        for (Value take : takes) {
            if (isTrunk(take)) {
                // What libtorch gives may be a view of it: it stays to the end.
                Place place = wide(take);
                place.usedIn(steps.size());
                place.usedIn(Integer.MAX_VALUE);
            }
        }
        steps.add(new TorchStep(
                gives.isEmpty() ? null : TorchStep.executor(graph, takes, gives, kept), Math.toIntExact(graph.inputs().size()),
                numbers(takes), numbers(passed), copied, kept));
    }

    /** Where a value of oneDNN lies in float32. */
    private Place wide(Value value) {
        Place place = builder.place(value);
        return place.isNarrow() ? wide.computeIfAbsent(value.unique(), key -> trunkSteps.addWide(place)) : place;
    }

    private boolean isReadByTrunk(Value value) {
        return nodes.stream().filter(node -> node.outputs().size() == 1 && isTrunk(node.output()) && isNeeded(node))
                .anyMatch(node -> read(node).stream().anyMatch(operand -> operand.unique() == value.unique()));
    }

    private int[] numbers(List<Value> values) {
        return values.stream().mapToInt(this::number).toArray();
    }

    private NetworkPlan complete() {
        trunkSteps.bindScratch();
        Value result = graph.outputs().get(0);
        if (isTrunk(result)) {
            number(result);
            wide(result).usedIn(Integer.MAX_VALUE);
        }
        List<Place> places = new ArrayList<>(TrunkBuilder.distinct(builder.places()));
        places.addAll(TrunkBuilder.distinct(wide));
        Arena arena = new Arena(places, kept);
        steps.forEach(step -> step.bind(arena));
        Map<Integer, IValue> fixed = new HashMap<>();
        for (JitNode node : nodes) {
            if (node.outputs().size() == 1 && isTrunk(node.output()) && numbers.containsKey(node.output().unique())) {
                Place place = wide(node.output());
                fixed.put(number(node.output()), kept.keep(new IValue(TorchStep.view(arena, place, kept))));
            }
        }
        return new NetworkPlan(steps, numbers.size(), number(result), fixed, kept);
    }
}
