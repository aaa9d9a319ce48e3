package org.egoscope.torch.internal;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.kBilinear;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link Tensor}. */
public final class NativeTensor implements Tensor {
    private final org.bytedeco.pytorch.Tensor tensor;

    private NativeTensor(org.bytedeco.pytorch.Tensor tensor) {
        this.tensor = tensor;
    }

    public static Tensor of(float[] values, TorchDevice device, long... shape) {
        NativeRuntime.prepareThread();
        org.bytedeco.pytorch.Tensor made = torch.empty(shape);
        int count = FloatTensor.elementCount(shape);
        if (count > 0) {
            new FloatPointer(made.data_ptr()).put(values, 0, count);
        }
        return onDevice(made, device);
    }

    /** Shares the values' memory where that can be, on the CPU and aligned; else copies them. */
    public static Tensor sharing(FloatTensor values, TorchDevice device) {
        NativeRuntime.prepareThread();
        if (!SharedMemory.fits(values)) {
            return of(values.toArray(), device, values.shape());
        }
        boolean copies = device != TorchDevice.CPU && NativeRuntime.cudaAvailable();
        return onDevice(copies ? torch.from_blob(new FloatPointer(values.data()), values.shape()) : SharedMemory.tensor(values), device);
    }

    public static Tensor full(double value, TorchDevice device, long... shape) {
        NativeRuntime.prepareThread();
        return onDevice(torch.full(shape, new Scalar((float) value)), device);
    }

    private static Tensor onDevice(org.bytedeco.pytorch.Tensor made, TorchDevice device) {
        boolean cuda = device != TorchDevice.CPU && NativeRuntime.cudaAvailable();
        if (device == TorchDevice.CUDA && !cuda) {
            throw new PipelineException(ErrorKind.MODEL, "tensor: expected a CUDA device, got none");
        }
        return new NativeTensor(cuda ? made.to(new Device("cuda:0"), ScalarType.Float) : made);
    }

    public static Tensor cat(int axis, List<Tensor> tensors) {
        return new NativeTensor(torch.cat(vector(tensors), axis));
    }

    public static Tensor stack(int axis, List<Tensor> tensors) {
        return new NativeTensor(torch.stack(vector(tensors), axis));
    }

    private static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.stream().map(NativeTensor::of).toArray(org.bytedeco.pytorch.Tensor[]::new));
    }

    static void attach(Tensor tensor, PointerScope scope) {
        scope.attach(of(tensor));
    }

    static org.bytedeco.pytorch.Tensor of(Tensor tensor) {
        return ((NativeTensor) tensor).tensor;
    }

    private static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(of(tensor));
    }

    private static Scalar scalar(double value) {
        return new Scalar(value);
    }

    static Tensor wrap(org.bytedeco.pytorch.Tensor result) {
        return new NativeTensor(result);
    }

    @Override
    public long[] shape() {
        return tensor.shape();
    }

    @Override
    public Precision precision() {
        ScalarType type = tensor.scalar_type().intern();
        return switch (type) {
            case Float -> Precision.FLOAT32;
            case BFloat16 -> Precision.BFLOAT16;
            case Half -> Precision.FLOAT16;
            default -> throw new IllegalStateException("tensor type: expected a floating type, got " + type);
        };
    }

    private static ScalarType type(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> ScalarType.Float;
            case BFLOAT16 -> ScalarType.BFloat16;
            case FLOAT16 -> ScalarType.Half;
        };
    }

    @Override
    public Tensor add(Tensor other) {
        return wrap(tensor.add(of(other)));
    }

    @Override
    public Tensor add(double value) {
        return wrap(tensor.add(scalar(value)));
    }

    @Override
    public Tensor sub(Tensor other) {
        return wrap(tensor.sub(of(other)));
    }

    @Override
    public Tensor mul(Tensor other) {
        return wrap(tensor.mul(of(other)));
    }

    @Override
    public Tensor mul(double factor) {
        return wrap(tensor.mul(scalar(factor)));
    }

    @Override
    public Tensor div(Tensor other) {
        return wrap(tensor.div(of(other)));
    }

    @Override
    public Tensor abs() {
        return wrap(tensor.abs());
    }

    @Override
    public Tensor square() {
        return wrap(tensor.square());
    }

    @Override
    public Tensor sqrt() {
        return wrap(tensor.sqrt());
    }

    @Override
    public Tensor rsqrt() {
        return wrap(tensor.rsqrt());
    }

    @Override
    public Tensor exp() {
        return wrap(tensor.exp());
    }

    @Override
    public Tensor log() {
        return wrap(tensor.log());
    }

    @Override
    public Tensor sin() {
        return wrap(tensor.sin());
    }

    @Override
    public Tensor cos() {
        return wrap(tensor.cos());
    }

    @Override
    public Tensor tanh() {
        return wrap(tensor.tanh());
    }

    @Override
    public Tensor sigmoid() {
        return wrap(tensor.sigmoid());
    }

    @Override
    public Tensor relu() {
        return wrap(tensor.relu());
    }

    @Override
    public Tensor silu() {
        return wrap(torch.silu(tensor));
    }

    @Override
    public Tensor gelu() {
        return wrap(torch.gelu(tensor));
    }

    @Override
    public Tensor softplus() {
        return wrap(torch.softplus(tensor));
    }

    @Override
    public Tensor greater(double threshold) {
        return wrap(tensor.gt(scalar(threshold)).to(tensor.scalar_type()));
    }

    @Override
    public Tensor atLeast(double least) {
        return wrap(tensor.clamp_min(scalar(least)));
    }

    @Override
    public Tensor atMost(double most) {
        return wrap(tensor.clamp_max(scalar(most)));
    }

    @Override
    public Tensor sum() {
        return wrap(tensor.sum());
    }

    @Override
    public Tensor mean() {
        return wrap(tensor.mean());
    }

    @Override
    public Tensor sum(int axis, boolean keepAxis) {
        return wrap(tensor.sum(new long[] {axis}, keepAxis, new ScalarTypeOptional()));
    }

    @Override
    public Tensor mean(int axis, boolean keepAxis) {
        return wrap(tensor.mean(new long[] {axis}, keepAxis, new ScalarTypeOptional()));
    }

    @Override
    public Tensor softmax(int axis) {
        return wrap(tensor.softmax(axis));
    }

    @Override
    public Tensor max(int axis, boolean keepAxis) {
        return wrap(tensor.amax(new long[] {axis}, keepAxis));
    }

    @Override
    public Tensor layerNorm(@Nullable Tensor scale, @Nullable Tensor shift, double epsilon) {
        long[] last = {side(-1)};
        return wrap(torch.layer_norm(tensor, last, optional(scale), optional(shift), epsilon, false));
    }

    @Override
    public Tensor matmul(Tensor other) {
        return wrap(tensor.matmul(of(other)));
    }

    @Override
    public Tensor linear(Tensor weight, @Nullable Tensor bias) {
        return wrap(torch.linear(tensor, of(weight), optional(bias)));
    }

    @Override
    public Tensor dropout(double probability) {
        return wrap(torch.dropout(tensor, probability, true));
    }

    @Override
    public Tensor attention(Tensor keys, Tensor values, @Nullable Tensor bias, double factor) {
        DoubleOptional scale = new DoubleOptional(factor);
        return wrap(torch.scaled_dot_product_attention(tensor, of(keys), of(values), optional(bias), 0, false, scale, false));
    }

    @Override
    public Tensor conv2d(Tensor weight, @Nullable Tensor bias, int stride, int padding, int groups) {
        long[] strides = {stride, stride};
        long[] paddings = {padding, padding};
        return wrap(torch.conv2d(tensor, of(weight), optional(bias), strides, paddings, new long[] {1, 1}, groups));
    }

    @Override
    public Tensor convTranspose2d(Tensor weight, @Nullable Tensor bias, int stride) {
        long[] strides = {stride, stride};
        long[] none = {0, 0};
        return wrap(torch.conv_transpose2d(tensor, of(weight), optional(bias), strides, none, none, 1, 1, 1));
    }

    @Override
    public Tensor maxPool2d(int size) {
        return wrap(torch.max_pool2d(tensor, size, size));
    }

    @Override
    public Tensor resize(Interpolation interpolation, int height, int width) {
        long[] size = {height, width};
        return switch (interpolation) {
            case NEAREST -> wrap(torch.upsample_nearest2d(tensor, size));
            case BILINEAR -> wrap(torch.upsample_bilinear2d(tensor, size, false));
            case BICUBIC -> wrap(torch.upsample_bicubic2d(tensor, size, false));
            case BILINEAR_ANTIALIASED -> wrap(torch.interpolate(tensor, antialiased(size)));
        };
    }

    private static InterpolateFuncOptions antialiased(long[] size) {
        InterpolateFuncOptions options = new InterpolateFuncOptions();
        options.size().put(new LongVector(size));
        options.mode().put(new kBilinear());
        options.align_corners().put(false);
        options.antialias().put(true);
        return options;
    }

    @Override
    public Tensor pad(double value, int below, int right) {
        return wrap(torch.constant_pad_nd(tensor, new long[] {0, right, 0, below}, scalar(value)));
    }

    @Override
    public Tensor reshape(long... shape) {
        return wrap(tensor.reshape(shape));
    }

    @Override
    public Tensor permute(long... axes) {
        return wrap(tensor.permute(axes));
    }

    @Override
    public Tensor transpose(int axis, int other) {
        return wrap(tensor.transpose(axis, other));
    }

    @Override
    public Tensor unsqueeze(int axis) {
        return wrap(tensor.unsqueeze(axis));
    }

    @Override
    public Tensor expand(long... shape) {
        return wrap(tensor.expand(shape));
    }

    @Override
    public Tensor narrow(int axis, long start, long length) {
        return wrap(tensor.narrow(axis, start, length));
    }

    @Override
    public Tensor select(int axis, int... indices) {
        long[] wide = Arrays.stream(indices).asLongStream().toArray();
        return wrap(tensor.index_select(axis, torch.tensor(wide).to(tensor.device(), ScalarType.Long)));
    }

    @Override
    public Tensor contiguous() {
        return wrap(tensor.contiguous());
    }

    @Override
    public Tensor detach() {
        return wrap(tensor.detach());
    }

    @Override
    public Tensor requireGradient(boolean kept) {
        tensor.set_requires_grad(kept);
        return this;
    }

    @Override
    public void backward() {
        tensor.backward();
    }

    @Override
    public @Nullable Tensor gradient() {
        org.bytedeco.pytorch.Tensor gradient = tensor.grad();
        // The library gives a reference into the leaf; an own handle stays valid when the leaf's gradient is cleared or the leaf goes.
        return gradient.defined() ? wrap(new org.bytedeco.pytorch.Tensor(gradient)) : null;
    }

    @Override
    public void clearGradient() {
        // To none, not to zeros: the optimiser must not move a parameter on, by momentum and decay, that a step did not touch, and a
        // run that goes on from a file has no gradients either.
        if (tensor.grad().defined()) {
            tensor.mutable_grad().reset();
        }
    }

    private org.bytedeco.pytorch.Tensor writable() {
        SharedMemory.requireWritable(tensor);
        return tensor;
    }

    @Override
    public Tensor addInPlace(Tensor other, double factor) {
        writable().add_(of(other), scalar(factor));
        return this;
    }

    @Override
    public Tensor mulInPlace(double factor) {
        writable().mul_(scalar(factor));
        return this;
    }

    @Override
    public Tensor lerpInPlace(Tensor target, double weight) {
        writable().lerp_(of(target), scalar(weight));
        return this;
    }

    @Override
    public Tensor addProductInPlace(Tensor a, Tensor b, double factor) {
        writable().addcmul_(of(a), of(b), scalar(factor));
        return this;
    }

    @Override
    public Tensor addQuotientInPlace(Tensor a, Tensor b, double factor) {
        writable().addcdiv_(of(a), of(b), scalar(factor));
        return this;
    }

    @Override
    public Tensor copyInPlace(Tensor source) {
        writable().copy_(of(source));
        return this;
    }

    @Override
    public Tensor to(Precision precision) {
        return wrap(tensor.to(type(precision)));
    }

    @Override
    public Tensor onDeviceOf(Tensor other) {
        return wrap(tensor.to(of(other).device(), tensor.scalar_type()));
    }

    @Override
    public float item() {
        return tensor.item_float();
    }

    @Override
    public float[] toArray() {
        float[] values = new float[FloatTensor.elementCount(shape())];
        copyTo(values);
        return values;
    }

    @Override
    public void copyTo(float[] target) {
        int count = FloatTensor.elementCount(shape());
        if (target.length < count) {
            throw new IllegalArgumentException("tensor values: expected space for " + count + ", got " + target.length);
        }
        org.bytedeco.pytorch.Tensor plain = tensor.detach().to(ScalarType.Float).cpu().contiguous();
        if (count > 0) {
            new FloatPointer(plain.data_ptr()).get(target, 0, count);
        }
    }

    @Override
    public Tensor keep() {
        tensor.retainReference();
        return this;
    }

    @Override
    public void release() {
        tensor.releaseReference();
    }
}
