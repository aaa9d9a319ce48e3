package org.egoscope.perception.internal.sam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.torch.ConvolutionChain;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;

/** MobileSAM's image encoder (TinyViT, Wu et al. 2022): convolutions first, then attention in windows with a bias by distance. */
final class TinyVit implements ImageEncoder {
    private static final double EPSILON = 1e-5;
    private static final String PATCHES = "patch_embed.seq.";

    private final Layers layers;
    private final TinyVitConfig config;
    /** By name; batch norms folded in. */
    private final Map<String, NormedConv> convolutions = new HashMap<>();
    /** By what the names of their convolutions begin with. */
    private final Map<String, ConvolutionChain> chains = new HashMap<>();
    /** By block: {@code [1, heads, window^2, window^2]}. */
    private final Map<String, Tensor> biases = new HashMap<>();

    TinyVit(Layers layers, TinyVitConfig config) {
        this.layers = layers;
        this.config = config;
        try (TensorScope scope = TensorScope.inference()) {
            prepareStart();
            for (int stage = 1; stage < TinyVitConfig.STAGES; stage++) {
                prepareStage(stage);
            }
        }
    }

    private void prepareStart() {
        int width = config.widths().get(0);
        fold(TinyVitConfig.PREFIX + PATCHES + "0", 2, 1);
        fold(TinyVitConfig.PREFIX + PATCHES + "2", 2, 1);
        for (int i = 0; i < config.depths().get(0); i++) {
            String block = TinyVitConfig.block(0, i);
            fold(block + "conv1", 1, 1);
            fold(block + "conv2", 1, width * TinyVitConfig.EXPANSION);
            fold(block + "conv3", 1, 1);
            chains.put(block, ConvolutionChain.of(List.of(
                    link(block + "conv1", false, true), link(block + "conv2", false, true), link(block + "conv3", true, true))));
        }
        String patches = TinyVitConfig.PREFIX + PATCHES;
        chains.put(patches, ConvolutionChain.of(List.of(link(patches + "0", false, true), link(patches + "2", false, false))));
    }

    private ConvolutionChain.Link link(String name, boolean plusInput, boolean gelu) {
        return named(name).link(plusInput, gelu);
    }

    private void prepareStage(int stage) {
        int width = config.widths().get(stage);
        String merging = TinyVitConfig.merging(stage - 1);
        fold(merging + "conv1", 1, 1);
        fold(merging + "conv2", config.grid(stage - 1) / config.grid(stage), width);
        fold(merging + "conv3", 1, 1);
        chains.put(merging, ConvolutionChain.of(List.of(
                link(merging + "conv1", false, true), link(merging + "conv2", false, true), link(merging + "conv3", false, false))));
        int window = config.windows().get(stage);
        long tokens = (long) window * window;
        for (int i = 0; i < config.depths().get(stage); i++) {
            String block = TinyVitConfig.block(stage, i);
            fold(block + "local_conv", 1, width);
            Tensor table = layers.weight(block + "attn.attention_biases");
            biases.put(block, table.select(1, pairs(window)).reshape(1, table.side(0), tokens, tokens).contiguous().keep());
        }
    }

    private void fold(String name, int stride, int groups) {
        convolutions.put(name, NormedConv.of(layers, name, stride, groups));
    }

    /**
     * For each pair of places in a window the number of their distance (down, across). Distances are numbered as they come up when both
     * places run row by row, the first one outermost.
     */
    static int[] pairs(int window) {
        int count = window * window;
        int[] numbers = new int[count * count];
        int[] known = new int[count];
        int next = 0;
        for (int first = 0; first < count; first++) {
            for (int second = 0; second < count; second++) {
                int down = Math.abs(first / window - second / window);
                int across = Math.abs(first % window - second % window);
                int distance = down * window + across;
                if (known[distance] == 0) {
                    known[distance] = ++next;
                }
                numbers[first * count + second] = known[distance] - 1;
            }
        }
        return numbers;
    }

    @Override
    public Tensor encode(Tensor pictures) {
        Tensor x = TensorScope.only(() -> start(pictures));
        for (int stage = 1; stage < TinyVitConfig.STAGES; stage++) {
            int index = stage;
            Tensor before = x;
            x = TensorScope.only(() -> merged(index, before));
            for (int i = 0; i < config.depths().get(stage); i++) {
                int block = i;
                Tensor input = x;
                x = TensorScope.only(() -> block(index, block, input));
            }
        }
        Tensor last = x;
        return TensorScope.only(() -> Neck.apply(layers, last.permute(0, 3, 1, 2)));
    }

    /** {@code [B, 3, S, S]} to the first stage's result as {@code [B, g, g, C]}. */
    Tensor start(Tensor pictures) {
        Tensor x = patches(pictures);
        for (int i = 0; i < config.depths().get(0); i++) {
            String block = TinyVitConfig.block(0, i);
            Tensor before = x;
            x = TensorScope.only(() -> chain(block).run(before));
        }
        return x.permute(0, 2, 3, 1);
    }

    /** {@code [B, C, S / 4, S / 4]}. */
    Tensor patches(Tensor pictures) {
        return chain(TinyVitConfig.PREFIX + PATCHES).run(pictures);
    }

    /** From the stage before into this one, {@code [B, g, g, C]}. */
    Tensor merged(int stage, Tensor x) {
        return chain(TinyVitConfig.merging(stage - 1)).run(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1);
    }

    private ConvolutionChain chain(String name) {
        ConvolutionChain chain = chains.get(name);
        if (chain == null) {
            throw new IllegalArgumentException("convolutions: expected a chain named " + name + ", got none");
        }
        return chain;
    }

    private Tensor conv(String name, Tensor map) {
        return named(name).apply(map);
    }

    private NormedConv named(String name) {
        NormedConv conv = convolutions.get(name);
        if (conv == null) {
            throw new IllegalArgumentException("convolution: expected one named " + name + ", got none");
        }
        return conv;
    }

    /** {@code [B, g, g, C]} to the same. */
    Tensor block(int stage, int index, Tensor x) {
        String name = TinyVitConfig.block(stage, index);
        int window = config.windows().get(stage);
        Tensor sum;
        if (x.side(1) == window && x.side(2) == window) {
            sum = x.add(attention(stage, name, x));
        } else {
            Windows windows = new Windows(x.side(1), x.side(2), window);
            sum = x.add(windows.joined(attention(stage, name, windows.cut(x))));
        }
        Tensor y = conv(name + "local_conv", sum.permute(0, 3, 1, 2)).permute(0, 2, 3, 1);
        return y.add(layers.feedForward(name + "mlp.fc1", name + "mlp.fc2", layers.layerNorm(name + "mlp.norm", y, EPSILON)));
    }

    /** {@code [windows, w, w, C]} to the same. */
    Tensor attention(int stage, String block, Tensor windows) {
        int heads = config.heads().get(stage);
        long count = windows.side(0);
        long tokens = windows.side(1) * windows.side(2);
        long width = windows.side(3);
        long size = width / heads;
        Tensor normed = layers.layerNorm(block + "attn.norm", windows, EPSILON);
        Tensor qkv = layers.linear(block + "attn.qkv", normed).reshape(count, tokens, heads, 3 * size).transpose(1, 2);
        Tensor bias = biases.get(block);
        Tensor attended = qkv.narrow(3, 0, size)
                .attention(qkv.narrow(3, size, size), qkv.narrow(3, 2 * size, size), bias, 1 / Math.sqrt(size));
        return layers.linear(block + "attn.proj", Layers.joined(attended)).reshape(count, windows.side(1), windows.side(2), width);
    }

    @Override
    public void close() {
        chains.values().forEach(ConvolutionChain::close);
        convolutions.values().forEach(NormedConv::release);
        biases.values().forEach(Tensor::release);
        chains.clear();
        convolutions.clear();
        biases.clear();
    }
}
