package org.egoscope.torch.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Value;
import org.egoscope.torch.internal.PendingConvolution.Follower;

/**
 * Turns nodes, in the order of execution, into steps of oneDNN. A convolution waits for what follows it, so that activations and sums
 * are done before it writes; zeros about its input become its own padding.
 */
final class TrunkBuilder {
    /** @param amounts as {@link TrunkNodes#padding} has them */
    private record Padded(Value source, long[] amounts) {}

    private final Readers readers;
    private final ValueShapes shapes;
    private final TrunkNodes nodes;
    private final TrunkSteps steps;
    private final Set<Long> feeding;
    private final Map<Long, Place> places = new HashMap<>();
    private final Map<Long, PendingConvolution> pending = new HashMap<>();
    private final Map<Long, Padded> padded = new HashMap<>();

    /** @param feeding values that are bfloat16: those from which a convolution's input is made */
    TrunkBuilder(Readers readers, ValueShapes shapes, TrunkNodes nodes, TrunkSteps steps, Set<Long> feeding) {
        this.readers = readers;
        this.shapes = shapes;
        this.nodes = nodes;
        this.steps = steps;
        this.feeding = feeding;
    }

    void add(JitNode node) {
        long[] amounts = TrunkNodes.padding(node);
        if (TrunkNodes.isConvolution(node)) {
            addConvolution(node);
        } else if (nodes.isSum(node)) {
            addSum(node);
        } else if (Activation.of(node) != null) {
            addFollower(node, new Follower(Activation.of(node), null, null));
        } else if (nodes.isPrelu(node)) {
            addFollower(node, new Follower(null, null, GraphNodes.constant(node, "weight").toTensor()));
        } else if (amounts != null) {
            padded.put(node.output().unique(), new Padded(node.inputs().get(0), amounts));
        } else if (TrunkNodes.isPool(node)) {
            Place source = place(node.inputs().get(0));
            steps.addPool(node, source, fresh(node.output(), source.isNarrow()));
        } else if (TrunkNodes.isJoin(node)) {
            List<Place> parts = nodes.operands(node).stream().map(this::place).toList();
            steps.addJoin(parts, fresh(node.output(), parts.stream().allMatch(Place::isNarrow)));
        } else {
            Place source = place(node.inputs().get(0));
            steps.addDoubling(TrunkNodes.isSmooth(node), source, fresh(node.output(), source.isNarrow()));
        }
    }

    private void addConvolution(JitNode node) {
        Convolution convolution = Convolution.of(node);
        Padded about = padded.get(convolution.input().unique());
        long[] before = convolution.padding().clone();
        Value source = convolution.input();
        if (about != null && touchesNoChannels(about.amounts)) {
            source = about.source;
            before[0] += about.amounts[2];
            before[1] += about.amounts[0];
        }
        wait(node.output(), new PendingConvolution(convolution, place(source), before));
    }

    private static boolean touchesNoChannels(long[] amounts) {
        for (int i = 4; i < amounts.length; i++) {
            if (amounts[i] != 0) {
                return false;
            }
        }
        return amounts.length >= 4;
    }

    /** Makes the convolution now unless what reads its result, alone, can be done within it. */
    private void wait(Value result, PendingConvolution convolution) {
        JitNode reader = readers.sole(result);
        boolean joins = reader != null && nodes.operands(reader) != null
                && (Activation.of(reader) != null || nodes.isPrelu(reader) || nodes.isSum(reader));
        if (joins) {
            pending.put(result.unique(), convolution);
        } else {
            steps.addConvolution(convolution, fresh(result, feeding.contains(result.unique())));
        }
    }

    private void addSum(JitNode node) {
        Value first = node.inputs().get(0);
        Value second = node.inputs().get(1);
        PendingConvolution convolution = pending.remove(first.unique());
        Value other = second;
        if (convolution == null) {
            convolution = pending.remove(second.unique());
            other = first;
        }
        if (convolution == null) {
            Place one = place(first);
            steps.addSum(one, place(second), fresh(node.output(), one.isNarrow() && place(second).isNarrow()));
        } else {
            convolution.follow(new Follower(null, place(other), null));
            wait(node.output(), convolution);
        }
    }

    private void addFollower(JitNode node, Follower follower) {
        PendingConvolution convolution = pending.remove(node.inputs().get(0).unique());
        if (convolution == null) {
            Place source = place(node.inputs().get(0));
            steps.addFormula(follower, source, fresh(node.output(), source.isNarrow()));
        } else {
            convolution.follow(follower);
            wait(node.output(), convolution);
        }
    }

    private Place fresh(Value value, boolean narrow) {
        Place place = new Place(shapes.of(value), narrow, false);
        places.put(value.unique(), place);
        return place;
    }

    /** Where the value lies; made now if it was waiting. */
    Place place(Value value) {
        PendingConvolution waiting = pending.remove(value.unique());
        if (waiting != null) {
            steps.addConvolution(waiting, fresh(value, feeding.contains(value.unique())));
        }
        Padded about = padded.get(value.unique());
        if (about != null && !places.containsKey(value.unique())) {
            Place source = place(about.source);
            Place result = new Place(shapes.of(value), source.isNarrow(), true);
            places.put(value.unique(), result);
            steps.addPadding(source, result, about.amounts);
        }
        Place place = places.get(value.unique());
        return place == null ? fresh(value, feeding.contains(value.unique())) : place;
    }

    /** Places so far, whoever fills them. */
    Map<Long, Place> places() {
        return places;
    }

    static List<Place> distinct(Map<Long, Place> places) {
        return places.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
    }
}
