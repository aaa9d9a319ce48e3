package org.egoscope.perception.internal.clip;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.WeightSource;

/**
 * Sizes of a CLIP whose picture side is a vision transformer, and the names of its parameters, which are OpenAI's and open_clip's.
 *
 * @param embedding length of the vectors that both sides give
 * @param image side of the square picture in pixels
 * @param patch side of the squares that pictures are cut into
 * @param vision transformer of pictures
 * @param context most tokens of a text, with those of start and end
 * @param vocabulary number of tokens
 * @param text transformer of texts
 */
record ClipShape(int embedding, int image, int patch, Tower vision, int context, int vocabulary, Tower text) {
    /** Of all published models. */
    static final int HEAD_WIDTH = 64;

    static final String VISION = "visual.transformer.resblocks.";
    static final String TEXT = "transformer.resblocks.";

    /** Numbers in OpenAI's archives that are no weights of the network, and the mask of texts, which follows from its length. */
    static final Set<String> NOT_WEIGHTS = Set.of("input_resolution", "context_length", "vocab_size", "attn_mask");

    /** One transformer. */
    record Tower(int width, int layers, int heads) {}

    ClipShape {
        boolean fits = image % patch == 0 && vision.width() % vision.heads() == 0 && text.width() % text.heads() == 0;
        if (!fits) {
            throw broken("sides that divide", "picture " + image + " / " + patch + ", " + vision + ", " + text);
        }
    }

    /** Patches along a side. */
    int grid() {
        return image / patch;
    }

    /**
     * Reads the sizes off the shapes of the parameters, as OpenAI's code does.
     *
     * @throws PipelineException with {@link ErrorKind#MODEL} if it is another kind of network
     */
    static ClipShape of(WeightSource weights) {
        if (weights.names().contains("visual.layer1.0.conv1.weight")) {
            throw broken("a CLIP with a vision transformer, such as ViT-B/32", "one with a residual network");
        }
        long[] patches = shape(weights, "visual.conv1.weight", 4);
        long[] places = shape(weights, "visual.positional_embedding", 2);
        long[] projection = shape(weights, "text_projection", 2);
        long[] tokens = shape(weights, "token_embedding.weight", 2);
        int grid = (int) Math.round(Math.sqrt(places[0] - 1.0));
        return new ClipShape(
                (int) projection[1], (int) patches[3] * grid, (int) patches[3], tower(weights, VISION, (int) patches[0]),
                (int) shape(weights, "positional_embedding", 2)[0], (int) tokens[0], tower(weights, TEXT, (int) tokens[1]));
    }

    private static Tower tower(WeightSource weights, String prefix, int width) {
        int layers = 0;
        while (weights.names().contains(prefix + layers + ".ln_1.weight")) {
            layers++;
        }
        return new Tower(width, layers, Math.max(1, width / HEAD_WIDTH));
    }

    private static long[] shape(WeightSource weights, String name, int rank) {
        if (!weights.names().contains(name)) {
            throw broken("a parameter " + name, "none");
        }
        long[] shape = weights.shape(name);
        if (shape.length != rank || Arrays.stream(shape).anyMatch(side -> side < 1 || side > Integer.MAX_VALUE)) {
            throw broken(name + " with " + rank + " sides", Arrays.toString(shape));
        }
        return shape;
    }

    private static PipelineException broken(String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "CLIP: expected " + expected + ", got " + got);
    }

    /** Shape of every parameter by name. */
    Map<String, long[]> parameters() {
        Map<String, long[]> all = new TreeMap<>();
        int width = vision.width();
        all.put("visual.conv1.weight", new long[] {width, 3, patch, patch});
        all.put("visual.class_embedding", new long[] {width});
        all.put("visual.positional_embedding", new long[] {(long) grid() * grid() + 1, width});
        norm(all, "visual.ln_pre", width);
        norm(all, "visual.ln_post", width);
        all.put("visual.proj", new long[] {width, embedding});
        tower(all, VISION, vision);
        all.put("token_embedding.weight", new long[] {vocabulary, text.width()});
        all.put("positional_embedding", new long[] {context, text.width()});
        norm(all, "ln_final", text.width());
        all.put("text_projection", new long[] {text.width(), embedding});
        all.put("logit_scale", new long[0]);
        tower(all, TEXT, text);
        return all;
    }

    private static void tower(Map<String, long[]> all, String prefix, Tower tower) {
        int width = tower.width();
        for (int layer = 0; layer < tower.layers(); layer++) {
            String block = prefix + layer + ".";
            norm(all, block + "ln_1", width);
            norm(all, block + "ln_2", width);
            all.put(block + "attn.in_proj_weight", new long[] {3L * width, width});
            all.put(block + "attn.in_proj_bias", new long[] {3L * width});
            linear(all, block + "attn.out_proj", width, width);
            linear(all, block + "mlp.c_fc", 4 * width, width);
            linear(all, block + "mlp.c_proj", width, 4 * width);
        }
    }

    private static void norm(Map<String, long[]> all, String name, int width) {
        all.put(name + ".weight", new long[] {width});
        all.put(name + ".bias", new long[] {width});
    }

    private static void linear(Map<String, long[]> all, String name, int out, int in) {
        all.put(name + ".weight", new long[] {out, in});
        all.put(name + ".bias", new long[] {out});
    }
}
