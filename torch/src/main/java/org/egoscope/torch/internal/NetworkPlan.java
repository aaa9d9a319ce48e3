package org.egoscope.torch.internal;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.IValue;

/**
 * A network for inputs of one shape: its steps, the memory that they work in, and what libtorch's parts pass on. Not for two threads at
 * once.
 */
final class NetworkPlan implements AutoCloseable {
    private final List<PlanStep> steps;
    private final int values;
    private final int result;
    /** What does not change from run to run: places that libtorch's parts read, by number. */
    private final Map<Integer, IValue> fixed;
    private final NativeHandles handles;

    /**
     * @param values how many values are passed on; the module and the inputs are the first
     * @param result number of the value that the network gives
     */
    NetworkPlan(List<PlanStep> steps, int values, int result, Map<Integer, IValue> fixed, NativeHandles handles) {
        this.steps = List.copyOf(steps);
        this.values = values;
        this.result = result;
        this.fixed = Map.copyOf(fixed);
        this.handles = handles;
    }

    /** What it gives may lie in the plan's own memory, until the next run. */
    IValue run(IValue module, IValue[] inputs) {
        IValue[] passed = new IValue[values];
        passed[0] = module;
        System.arraycopy(inputs, 0, passed, 1, inputs.length);
        fixed.forEach((number, value) -> passed[number] = value);
        for (PlanStep step : steps) {
            step.run(passed);
        }
        return passed[result];
    }

    /** Steps of oneDNN and of libtorch, in their order: how often they take turns. */
    String describe() {
        StringBuilder text = new StringBuilder();
        int run = 0;
        for (int i = 0; i < steps.size(); i++) {
            run++;
            boolean ends = i == steps.size() - 1 || steps.get(i).getClass() != steps.get(i + 1).getClass();
            if (ends) {
                text.append(text.length() == 0 ? "" : ", ").append(run).append(steps.get(i) instanceof OneDnnStep ? " oneDNN" : " libtorch");
                run = 0;
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        handles.close();
    }
}
