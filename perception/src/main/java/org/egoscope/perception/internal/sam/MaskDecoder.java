package org.egoscope.perception.internal.sam;

import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Embedding and prompts to masks. The upscaling works on cells, not on maps: a transposed convolution of stride 2 and size 2 is a product
 * that gives each cell four, so only the finished masks are put in the order of pixels. Results live in the caller's scope.
 */
public final class MaskDecoder implements AutoCloseable {
    private static final double UPSCALING_NORM_EPSILON = 1e-6;

    private final Layers layers;
    private final DecoderConfig config;
    private final String prefix;
    private final TwoWayTransformer transformer;
    private final Tensor ownTokens;
    private final Upscaling first;
    private final Upscaling second;

    /** A transposed convolution as a product: {@code [4 out, in]} weights, the four cells outermost. */
    private record Upscaling(Tensor weight, Tensor bias) {}

    /**
     * All that is known before a choice.
     *
     * @param masks {@code [B, 4, S, S]} logits; first the single answer, then the three nested ones
     * @param iou {@code [B, 4]} predicted
     * @param maskTokens {@code [B, 4, C]}
     * @param objectScore {@code [B, 1]} logit of the object's presence; {@code null} for SAM
     */
    public record Decoded(Tensor masks, Tensor iou, Tensor maskTokens, @Nullable Tensor objectScore) {}

    /**
     * Finer maps of a picture in the order of cells; see {@link MaskDecoder#fineMaps}.
     *
     * @param stride4 {@code [B, 16 cells, C / 8]}
     * @param stride8 {@code [B, 4 cells, C / 4]}
     */
    public record FineMaps(Tensor stride4, Tensor stride8) {}

    public MaskDecoder(Layers layers, DecoderConfig config) {
        this.layers = layers;
        this.config = config;
        this.prefix = config.family().maskDecoder() + ".";
        this.transformer = new TwoWayTransformer(layers, config);
        this.ownTokens = ownTokens().keep();
        this.first = upscaling("output_upscaling.0");
        this.second = upscaling("output_upscaling.3");
    }

    private Tensor ownTokens() {
        Tensor iou = layers.weight(prefix + "iou_token.weight");
        Tensor masks = layers.weight(prefix + "mask_tokens.weight");
        Tensor tokens = config.isSam2()
                ? Tensors.cat(0, layers.weight(prefix + "obj_score_token.weight"), iou, masks)
                : Tensors.cat(0, iou, masks);
        return tokens.unsqueeze(0);
    }

    private Upscaling upscaling(String name) {
        Tensor weight = layers.weight(prefix + name + ".weight");
        Tensor bias = layers.weight(prefix + name + ".bias");
        Tensor product = weight.permute(2, 3, 1, 0).reshape(4 * weight.side(1), weight.side(0)).contiguous().keep();
        return new Upscaling(product, Tensors.cat(0, bias, bias, bias, bias).keep());
    }

    /**
     * Puts SAM 2's finer maps, already projected to their channels, in the order of cells; once per picture.
     *
     * @param stride4 {@code [B, C / 8, 4 grid, 4 grid]}
     * @param stride8 {@code [B, C / 4, 2 grid, 2 grid]}
     */
    public FineMaps fineMaps(Tensor stride4, Tensor stride8) {
        long g = config.grid();
        long batch = stride4.side(0);
        Tensor fine = stride4.reshape(batch, stride4.side(1), g, 2, 2, g, 2, 2).permute(0, 2, 5, 3, 6, 4, 7, 1);
        Tensor coarse = stride8.reshape(batch, stride8.side(1), g, 2, g, 2).permute(0, 2, 4, 3, 5, 1);
        return new FineMaps(fine.reshape(batch, 16 * g * g, stride4.side(1)), coarse.reshape(batch, 4 * g * g, stride8.side(1)));
    }

    /**
     * Decodes a batch of prompts on one picture, or one prompt for each of as many pictures.
     *
     * @param embedding {@code [1 or B, cells, C]}
     * @param positions {@code [1, cells, C]}, from {@link PromptEncoder#densePositions}
     * @param sparse {@code [B, N, C]}, N may be 0
     * @param dense from {@link PromptEncoder#dense}
     * @param fine of SAM 2; {@code null} for SAM
     */
    public Decoded decode(Tensor embedding, Tensor positions, Tensor sparse, Tensor dense, @Nullable FineMaps fine) {
        return heads(transform(embedding, positions, sparse, dense), fine);
    }

    TwoWayTransformer.Result transform(Tensor embedding, Tensor positions, Tensor sparse, Tensor dense) {
        Tensor own = ownTokens.expand(sparse.side(0), ownTokens.side(1), ownTokens.side(2));
        Tensor tokens = sparse.side(1) == 0 ? own : Tensors.cat(1, own, sparse);
        return transformer.apply(tokens, embedding.add(dense), positions);
    }

    private Decoded heads(TwoWayTransformer.Result result, @Nullable FineMaps fine) {
        int iouAt = config.isSam2() ? 1 : 0;
        Tensor iouToken = result.tokens().narrow(1, iouAt, 1).reshape(result.tokens().side(0), config.width());
        Tensor maskTokens = result.tokens().narrow(1, iouAt + 1L, DecoderConfig.MASK_TOKENS);
        Tensor iou = layers.perceptron(prefix + "iou_prediction_head", iouToken, 3);
        Tensor score = null;
        if (config.isSam2()) {
            iou = iou.sigmoid();
            Tensor token = result.tokens().narrow(1, 0, 1).reshape(result.tokens().side(0), config.width());
            score = layers.perceptron(prefix + "pred_obj_score_head", token, 3);
        }
        return new Decoded(masks(result.image(), maskTokens, fine), iou, maskTokens, score);
    }

    private Tensor masks(Tensor image, Tensor maskTokens, @Nullable FineMaps fine) {
        Tensor[] kernels = new Tensor[DecoderConfig.MASK_TOKENS];
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] = layers.perceptron(prefix + "output_hypernetworks_mlps." + i, maskTokens.narrow(1, i, 1), 3);
        }
        Tensor cells = Tensors.cat(1, kernels).matmul(upscaled(image, fine).transpose(1, 2));
        long batch = image.side(0);
        long g = config.grid();
        // From row and column of the cell, then of its quarter, then of that one's, to rows and columns of the mask.
        return cells.reshape(batch, kernels.length, g, g, 2, 2, 2, 2)
                .permute(0, 1, 2, 4, 6, 3, 5, 7)
                .reshape(batch, kernels.length, config.maskSide(), config.maskSide());
    }

    /** {@code [B, 16 cells, C / 8]}. */
    private Tensor upscaled(Tensor image, @Nullable FineMaps fine) {
        long batch = image.side(0);
        long cells = image.side(1);
        long width = config.width();
        Tensor x = image.linear(first.weight(), first.bias()).reshape(batch, 4 * cells, width / 4);
        x = fine == null ? x : x.add(fine.stride8());
        x = layers.layerNorm(prefix + "output_upscaling.1", x, UPSCALING_NORM_EPSILON).gelu();
        x = x.linear(second.weight(), second.bias()).reshape(batch, 16 * cells, width / 8);
        x = fine == null ? x : x.add(fine.stride4());
        return x.gelu();
    }

    @Override
    public void close() {
        ownTokens.release();
        first.weight().release();
        first.bias().release();
        second.weight().release();
        second.bias().release();
    }
}
