package org.egoscope.torch.internal;

import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Tensor;
import org.egoscope.torch.internal.PendingConvolution.Follower;

/** Makes oneDNN's steps one after another. */
final class TrunkSteps {
    private static final long[] NOTHING = {0, 0};

    private final NativeHandles building;
    private final NativeHandles kept;
    private final List<PlanStep> steps;
    private final ScratchMemory scratch;

    /**
     * @param building what may go when the plan is complete
     * @param kept what the plan needs
     * @param steps gets the new ones
     */
    TrunkSteps(NativeHandles building, NativeHandles kept, List<PlanStep> steps) {
        this.building = building;
        this.kept = kept;
        this.steps = steps;
        this.scratch = new ScratchMemory(kept);
    }

    private dnnl_memory_desc layout(Place place) {
        return OneDnn.layout(building, place.isNarrow(), place.shape(), place.strides());
    }

    private OneDnnStep step(dnnl_primitive_desc description) {
        OneDnn.requireFast(description);
        return scratch.lend(new OneDnnStep(OneDnn.primitive(building, kept, description), kept), description);
    }

    private void add(OneDnnStep step) {
        step.markUses(steps.size());
        steps.add(step);
    }

    void addConvolution(PendingConvolution made, Place result) {
        Convolution convolution = made.convolution();
        Tensor weight = convolution.weight().contiguous();
        boolean biased = convolution.bias().isTensor();
        long[] shape = grouped(weight.shape(), convolution.groups());
        dnnl_memory_desc anyWeight = OneDnn.layout(building, made.source().isNarrow(), dnnl.dnnl_format_tag_any, shape);
        dnnl_memory_desc biasLayout = biased ? OneDnn.layout(building, false, dnnl.dnnl_a, weight.shape()[0]) : null;
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl.dnnl_convolution_forward_primitive_desc_create(
                        description, OneDnn.engine(), dnnl.dnnl_forward_inference, dnnl.dnnl_convolution_direct, layout(made.source()),
                        anyWeight, biasLayout, layout(result), convolution.stride(), lessOne(convolution.dilation()), made.before(),
                        made.after(result), attributes(made.followers())),
                "convolution");
        OneDnnStep step = step(description).with(dnnl.DNNL_ARG_SRC, layout(made.source()), made.source(), 0);
        addWeight(step, description, weight, shape);
        if (biased) {
            step.with(dnnl.DNNL_ARG_BIAS, biasLayout, copy(convolution.bias().toTensor()));
        }
        addFollowers(step, made.followers());
        add(step.with(dnnl.DNNL_ARG_DST, layout(result), result, 0));
    }

    private static long[] lessOne(long[] dilation) {
        return new long[] {dilation[0] - 1, dilation[1] - 1};
    }

    private static long[] grouped(long[] shape, long groups) {
        return groups == 1 ? shape : new long[] {groups, shape[0] / groups, shape[1], shape[2], shape[3]};
    }

    /** Lays the weights out as the convolution wants them. */
    private void addWeight(OneDnnStep step, dnnl_primitive_desc convolution, Tensor weight, long[] shape) {
        dnnl_memory_desc wanted = dnnl.dnnl_primitive_desc_query_md(convolution, dnnl.dnnl_query_weights_md, 0);
        Pointer laidOut = kept.allocate(dnnl.dnnl_memory_desc_get_size(wanted));
        dnnl_memory_desc plain = OneDnn.layout(building, false, shape.length == 4 ? dnnl.dnnl_oihw : dnnl.dnnl_goihw, shape);
        try (NativeHandles once = new NativeHandles()) {
            OneDnnStep reorder = new OneDnnStep(OneDnn.primitive(once, once, reorder(plain, wanted)), once)
                    .with(dnnl.DNNL_ARG_FROM, plain, weight.data_ptr()).with(dnnl.DNNL_ARG_TO, wanted, laidOut);
            reorder.bind();
            reorder.run(new IValue[0]);
        }
        step.with(dnnl.DNNL_ARG_WEIGHTS, wanted, laidOut);
    }

    private static dnnl_primitive_desc reorder(dnnl_memory_desc from, dnnl_memory_desc to) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl.dnnl_reorder_primitive_desc_create(description, from, OneDnn.engine(), to, OneDnn.engine(), null), "change of layout");
        return description;
    }

    private Pointer copy(Tensor values) {
        Tensor dense = values.contiguous();
        long bytes = dense.numel() * Float.BYTES;
        Pointer memory = kept.allocate(bytes);
        Pointer.memcpy(memory, dense.data_ptr(), bytes);
        return memory;
    }

    private dnnl_primitive_attr attributes(List<Follower> followers) {
        dnnl_primitive_attr attributes = OneDnn.attributes(building);
        dnnl_post_ops operations = new dnnl_post_ops();
        OneDnn.check(dnnl.dnnl_post_ops_create(operations), "followers");
        building.own(operations, () -> dnnl.dnnl_post_ops_destroy(operations));
        for (Follower follower : followers) {
            Activation activation = follower.activation();
            if (activation != null) {
                OneDnn.check(
                        dnnl.dnnl_post_ops_append_eltwise(operations, activation.formula(), activation.first(), activation.second()),
                        "activation");
            } else if (follower.addend() != null) {
                OneDnn.check(dnnl.dnnl_post_ops_append_binary(operations, dnnl.dnnl_binary_add, layout(follower.addend())), "sum");
            } else {
                OneDnn.check(dnnl.dnnl_post_ops_append_prelu(operations, 1 << 1), "slopes by channel");
            }
        }
        OneDnn.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "followers");
        return attributes;
    }

    private void addFollowers(OneDnnStep step, List<Follower> followers) {
        for (int i = 0; i < followers.size(); i++) {
            int base = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1);
            Place addend = followers.get(i).addend();
            Tensor slopes = followers.get(i).slopes();
            if (addend != null) {
                step.with(base | dnnl.DNNL_ARG_SRC_1, layout(addend), addend, 0);
            } else if (slopes != null) {
                step.with(base | dnnl.DNNL_ARG_WEIGHTS, OneDnn.layout(building, false, dnnl.dnnl_a, slopes.numel()), copy(slopes));
            }
        }
    }

    void addSum(Place first, Place second, Place result) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl.dnnl_binary_primitive_desc_create(
                        description, OneDnn.engine(), dnnl.dnnl_binary_add, layout(first), layout(second), layout(result),
                        OneDnn.attributes(building)),
                "sum");
        add(step(description).with(dnnl.DNNL_ARG_SRC_0, layout(first), first, 0).with(dnnl.DNNL_ARG_SRC_1, layout(second), second, 0)
                .with(dnnl.DNNL_ARG_DST, layout(result), result, 0));
    }

    /** An activation, or slopes, by itself. */
    void addFormula(Follower follower, Place source, Place result) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        Activation activation = follower.activation();
        Tensor slopes = follower.slopes();
        if (activation != null) {
            OneDnn.check(
                    dnnl.dnnl_eltwise_forward_primitive_desc_create(
                            description, OneDnn.engine(), dnnl.dnnl_forward_inference, activation.formula(), layout(source),
                            layout(result), activation.first(), activation.second(), OneDnn.attributes(building)),
                    "activation");
            addPlain(step(description), source, result);
        } else {
            dnnl_memory_desc weights = OneDnn.layout(building, false, dnnl.dnnl_nhwc, 1, slopes.numel(), 1, 1);
            OneDnn.check(
                    dnnl.dnnl_prelu_forward_primitive_desc_create(
                            description, OneDnn.engine(), dnnl.dnnl_forward_inference, layout(source), weights, layout(result),
                            OneDnn.attributes(building)),
                    "slopes");
            addPlain(step(description).with(dnnl.DNNL_ARG_WEIGHTS, weights, copy(slopes)), source, result);
        }
    }

    private void addPlain(OneDnnStep step, Place source, Place result) {
        add(step.with(dnnl.DNNL_ARG_SRC, layout(source), source, 0).with(dnnl.DNNL_ARG_DST, layout(result), result, 0));
    }

    void addPool(JitNode node, Place source, Place result) {
        long[] kernel = Convolution.pair(GraphNodes.constantLongs(node, "kernel_size"));
        long[] given = GraphNodes.constantLongs(node, "stride");
        long[] stride = given.length == 0 ? kernel : Convolution.pair(given);
        long[] before = Convolution.pair(GraphNodes.constantLongs(node, "padding"));
        long[] after = new long[2];
        for (int axis = 0; axis < 2; axis++) {
            after[axis] = (result.side(2 + axis) - 1) * stride[axis] + kernel[axis] - source.side(2 + axis) - before[axis];
        }
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl.dnnl_pooling_forward_primitive_desc_create(
                        description, OneDnn.engine(), dnnl.dnnl_forward_inference, dnnl.dnnl_pooling_max, layout(source), layout(result),
                        stride, kernel, NOTHING, before, after, OneDnn.attributes(building)),
                "pool");
        addPlain(step(description), source, result);
    }

    void addDoubling(boolean smooth, Place source, Place result) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl.dnnl_resampling_forward_primitive_desc_create(
                        description, OneDnn.engine(), dnnl.dnnl_forward_inference,
                        smooth ? dnnl.dnnl_resampling_linear : dnnl.dnnl_resampling_nearest, (FloatPointer) null, layout(source),
                        layout(result), OneDnn.attributes(building)),
                "doubling");
        addPlain(step(description), source, result);
    }

    void addJoin(List<Place> parts, Place result) {
        long channel = 0;
        for (Place part : parts) {
            addCopy(part, result, channel);
            channel += part.side(1);
        }
    }

    /** @param amounts zeros before and after, the last axis first, which the result has already */
    void addPadding(Place source, Place result, long[] amounts) {
        long[] strides = result.strides();
        long skipped = amounts[0] * strides[3];
        if (amounts.length > 2) {
            skipped += amounts[2] * strides[2];
        }
        if (amounts.length > 4) {
            skipped += amounts[4] * strides[1];
        }
        addCopy(source, result, skipped);
    }

    /** @param skipped values of the result before the first one that is written */
    private void addCopy(Place source, Place result, long skipped) {
        dnnl_memory_desc part = OneDnn.layout(building, result.isNarrow(), source.shape(), result.strides());
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl.dnnl_reorder_primitive_desc_create(
                        description, layout(source), OneDnn.engine(), part, OneDnn.engine(), OneDnn.attributes(building)),
                "copy");
        add(step(description).with(dnnl.DNNL_ARG_FROM, layout(source), source, 0)
                .with(dnnl.DNNL_ARG_TO, part, result, skipped * result.valueBytes()));
    }

    /** The same values in float32. */
    Place addWide(Place narrow) {
        Place wide = new Place(narrow.shape(), false, false);
        addCopy(narrow, wide, 0);
        return wide;
    }

    /** When no further step comes: the memory that they share for scratch. */
    void bindScratch() {
        scratch.bind();
    }
}
