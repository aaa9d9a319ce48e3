package org.egoscope.perception.internal.sam;

import org.egoscope.torch.Tensor;

/** Tokens look at the picture, the picture looks at the tokens, twice, and the tokens look once more. */
public final class TwoWayTransformer {
    private static final double EPSILON = 1e-5;

    private final Layers layers;
    private final DecoderConfig config;
    private final String prefix;

    /**
     * Both sides after the last layer.
     *
     * @param tokens {@code [B, T, C]}
     * @param image {@code [B, cells, C]}
     */
    public record Result(Tensor tokens, Tensor image) {}

    public TwoWayTransformer(Layers layers, DecoderConfig config) {
        this.layers = layers;
        this.config = config;
        this.prefix = config.family().maskDecoder() + ".transformer.";
    }

    /**
     * @param tokens {@code [B, T, C]}; also their own positions
     * @param image {@code [B or 1, cells, C]}; one picture for all prompts is worked on once for as long as it is the same for all
     * @param positions {@code [1, cells, C]} of the cells
     */
    public Result apply(Tensor tokens, Tensor image, Tensor positions) {
        Result state = new Result(tokens, image);
        for (int i = 0; i < DecoderConfig.DEPTH; i++) {
            state = layer(i, state, tokens, positions);
        }
        Tensor answer = cross("final_attn_token_to_image")
                .lookAtCells(state.tokens().add(tokens), state.image().add(positions), state.image());
        return new Result(norm("norm_final_attn", state.tokens().add(answer)), state.image());
    }

    private Result layer(int index, Result state, Tensor tokenPositions, Tensor imagePositions) {
        String name = "layers." + index + ".";
        Tensor t = state.tokens();
        if (index == 0) {
            t = attend(name + "self_attn", t, t, state.tokens());
        } else {
            Tensor placed = t.add(tokenPositions);
            t = t.add(attend(name + "self_attn", placed, placed, state.tokens()));
        }
        t = norm(name + "norm1", t);
        Tensor placedImage = state.image().add(imagePositions);
        Tensor seen = cross(name + "cross_attn_token_to_image").lookAtCells(t.add(tokenPositions), placedImage, state.image());
        t = norm(name + "norm2", t.add(seen));
        Tensor hidden = layers.linear(prefix + name + "mlp." + config.firstOfMlp(), t).relu();
        Tensor done = norm(name + "norm3", t.add(layers.linear(prefix + name + "mlp." + config.secondOfMlp(), hidden)));
        Tensor back = cross(name + "cross_attn_image_to_token").lookAtTokens(placedImage, done.add(tokenPositions), done);
        return new Result(done, norm(name + "norm4", state.image().add(back)));
    }

    private CrossAttention cross(String name) {
        return new CrossAttention(layers, prefix + name, DecoderConfig.HEADS);
    }

    private Tensor attend(String name, Tensor queries, Tensor keys, Tensor values) {
        return layers.attention(prefix + name, queries, keys, values, DecoderConfig.HEADS);
    }

    private Tensor norm(String name, Tensor x) {
        return layers.layerNorm(prefix + name, x, EPSILON);
    }
}
