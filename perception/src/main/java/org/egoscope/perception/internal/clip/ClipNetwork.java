package org.egoscope.perception.internal.clip;

import java.util.Arrays;
import org.egoscope.perception.internal.clip.ClipShape.Tower;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.WeightSource;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/** Both sides of CLIP: pre-norm transformers over patches and tokens (Radford et al. 2021, section 2.4). */
final class ClipNetwork implements AutoCloseable {
    /** Bias of a pair that must not see each other; its exponential is 0. */
    private static final float HIDDEN = -1e9f;

    private final ClipShape shape;
    private final Activation activation;
    private final FrozenWeights weights;

    /** Between the two linear layers of a block. */
    enum Activation {
        /** {@code x sigmoid(1.702 x)}, of OpenAI's models and those that open_clip calls quickgelu. */
        QUICK_GELU {
            @Override
            Tensor of(Tensor x) {
                return x.mul(x.mul(1.702).sigmoid());
            }
        },
        /** Exact, of the other models of open_clip. */
        GELU {
            @Override
            Tensor of(Tensor x) {
                return x.gelu();
            }
        };

        abstract Tensor of(Tensor x);
    }

    private ClipNetwork(ClipShape shape, Activation activation, FrozenWeights weights) {
        this.shape = shape;
        this.activation = activation;
        this.weights = weights;
    }

    /** @throws org.egoscope.core.PipelineException with kind MODEL that lists what is missing, extra or misshapen */
    static ClipNetwork load(WeightSource source, Activation activation, TorchDevice device) {
        ClipShape shape = ClipShape.of(source);
        return new ClipNetwork(shape, activation, FrozenWeights.load(source, shape.parameters(), ClipShape.NOT_WEIGHTS::contains, device));
    }

    ClipShape shape() {
        return shape;
    }

    /** What similarities are multiplied by before the softmax. */
    double logitScale() {
        try (TensorScope scope = TensorScope.inference()) {
            return Math.exp(weights.get("logit_scale").add(0).item());
        }
    }

    /**
     * Unit vectors of pictures.
     *
     * @param pictures {@code [count, 3, image, image]} values, normalised
     */
    float[][] pictures(float[] pictures, int count) {
        try (TensorScope scope = TensorScope.inference()) {
            Tensor x = Tensors.of(pictures, weights.device(), count, 3, shape.image(), shape.image());
            return rows(TensorScope.only(() -> encodePictures(x)));
        }
    }

    private Tensor encodePictures(Tensor pictures) {
        long count = pictures.side(0);
        int width = shape.vision().width();
        long patches = (long) shape.grid() * shape.grid();
        Tensor cut = pictures.conv2d(weights.get("visual.conv1.weight"), null, shape.patch(), 0, 1)
                .reshape(count, width, patches).transpose(1, 2);
        Tensor start = weights.get("visual.class_embedding").expand(count, 1, width);
        Tensor x = norm("visual.ln_pre", Tensors.cat(1, start, cut).add(weights.get("visual.positional_embedding")));
        Tensor seen = tower(x, ClipShape.VISION, shape.vision(), null);
        return unit(norm("visual.ln_post", seen.select(1, 0).reshape(count, width)).matmul(weights.get("visual.proj")));
    }

    /**
     * Unit vectors of texts.
     *
     * @param texts tokens, each text from start to end; a token sees only those before it, so that none need follow the end
     */
    float[][] texts(int[][] texts) {
        try (TensorScope scope = TensorScope.inference()) {
            return rows(TensorScope.only(() -> encodeTexts(texts)));
        }
    }

    private Tensor encodeTexts(int[][] texts) {
        int longest = Arrays.stream(texts).mapToInt(text -> text.length).max().orElseThrow();
        int width = shape.text().width();
        int[] tokens = new int[texts.length * longest];
        int[] ends = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            System.arraycopy(texts[i], 0, tokens, i * longest, texts[i].length);
            ends[i] = i * longest + texts[i].length - 1;
        }
        Tensor x = weights.get("token_embedding.weight").select(0, tokens).reshape(texts.length, longest, width)
                .add(weights.get("positional_embedding").narrow(0, 0, longest));
        Tensor read = tower(x, ClipShape.TEXT, shape.text(), causal(longest));
        Tensor last = norm("ln_final", read.reshape((long) texts.length * longest, width).select(0, ends));
        return unit(last.matmul(weights.get("text_projection")));
    }

    private Tensor causal(int length) {
        float[] bias = new float[length * length];
        for (int query = 0; query < length; query++) {
            Arrays.fill(bias, query * length + query + 1, (query + 1) * length, HIDDEN);
        }
        return Tensors.of(bias, weights.device(), 1, 1, length, length);
    }

    private Tensor tower(Tensor input, String prefix, Tower tower, @Nullable Tensor bias) {
        Tensor x = input;
        for (int layer = 0; layer < tower.layers(); layer++) {
            String block = prefix + layer + ".";
            Tensor before = x;
            x = TensorScope.only(() -> block(before, block, tower.heads(), bias));
        }
        return x;
    }

    private Tensor block(Tensor x, String block, int heads, @Nullable Tensor bias) {
        Tensor attended = x.add(attention(norm(block + "ln_1", x), block + "attn.", heads, bias));
        Tensor hidden = activation.of(linear(block + "mlp.c_fc", norm(block + "ln_2", attended)));
        return attended.add(linear(block + "mlp.c_proj", hidden));
    }

    private Tensor attention(Tensor x, String name, int heads, @Nullable Tensor bias) {
        long batch = x.side(0);
        long length = x.side(1);
        long size = x.side(2) / heads;
        Tensor joined = x.linear(weights.get(name + "in_proj_weight"), weights.get(name + "in_proj_bias"))
                .reshape(batch, length, 3, heads, size).permute(2, 0, 3, 1, 4);
        Tensor[] parts = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            parts[i] = joined.narrow(0, i, 1).reshape(batch, heads, length, size);
        }
        Tensor attended = parts[0].attention(parts[1], parts[2], bias, 1 / Math.sqrt(size));
        return linear(name + "out_proj", attended.permute(0, 2, 1, 3).reshape(batch, length, heads * size));
    }

    private Tensor norm(String name, Tensor x) {
        return x.layerNorm(weights.get(name + ".weight"), weights.get(name + ".bias"));
    }

    private Tensor linear(String name, Tensor x) {
        return x.linear(weights.get(name + ".weight"), weights.get(name + ".bias"));
    }

    private static Tensor unit(Tensor x) {
        return x.div(x.square().sum(-1, true).sqrt());
    }

    private static float[][] rows(Tensor x) {
        float[] values = x.toArray();
        int width = (int) x.side(1);
        float[][] rows = new float[(int) x.side(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
        return rows;
    }

    @Override
    public void close() {
        weights.close();
    }
}
