package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/** The layers that the SAM family is made of, on weights by name: {@code name.weight}, {@code name.bias}. Does not own the weights. */
public final class Layers {
    /** Of {@link #layerNorm2d}. */
    private static final double NORM_2D_EPSILON = 1e-6;

    /** 16 MB; measured best of 1, 4, 16 MB and all. */
    private static final long HIDDEN_AT_ONCE = 1L << 22;

    private final FrozenWeights weights;
    private final Precision products;

    public Layers(FrozenWeights weights) {
        this(weights, Precision.FLOAT32);
    }

    /** @param products precision of the linear layers' factors; what they take and give is float32 */
    public Layers(FrozenWeights weights, Precision products) {
        this.weights = weights;
        this.products = products;
    }

    public TorchDevice device() {
        return weights.device();
    }

    public boolean contains(String name) {
        return weights.contains(name);
    }

    public Tensor weight(String name) {
        return weights.get(name);
    }

    private @Nullable Tensor bias(String name, Precision precision) {
        return weights.contains(name + ".bias") ? weights.get(name + ".bias", precision) : null;
    }

    /** Over the last axis. */
    public Tensor linear(String name, Tensor x) {
        if (products == Precision.FLOAT32) {
            return x.linear(weight(name + ".weight"), bias(name, products));
        }
        Tensor weight = weights.get(name + ".weight", products);
        return TensorScope.only(() -> x.to(products).linear(weight, bias(name, products)).to(Precision.FLOAT32));
    }

    /**
     * {@code second(GELU(first(x)))} over the last axis. In parts, so that the hidden values stay within the caches and in memory that the
     * allocator has at hand: larger pieces come from the kernel anew each time, page by page.
     */
    public Tensor feedForward(String first, String second, Tensor x) {
        Tensor tokens = x.reshape(FloatTensor.elementCount(x.shape()) / x.side(-1), x.side(-1));
        Tensor in = weights.get(first + ".weight", products);
        Tensor out = weights.get(second + ".weight", products);
        long most = Math.max(1, HIDDEN_AT_ONCE / in.side(0));
        List<Tensor> parts = new ArrayList<>();
        for (long start = 0; start < tokens.side(0); start += most) {
            Tensor part = tokens.narrow(0, start, Math.min(most, tokens.side(0) - start));
            parts.add(TensorScope.only(() -> part.to(products)
                    .linear(in, bias(first, products))
                    .gelu()
                    .linear(out, bias(second, products))
                    .to(Precision.FLOAT32)));
        }
        return (parts.size() == 1 ? parts.get(0) : Tensors.cat(0, parts)).reshape(x.shape());
    }

    /** Over the last axis. */
    public Tensor layerNorm(String name, Tensor x, double epsilon) {
        return x.layerNorm(weight(name + ".weight"), weight(name + ".bias"), epsilon);
    }

    /** Over the channels of each pixel of {@code [B, C, H, W]}. */
    public Tensor layerNorm2d(String name, Tensor x) {
        return layerNorm(name, x.permute(0, 2, 3, 1), NORM_2D_EPSILON).permute(0, 3, 1, 2);
    }

    /** With a bias where there is one. */
    public Tensor conv(String name, Tensor x, int stride, int padding) {
        return conv(name, x, stride, padding, 1);
    }

    public Tensor conv(String name, Tensor x, int stride, int padding, int groups) {
        return x.conv2d(weight(name + ".weight"), bias(name, Precision.FLOAT32), stride, padding, groups);
    }

    /** Linear layers {@code name.layers.0..count-1} with ReLU between them. */
    public Tensor perceptron(String name, Tensor x, int count) {
        Tensor y = x;
        for (int i = 0; i < count; i++) {
            y = linear(name + ".layers." + i, y);
            y = i + 1 < count ? y.relu() : y;
        }
        return y;
    }

    /**
     * Multi-head attention with the projections of {@link ParameterShapes#attention}: queries {@code [B, N, C]}, keys and values
     * {@code [B, M, C']}. Where one side has a batch of 1 and the other a larger one, it is projected once and used for all.
     */
    public Tensor attention(String name, Tensor queries, Tensor keys, Tensor values, int heads) {
        Tensor q = split(linear(name + ".q_proj", queries), heads);
        Tensor k = split(linear(name + ".k_proj", keys), heads);
        Tensor v = split(linear(name + ".v_proj", values), heads);
        return linear(name + ".out_proj", joined(attend(q, k, v)));
    }

    /** {@code softmax(q kᵀ / sqrt(channels)) v} of {@code [B, heads, tokens, channels]}; batches of 1 are used for all. */
    public static Tensor attend(Tensor q, Tensor k, Tensor v) {
        long batch = Math.max(q.side(0), k.side(0));
        double factor = 1 / Math.sqrt(q.side(3));
        return repeated(q, batch).attention(repeated(k, batch), repeated(v, batch), null, factor);
    }

    private static Tensor repeated(Tensor x, long batch) {
        return x.side(0) == batch ? x : x.expand(batch, x.side(1), x.side(2), x.side(3));
    }

    /** {@code [B, N, C]} to {@code [B, heads, N, C / heads]}. */
    public static Tensor split(Tensor x, int heads) {
        return x.reshape(x.side(0), x.side(1), heads, x.side(2) / heads).transpose(1, 2);
    }

    /** {@code [B, heads, N, c]} to {@code [B, N, heads c]}. */
    public static Tensor joined(Tensor x) {
        return x.transpose(1, 2).reshape(x.side(0), x.side(2), x.side(1) * x.side(3));
    }

    /** {@code [B, C, H, W]} to {@code [B, H W, C]}. */
    public static Tensor tokens(Tensor map) {
        return map.permute(0, 2, 3, 1).reshape(map.side(0), map.side(2) * map.side(3), map.side(1));
    }

    /** {@code [B, ...]} to B of {@code [1, ...]}, kept, each in memory of its own. */
    public static List<Tensor> kept(Tensor batch) {
        if (batch.side(0) == 1) {
            return List.of(batch.contiguous().keep());
        }
        return IntStream.range(0, (int) batch.side(0)).mapToObj(b -> batch.select(0, b).keep()).toList();
    }

    /** {@code [B, H W, C]} to {@code [B, C, H, W]}. */
    public static Tensor map(Tensor tokens, long height, long width) {
        return tokens.reshape(tokens.side(0), height, width, tokens.side(2)).permute(0, 3, 1, 2);
    }
}
