package org.egoscope.torch;

import org.jspecify.annotations.Nullable;

/**
 * A tensor of libtorch: values on a device, and how they came about where gradients are recorded. Every operation gives a new tensor
 * that lives as long as the innermost {@link TensorScope} of this thread; {@link #keep()} lets it live on. Operations whose name ends in
 * {@code InPlace} change this tensor. Axes may be counted from the end by negative numbers; shapes broadcast as in PyTorch.
 *
 * <p>Errors of the library (shapes that do not fit, no memory) come as {@link RuntimeException} with its message.
 */
public interface Tensor {
    /** Element type of computation. */
    enum Precision {
        FLOAT32,
        BFLOAT16,
        FLOAT16
    }

    /** How values between pixels are made. */
    enum Interpolation {
        NEAREST,
        BILINEAR,
        /** Each result is a mean over its whole footprint (a triangle filter), as good picture libraries reduce. */
        BILINEAR_ANTIALIASED,
        /** Keys' kernel with a = -0.75, as wide as the source's pixels: it aliases where a picture is reduced. */
        BICUBIC
    }

    long[] shape();

    default long side(int axis) {
        long[] shape = shape();
        return shape[axis < 0 ? shape.length + axis : axis];
    }

    Precision precision();

    // Element by element.

    Tensor add(Tensor other);

    Tensor add(double value);

    Tensor sub(Tensor other);

    Tensor mul(Tensor other);

    Tensor mul(double factor);

    Tensor div(Tensor other);

    Tensor abs();

    Tensor square();

    Tensor sqrt();

    Tensor rsqrt();

    Tensor exp();

    Tensor log();

    Tensor sin();

    Tensor cos();

    Tensor tanh();

    Tensor sigmoid();

    Tensor relu();

    Tensor silu();

    /** Exact (erf) form. */
    Tensor gelu();

    Tensor softplus();

    /** 1 where greater, else 0; not-a-number is not greater. */
    Tensor greater(double threshold);

    Tensor atLeast(double least);

    Tensor atMost(double most);

    // Over axes.

    /** Of all values. */
    Tensor sum();

    /** Of all values. */
    Tensor mean();

    Tensor sum(int axis, boolean keepAxis);

    Tensor mean(int axis, boolean keepAxis);

    Tensor softmax(int axis);

    /** Largest value; the gradient goes to it, in equal parts where several are as large. */
    Tensor max(int axis, boolean keepAxis);

    /** Over the last axis, with epsilon 1e-5; scale and shift may be absent ({@code null}). */
    default Tensor layerNorm(@Nullable Tensor scale, @Nullable Tensor shift) {
        return layerNorm(scale, shift, 1e-5);
    }

    /** Over the last axis: mean 0 and (biased) variance 1; scale and shift may be absent ({@code null}). */
    Tensor layerNorm(@Nullable Tensor scale, @Nullable Tensor shift, double epsilon);

    // Products.

    Tensor matmul(Tensor other);

    /** {@code x Wᵀ + b} with weights {@code [out, in]}. */
    Tensor linear(Tensor weight, @Nullable Tensor bias);

    /** Each value 0 with this probability, the others scaled so that the mean stays; see {@link TorchRuntime#seed}. */
    Tensor dropout(double probability);

    /**
     * {@code softmax(factor q kᵀ + bias) v} over the last two axes of {@code [B, heads, tokens, channels]}, this being the queries,
     * without ever holding all products where the library can avoid it.
     */
    Tensor attention(Tensor keys, Tensor values, @Nullable Tensor bias, double factor);

    // Pictures: {@code [B, C, H, W]}.

    /** Weights {@code [out, in / groups, kh, kw]}; padding with zeros on all sides. */
    Tensor conv2d(Tensor weight, @Nullable Tensor bias, int stride, int padding, int groups);

    /** The adjoint of a convolution without padding; weights {@code [in, out, kh, kw]}. */
    Tensor convTranspose2d(Tensor weight, @Nullable Tensor bias, int stride);

    /** Largest value of each square; a remainder at the right and below is left out. */
    Tensor maxPool2d(int size);

    /**
     * The whole picture at another size: the centre of result pixel i lies at {@code (i + 0.5) in / out} of the source, whose centres are at
     * .5, and what lies beyond the border is as at the border. {@link Interpolation#NEAREST} takes source pixel {@code floor(i in / out)}.
     */
    Tensor resize(Interpolation interpolation, int height, int width);

    // Shape.

    /** Values are added after the last ones of the last two axes. */
    Tensor pad(double value, int below, int right);

    Tensor reshape(long... shape);

    Tensor permute(long... axes);

    Tensor transpose(int axis, int other);

    Tensor unsqueeze(int axis);

    Tensor expand(long... shape);

    /** Values {@code start..start+length} of an axis; shares memory. */
    Tensor narrow(int axis, long start, long length);

    /** Slices along an axis, in the order of the indices. */
    Tensor select(int axis, int... indices);

    Tensor contiguous();

    // Gradients.

    /** Same values, without how they came about. */
    Tensor detach();

    /** Makes this a leaf for which gradients are kept. */
    default Tensor requireGradient() {
        return requireGradient(true);
    }

    /** Says of a leaf whether gradients are kept for it; those of others are found all the same. */
    Tensor requireGradient(boolean kept);

    /** Gradients of this single value with respect to all leaves. */
    void backward();

    /** {@code null} where no gradient has arrived since {@link #clearGradient()}; shares memory with what further ones are added to. */
    @Nullable
    Tensor gradient();

    void clearGradient();

    // In place; for optimisers and buffers.

    Tensor addInPlace(Tensor other, double factor);

    Tensor mulInPlace(double factor);

    /** {@code this += weight (target - this)}. */
    Tensor lerpInPlace(Tensor target, double weight);

    /** {@code this += factor a b}. */
    Tensor addProductInPlace(Tensor a, Tensor b, double factor);

    /** {@code this += factor a / b}. */
    Tensor addQuotientInPlace(Tensor a, Tensor b, double factor);

    Tensor copyInPlace(Tensor source);

    // Type, place and life.

    Tensor to(Precision precision);

    /** On the same device as the other one. */
    Tensor onDeviceOf(Tensor other);

    /** The only value. */
    float item();

    /** All values, row-major. */
    float[] toArray();

    /** Copies all values, row-major, to the start of an array that is at least as long. */
    void copyTo(float[] target);

    /** Lets this tensor outlive the present scope, until {@link #release()}. */
    Tensor keep();

    /** Ends what {@link #keep()} began. */
    void release();
}
