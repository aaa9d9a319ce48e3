package org.egoscope.perception.internal.sam;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Sizes of MobileSAM's image encoder.
 *
 * @param imageSide of the square picture, pixels
 * @param widths channels of the four stages
 * @param depths blocks of the four stages
 * @param heads of the attention of the four stages; the first has none
 * @param windows sides of the windows of the four stages, tokens; the first has none
 * @param outWidth channels of the embedding
 */
record TinyVitConfig(
        int imageSide, List<Integer> widths, List<Integer> depths, List<Integer> heads, List<Integer> windows, int outWidth) {
    static final String PREFIX = "image_encoder.";
    static final int STAGES = 4;
    /** Of the perceptrons, and of the convolutions of the first stage. */
    static final int EXPANSION = 4;

    /** Left over from training on ImageNet, and counters. */
    static final Predicate<String> UNUSED = name -> name.startsWith(PREFIX + "head.")
            || name.startsWith(PREFIX + "norm_head.")
            || name.endsWith(".num_batches_tracked");

    TinyVitConfig {
        widths = List.copyOf(widths);
        depths = List.copyOf(depths);
        heads = List.copyOf(heads);
        windows = List.copyOf(windows);
    }

    static TinyVitConfig official() {
        return new TinyVitConfig(1024, List.of(64, 128, 160, 320), List.of(2, 2, 6, 2), List.of(2, 4, 5, 10), List.of(7, 7, 14, 7), 256);
    }

    /** Side of the grid of tokens in a stage: a quarter of the picture, then halves, but the last has that of the third. */
    int grid(int stage) {
        return imageSide / 4 >> Math.min(stage, STAGES - 2);
    }

    Map<String, long[]> parameterShapes() {
        ParameterShapes shapes = new ParameterShapes();
        int first = widths.get(0);
        normedConv(shapes, PREFIX + "patch_embed.seq.0", 3, first / 2, 3);
        normedConv(shapes, PREFIX + "patch_embed.seq.2", first / 2, first, 3);
        for (int i = 0; i < depths.get(0); i++) {
            String block = block(0, i);
            normedConv(shapes, block + "conv1", first, first * EXPANSION, 1);
            normedConv(shapes, block + "conv2", 1, first * EXPANSION, 3);
            normedConv(shapes, block + "conv3", first * EXPANSION, first, 1);
        }
        for (int stage = 1; stage < STAGES; stage++) {
            int width = widths.get(stage);
            String merging = merging(stage - 1);
            normedConv(shapes, merging + "conv1", widths.get(stage - 1), width, 1);
            normedConv(shapes, merging + "conv2", 1, width, 3);
            normedConv(shapes, merging + "conv3", width, width, 1);
            for (int i = 0; i < depths.get(stage); i++) {
                blockShapes(shapes, stage, block(stage, i));
            }
        }
        return Neck.shapes(shapes, widths.get(STAGES - 1), outWidth).asMap();
    }

    private void blockShapes(ParameterShapes shapes, int stage, String block) {
        int width = widths.get(stage);
        int window = windows.get(stage);
        shapes.put(block + "attn.attention_biases", heads.get(stage), (long) window * window)
                .norm(block + "attn.norm", width)
                .linear(block + "attn.qkv", width, 3L * width)
                .linear(block + "attn.proj", width, width)
                .norm(block + "mlp.norm", width)
                .linear(block + "mlp.fc1", width, (long) EXPANSION * width)
                .linear(block + "mlp.fc2", (long) EXPANSION * width, width);
        normedConv(shapes, block + "local_conv", 1, width, 3);
    }

    static String block(int stage, int index) {
        return PREFIX + "layers." + stage + ".blocks." + index + ".";
    }

    /** What leads from a stage to the next. */
    static String merging(int stage) {
        return PREFIX + "layers." + stage + ".downsample.";
    }

    private static void normedConv(ParameterShapes shapes, String name, long inPerGroup, long out, long kernel) {
        shapes.put(name + ".c.weight", out, inPerGroup, kernel, kernel)
                .norm(name + ".bn", out)
                .put(name + ".bn.running_mean", out)
                .put(name + ".bn.running_var", out);
    }
}
