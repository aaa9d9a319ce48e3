package org.egoscope.motion.internal.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.Parameters;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the clean state from a noisy one: a pre-norm transformer with rotary positions (Su et al. 2021), normalised queries and keys,
 * banded attention and modulation of every block by time and body (AdaLN-zero, Peebles and Xie 2023). Everything is normalised; positions
 * enter only as differences, so it does not matter where in a recording a window lies.
 */
public final class FlowNetwork implements AutoCloseable {
    /** {@code [width, state and features]}. */
    static final String INPUT_WEIGHT = "in.weight";

    private static final int TIME_FREQUENCIES = 32;
    private static final double ROTARY_BASE = 1000;
    private static final double HIDDEN = -1e9;

    private final FlowShape shape;
    private final Parameters parameters;
    private final Precision precision;
    private final TorchDevice device;
    private double dropout;

    /**
     * A batch of windows to predict from.
     *
     * @param noisy {@code [B, T, D]} states
     * @param frames {@code [B, T, C]} features per frame
     * @param window {@code [B, W]} features per window
     * @param time {@code [B]} of the flow: 0 noise, 1 data
     * @param valid frames of each window that exist, the rest is padding; absent if all do
     */
    public record Input(Tensor noisy, Tensor frames, Tensor window, float[] time, int @Nullable [] valid) {}

    public FlowNetwork(FlowShape shape, TorchDevice device, Precision precision, long seed) {
        this.shape = shape;
        this.device = device;
        this.precision = precision;
        this.parameters = new Parameters(device);
        int d = shape.width();
        linear("in", BodyState.CHANNELS + shape.conditioning().channels(), d, 1, seed);
        linear("time", 2 * TIME_FREQUENCIES, d, 1, seed);
        linear("window", HeadFeatures.WINDOW_CHANNELS, d, 1, seed);
        linear("mix", d, d, 1, seed);
        for (int layer = 0; layer < shape.layers(); layer++) {
            linear(layer + ".modulation", d, 6 * d, 0, seed);
            linear(layer + ".qkv", d, 3 * d, 1, seed);
            linear(layer + ".attended", d, d, 1, seed);
            linear(layer + ".up", d, shape.feedForward(), 1, seed);
            linear(layer + ".down", shape.feedForward(), d, 1, seed);
        }
        linear("last.modulation", d, 2 * d, 0, seed);
        linear("out", d, BodyState.CHANNELS, 0, seed);
    }

    private void linear(String name, int in, int out, double gain, long seed) {
        if (gain == 0) {
            parameters.constant(name + ".weight", 0, out, in);
        } else {
            parameters.normal(name + ".weight", gain / Math.sqrt(in), seed, out, in);
        }
        parameters.constant(name + ".bias", 0, out);
    }

    /** For training: share of the blocks' outputs and of the features that is left out. */
    void setDropout(double share) {
        dropout = share;
    }

    private Tensor dropped(Tensor x) {
        return dropout > 0 ? x.dropout(dropout) : x;
    }

    public Parameters parameters() {
        return parameters;
    }

    public FlowShape shape() {
        return shape;
    }

    public TorchDevice device() {
        return device;
    }

    private Tensor linear(String name, Tensor x) {
        return x.linear(parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    /** A product in the chosen precision; the result keeps it. */
    private Tensor fast(String name, Tensor x) {
        return x.to(precision)
                .linear(parameters.get(name + ".weight").to(precision), parameters.get(name + ".bias").to(precision));
    }

    /** {@code [B, T, D]}: the predicted clean states. */
    public Tensor predict(Input input) {
        long length = input.noisy().side(1);
        Tensor modulation = linear("mix", linear("time", timeFeatures(input.time())).add(linear("window", input.window())).silu())
                .silu();
        Attention attention = new Attention(input, (int) length);
        Tensor x = fast("in", Tensors.cat(2, input.noisy(), dropped(input.frames()))).to(Precision.FLOAT32);
        for (int layer = 0; layer < shape.layers(); layer++) {
            int index = layer;
            Tensor before = x;
            x = TensorScope.only(() -> block(index, before, modulation, attention));
        }
        Tensor last = linear("last.modulation", modulation).unsqueeze(1);
        return linear("out", modulated(x, last, 0));
    }

    private Tensor block(int layer, Tensor before, Tensor modulation, Attention attention) {
        Tensor parts = linear(layer + ".modulation", modulation).unsqueeze(1);
        Tensor attended = attention.apply(layer, modulated(before, parts, 0));
        Tensor x = before.add(dropped(attended).to(Precision.FLOAT32).mul(part(parts, 2)));
        Tensor up = fast(layer + ".up", modulated(x, parts, 3)).gelu();
        return x.add(dropped(fast(layer + ".down", up)).to(Precision.FLOAT32).mul(part(parts, 5)));
    }

    private Tensor part(Tensor parts, int index) {
        return parts.narrow(2, (long) index * shape.width(), shape.width());
    }

    private Tensor modulated(Tensor x, Tensor parts, int index) {
        return x.layerNorm(null, null).mul(part(parts, index + 1).add(1)).add(part(parts, index));
    }

    /** {@code [B, 64]}: sines and cosines of the flow's time. */
    private Tensor timeFeatures(float[] time) {
        float[] values = new float[time.length * 2 * TIME_FREQUENCIES];
        for (int b = 0; b < time.length; b++) {
            for (int f = 0; f < TIME_FREQUENCIES; f++) {
                double angle = time[b] * Math.PI * Math.pow(64, f / (TIME_FREQUENCIES - 1.0));
                values[(b * 2) * TIME_FREQUENCIES + f] = (float) Math.sin(angle);
                values[(b * 2 + 1) * TIME_FREQUENCIES + f] = (float) Math.cos(angle);
            }
        }
        return Tensors.of(values, device, time.length, 2 * TIME_FREQUENCIES);
    }

    /** Banded attention; in blocks of queries with the keys in reach, so that time and memory are linear in the length. */
    private final class Attention {
        private static final int BLOCK = 128;

        private final int length;
        private final Tensor cosine;
        private final Tensor sine;
        private final List<Tensor> biases = new ArrayList<>();

        Attention(Input input, int length) {
            this.length = length;
            int half = shape.width() / shape.heads() / 2;
            float[] cosines = new float[length * half];
            float[] sines = new float[length * half];
            for (int t = 0; t < length; t++) {
                for (int i = 0; i < half; i++) {
                    double angle = t * Math.pow(ROTARY_BASE, -i / (double) half);
                    cosines[t * half + i] = (float) Math.cos(angle);
                    sines[t * half + i] = (float) Math.sin(angle);
                }
            }
            cosine = Tensors.of(cosines, device, length, half);
            sine = Tensors.of(sines, device, length, half);
            for (int start = 0; start < length; start += BLOCK) {
                biases.add(bias(start, input.valid()));
            }
        }

        private int end(int start) {
            return Math.min(length, start + BLOCK);
        }

        private int firstKey(int start) {
            return Math.max(0, start - shape.band());
        }

        private int lastKey(int start) {
            return Math.min(length, end(start) + shape.band());
        }

        /** {@code [B or 1, 1, queries, keys]}. */
        private Tensor bias(int start, int @Nullable [] valid) {
            int queries = end(start) - start;
            int keys = lastKey(start) - firstKey(start);
            int batch = valid == null ? 1 : valid.length;
            float[] values = new float[batch * queries * keys];
            for (int b = 0; b < batch; b++) {
                int limit = valid == null ? length : valid[b];
                for (int q = 0; q < queries; q++) {
                    for (int k = 0; k < keys; k++) {
                        int key = firstKey(start) + k;
                        boolean hidden = Math.abs(start + q - key) > shape.band() || key >= limit && key != start + q;
                        values[(b * queries + q) * keys + k] = hidden ? (float) HIDDEN : 0;
                    }
                }
            }
            return Tensors.of(values, device, batch, 1, queries, keys).to(precision);
        }

        Tensor apply(int layer, Tensor x) {
            long batch = x.side(0);
            long size = shape.width() / shape.heads();
            Tensor qkv = fast(layer + ".qkv", x).reshape(batch, length, 3, shape.heads(), size).permute(2, 0, 3, 1, 4);
            Tensor q = rotated(qkv.narrow(0, 0, 1).reshape(batch, shape.heads(), length, size));
            Tensor k = rotated(qkv.narrow(0, 1, 1).reshape(batch, shape.heads(), length, size));
            Tensor v = qkv.narrow(0, 2, 1).reshape(batch, shape.heads(), length, size);
            List<Tensor> blocks = new ArrayList<>();
            for (int start = 0; start < length; start += BLOCK) {
                int from = firstKey(start);
                int keys = lastKey(start) - from;
                // Written out: libtorch's fused attention in bfloat16 is 20 times slower on CPUs (measured: 374 against 19 ms).
                Tensor scores = q.narrow(2, start, end(start) - start)
                        .matmul(k.narrow(2, from, keys).transpose(2, 3))
                        .mul(1 / Math.sqrt(size));
                blocks.add(scores.add(biases.get(start / BLOCK)).softmax(-1).matmul(v.narrow(2, from, keys)));
            }
            Tensor joined = blocks.size() == 1 ? blocks.get(0) : Tensors.cat(2, blocks);
            return fast(layer + ".attended", joined.permute(0, 2, 1, 3).reshape(batch, length, shape.width()));
        }

        /** Normalised over the head's channels, then turned by position. */
        private Tensor rotated(Tensor x) {
            Tensor wide = x.to(Precision.FLOAT32).layerNorm(null, null);
            long half = wide.side(3) / 2;
            Tensor a = wide.narrow(3, 0, half);
            Tensor b = wide.narrow(3, half, half);
            return Tensors.cat(3, a.mul(cosine).sub(b.mul(sine)), a.mul(sine).add(b.mul(cosine))).to(precision);
        }
    }

    /** Copies of all weights, for files. */
    public SortedMap<String, FloatTensor> weights() {
        return parameters.values();
    }

    @Override
    public void close() {
        parameters.close();
    }
}
