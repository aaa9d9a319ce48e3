package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/** One call of oneDNN, all its arguments laid down before. */
final class OneDnnStep implements PlanStep {
    /**
     * @param role which argument it is to oneDNN
     * @param place where it lies; null if it has memory of its own
     * @param skipped bytes of the place that it leaves out
     */
    private record Argument(int role, dnnl_memory_desc layout, @Nullable Place place, long skipped, @Nullable Pointer own) {}

    private final dnnl_primitive primitive;
    private final NativeHandles handles;
    private final List<Argument> arguments = new ArrayList<>();
    private @Nullable dnnl_exec_arg_t bound;

    OneDnnStep(dnnl_primitive primitive, NativeHandles handles) {
        this.primitive = primitive;
        this.handles = handles;
    }

    OneDnnStep with(int role, dnnl_memory_desc layout, Place place, long skipped) {
        arguments.add(new Argument(role, layout, place, skipped, null));
        return this;
    }

    OneDnnStep with(int role, dnnl_memory_desc layout, Pointer memory) {
        arguments.add(new Argument(role, layout, null, 0, memory));
        return this;
    }

    /** Tells all places that this step, by its number, uses them. */
    void markUses(int number) {
        for (Argument argument : arguments) {
            if (argument.place != null) {
                argument.place.usedIn(number);
            }
        }
    }

    /** If no argument lies in a place. */
    void bind() {
        bindAll(null);
    }

    @Override
    public void bind(Arena arena) {
        bindAll(arena);
    }

    private void bindAll(@Nullable Arena arena) {
        dnnl_exec_arg_t array = handles.keep(new dnnl_exec_arg_t(arguments.size()));
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            Pointer at = argument.place == null ? argument.own : arena.at(argument.place, argument.skipped);
            array.getPointer(i).arg(argument.role).memory(OneDnn.memory(handles, argument.layout, at));
        }
        bound = array;
    }

    @Override
    public void run(IValue[] values) {
        OneDnn.check(dnnl.dnnl_primitive_execute(primitive, OneDnn.stream(), arguments.size(), bound), "execution");
    }
}
