package org.egoscope.torch.internal;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.DoubleList;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.LongList;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Weights in the layouts that oneDNN and XNNPACK want them in, and the values that their operators take. */
final class PackedOperators {
    static final String ONEDNN = "mkldnn::_convolution_pointwise";
    static final String ONEDNN_ONTO = "mkldnn::_convolution_pointwise_";
    static final String XNNPACK = "prepacked::conv2d_clamp_run";

    private PackedOperators() {}

    /** @param inputShape oneDNN chooses the layout by it: with another one weights would be laid out anew in each call */
    static Tensor oneDnnWeight(Convolution convolution, long[] inputShape) {
        IValueVector stack = new IValueVector(
                new IValue(convolution.weight()), longs(convolution.padding()), longs(convolution.stride()),
                longs(convolution.dilation()), new IValue(convolution.groups()), longs(inputShape));
        operator("mkldnn::_reorder_convolution_weight").callBoxed(stack);
        return new Tensor(stack.get(0).toTensor());
    }

    /** XNNPACK's operator with its weights, its bias and what its results are cut to. */
    static IValue xnnpackContext(Convolution convolution, Activation activation) {
        IValueVector stack = new IValueVector(
                new IValue(convolution.weight()), convolution.bias(), longs(convolution.stride()), longs(convolution.padding()),
                longs(convolution.dilation()), new IValue(convolution.groups()), limit(activation.least()), limit(activation.most()));
        operator("prepacked::conv2d_clamp_prepack").callBoxed(stack);
        return new IValue(stack.get(0));
    }

    private static IValue limit(double value) {
        return Double.isNaN(value) ? new IValue() : new IValue(new Scalar(value));
    }

    static IValue longs(long... values) {
        return new IValue(new GenericList(new LongList(values)));
    }

    static IValue text(String value) {
        return new IValue(new BytePointer(value));
    }

    /** {@code Scalar?[]}: the list says its elements' type itself, and operators take none of another type. */
    static IValue scalars(double... values) {
        DoubleList list = new DoubleList();
        for (double value : values) {
            list.push_back(value);
        }
        list.unsafeSetElementType(torch.parseSchema("scalars(Scalar?[] x) -> ()").arguments().type().get().containedType(0));
        return new IValue(new GenericList(list));
    }

    private static OperatorHandle operator(String name) {
        return Dispatcher.singleton().findSchemaOrThrow(name, "");
    }
}
