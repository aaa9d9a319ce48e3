package org.egoscope.perception.internal.sam;

import java.util.List;
import java.util.Map;

/**
 * Sizes of SAM's image encoder.
 *
 * @param imageSide of the square picture, pixels
 * @param width channels of the tokens
 * @param heads of the attention
 * @param depth number of blocks
 * @param globalBlocks those that look at the whole grid
 * @param window side of the windows of the others, tokens
 * @param outWidth channels of the embedding
 */
record VitConfig(int imageSide, int width, int heads, int depth, List<Integer> globalBlocks, int window, int outWidth) {
    static final String PREFIX = "image_encoder.";
    static final int PATCH = 16;
    private static final int OFFICIAL_WINDOW = 14;

    VitConfig {
        globalBlocks = List.copyOf(globalBlocks);
    }

    static VitConfig base() {
        return official(768, 12, 12, List.of(2, 5, 8, 11));
    }

    static VitConfig large() {
        return official(1024, 16, 24, List.of(5, 11, 17, 23));
    }

    static VitConfig huge() {
        return official(1280, 16, 32, List.of(7, 15, 23, 31));
    }

    private static VitConfig official(int width, int heads, int depth, List<Integer> globalBlocks) {
        return new VitConfig(1024, width, heads, depth, globalBlocks, OFFICIAL_WINDOW, 256);
    }

    int grid() {
        return imageSide / PATCH;
    }

    /** Side of the square of tokens that a block's attention sees. */
    int reach(int block) {
        return globalBlocks.contains(block) ? grid() : window;
    }

    Map<String, long[]> parameterShapes() {
        ParameterShapes shapes = new ParameterShapes()
                .put(PREFIX + "pos_embed", 1, grid(), grid(), width)
                .conv(PREFIX + "patch_embed.proj", 3, width, PATCH);
        for (int i = 0; i < depth; i++) {
            String block = PREFIX + "blocks." + i + ".";
            shapes.norm(block + "norm1", width)
                    .linear(block + "attn.qkv", width, 3L * width)
                    .linear(block + "attn.proj", width, width)
                    .put(block + "attn.rel_pos_h", 2L * reach(i) - 1, width / heads)
                    .put(block + "attn.rel_pos_w", 2L * reach(i) - 1, width / heads)
                    .norm(block + "norm2", width)
                    .linear(block + "mlp.lin1", width, 4L * width)
                    .linear(block + "mlp.lin2", 4L * width, width);
        }
        return Neck.shapes(shapes, width, outWidth).asMap();
    }
}
