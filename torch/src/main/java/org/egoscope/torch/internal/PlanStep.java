package org.egoscope.torch.internal;

import org.bytedeco.pytorch.IValue;

/** A part of a network's work. */
interface PlanStep {
    /** Once, when all places have their memory. */
    void bind(Arena arena);

    /** @param values what libtorch's parts of the network pass on, by number */
    void run(IValue[] values);
}
