package org.egoscope.perception.internal.sam;

import java.util.Map;

/**
 * Sizes of prompt encoder and mask decoder.
 *
 * @param family which checkpoints
 * @param imageSide of the square picture that the network sees, pixels
 * @param width channels of the embedding
 * @param feedForward hidden width of the transformer's perceptrons
 * @param iouHidden hidden width of the head that predicts the IoU
 */
public record DecoderConfig(Family family, int imageSide, int width, int feedForward, int iouHidden) {
    /** Pixels per cell of the embedding. */
    static final int STRIDE = 16;

    static final int HEADS = 8;
    static final int DEPTH = 2;
    /** One for a single answer, three for the nested ones. */
    static final int MASK_TOKENS = 4;

    /** Hidden layers' width of the path of mask prompts. */
    private static final int MASK_CHANNELS = 16;

    /** What differs between SAM and SAM 2. */
    public enum Family {
        SAM("prompt_encoder", "mask_decoder"),
        /** With a token for the object's presence, finer maps added in the upscaling, and a sigmoid on the IoU. */
        SAM2("sam_prompt_encoder", "sam_mask_decoder");

        private final String promptEncoder;
        private final String maskDecoder;

        Family(String promptEncoder, String maskDecoder) {
            this.promptEncoder = promptEncoder;
            this.maskDecoder = maskDecoder;
        }

        /** Prefix of the names of weights. */
        public String promptEncoder() {
            return promptEncoder;
        }

        /** Prefix of the names of weights. */
        public String maskDecoder() {
            return maskDecoder;
        }
    }

    /** Of all published checkpoints. */
    public static DecoderConfig official(Family family) {
        return new DecoderConfig(family, 1024, 256, 2048, 256);
    }

    /** Cells of the embedding along a side. */
    public int grid() {
        return imageSide / STRIDE;
    }

    /** Pixels of the masks along a side. */
    public int maskSide() {
        return imageSide / 4;
    }

    boolean isSam2() {
        return family == Family.SAM2;
    }

    /** Of prompt encoder and mask decoder. */
    public Map<String, long[]> parameterShapes() {
        ParameterShapes shapes = new ParameterShapes();
        promptShapes(shapes);
        transformerShapes(shapes);
        headShapes(shapes);
        return shapes.asMap();
    }

    private void promptShapes(ParameterShapes shapes) {
        String prefix = family.promptEncoder();
        shapes.put(prefix + ".pe_layer.positional_encoding_gaussian_matrix", 2, width / 2);
        for (int label = 0; label < 4; label++) {
            shapes.put(prefix + ".point_embeddings." + label + ".weight", 1, width);
        }
        String mask = prefix + ".mask_downscaling.";
        shapes.put(prefix + ".not_a_point_embed.weight", 1, width)
                .put(prefix + ".no_mask_embed.weight", 1, width)
                .conv(mask + 0, 1, MASK_CHANNELS / 4, 2)
                .norm(mask + 1, MASK_CHANNELS / 4)
                .conv(mask + 3, MASK_CHANNELS / 4, MASK_CHANNELS, 2)
                .norm(mask + 4, MASK_CHANNELS)
                .conv(mask + 6, MASK_CHANNELS, width, 1);
    }

    private void transformerShapes(ParameterShapes shapes) {
        String prefix = family.maskDecoder() + ".transformer.";
        int inner = width / 2;
        for (int i = 0; i < DEPTH; i++) {
            String layer = prefix + "layers." + i;
            shapes.attention(layer + ".self_attn", width, width, width)
                    .attention(layer + ".cross_attn_token_to_image", width, width, inner)
                    .attention(layer + ".cross_attn_image_to_token", width, width, inner)
                    .linear(layer + ".mlp." + firstOfMlp(), width, feedForward)
                    .linear(layer + ".mlp." + secondOfMlp(), feedForward, width);
            for (int norm = 1; norm <= 4; norm++) {
                shapes.norm(layer + ".norm" + norm, width);
            }
        }
        shapes.attention(prefix + "final_attn_token_to_image", width, width, inner).norm(prefix + "norm_final_attn", width);
    }

    /** Name of the first layer of the transformer's perceptrons. */
    String firstOfMlp() {
        return isSam2() ? "layers.0" : "lin1";
    }

    /** Name of the second layer of the transformer's perceptrons. */
    String secondOfMlp() {
        return isSam2() ? "layers.1" : "lin2";
    }

    private void headShapes(ParameterShapes shapes) {
        String prefix = family.maskDecoder() + ".";
        shapes.put(prefix + "iou_token.weight", 1, width)
                .put(prefix + "mask_tokens.weight", MASK_TOKENS, width)
                .convTranspose(prefix + "output_upscaling.0", width, width / 4, 2)
                .norm(prefix + "output_upscaling.1", width / 4)
                .convTranspose(prefix + "output_upscaling.3", width / 4, width / 8, 2)
                .perceptron(prefix + "iou_prediction_head", width, iouHidden, iouHidden, MASK_TOKENS);
        for (int i = 0; i < MASK_TOKENS; i++) {
            shapes.perceptron(prefix + "output_hypernetworks_mlps." + i, width, width, width, width / 8);
        }
        if (isSam2()) {
            shapes.put(prefix + "obj_score_token.weight", 1, width)
                    .perceptron(prefix + "pred_obj_score_head", width, width, width, 1)
                    .conv(prefix + "conv_s0", width, width / 8, 1)
                    .conv(prefix + "conv_s1", width, width / 4, 1);
        }
    }
}
