package org.egoscope.torch;

import java.util.List;
import org.egoscope.torch.internal.NativeTensor;

/** Makes tensors. */
public final class Tensors {
    private Tensors() {}

    /** Copies the values, row-major. */
    public static Tensor of(float[] values, TorchDevice device, long... shape) {
        if (FloatTensor.elementCount(shape) > values.length) {
            throw new IllegalArgumentException("tensor values: expected at least " + FloatTensor.elementCount(shape) + ", got " + values.length);
        }
        return NativeTensor.of(values, device, shape);
    }

    /** Copies the values. */
    public static Tensor of(FloatTensor values, TorchDevice device) {
        return NativeTensor.of(values.toArray(), device, values.shape());
    }

    /**
     * Shares the memory of the values on the CPU and copies them to other devices. Read-only values, such as those of a mapped file, stay
     * so: a change in place is refused. What the values lie in lives as long as a tensor uses it.
     */
    public static Tensor sharing(FloatTensor values, TorchDevice device) {
        return NativeTensor.sharing(values, device);
    }

    public static Tensor zeros(TorchDevice device, long... shape) {
        return NativeTensor.full(0, device, shape);
    }

    public static Tensor full(double value, TorchDevice device, long... shape) {
        return NativeTensor.full(value, device, shape);
    }

    public static Tensor cat(int axis, List<Tensor> tensors) {
        return NativeTensor.cat(axis, tensors);
    }

    public static Tensor cat(int axis, Tensor... tensors) {
        return NativeTensor.cat(axis, List.of(tensors));
    }

    public static Tensor stack(int axis, Tensor... tensors) {
        return NativeTensor.stack(axis, List.of(tensors));
    }
}
