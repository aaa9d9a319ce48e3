package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.WeightSource;

/** Which model a checkpoint is, from the names and shapes of its tensors. */
public final class Checkpoints {
    private static final String VIT_MARK = "image_encoder.pos_embed";
    private static final String TINY_MARK = "image_encoder.patch_embed.seq.0.c.weight";
    private static final Predicate<String> NONE = name -> false;

    private Checkpoints() {}

    /**
     * A model of SAM or MobileSAM.
     *
     * @param name for the provenance
     * @param shapes of its parameters by name
     * @param unused names that a checkpoint may have besides
     */
    record Model(
            String name,
            DecoderConfig decoder,
            Map<String, long[]> shapes,
            Predicate<String> unused,
            SamSegmenter.EncoderMaker encoder) {
        /** Reads the weights; the error lists all that are missing, extra or misshapen. */
        SamSegmenter load(WeightSource source, TorchDevice device) {
            return new SamSegmenter(name, FrozenWeights.load(source, shapes, unused, device), decoder, encoder);
        }
    }

    /** The published models, by name. */
    static Map<String, Model> official() {
        Map<String, Model> models = new TreeMap<>();
        DecoderConfig decoder = DecoderConfig.official(DecoderConfig.Family.SAM);
        models.put("sam_vit_b", vit("sam_vit_b", VitConfig.base(), decoder));
        models.put("sam_vit_l", vit("sam_vit_l", VitConfig.large(), decoder));
        models.put("sam_vit_h", vit("sam_vit_h", VitConfig.huge(), decoder));
        models.put("mobile_sam", tiny("mobile_sam", TinyVitConfig.official(), decoder));
        return models;
    }

    static Model vit(String name, VitConfig config, DecoderConfig decoder) {
        return new Model(name, decoder, joined(config.parameterShapes(), decoder), NONE, layers -> new ImageEncoderVit(layers, config));
    }

    static Model tiny(String name, TinyVitConfig config, DecoderConfig decoder) {
        return new Model(name, decoder, joined(config.parameterShapes(), decoder), TinyVitConfig.UNUSED,
                layers -> new TinyVit(layers, config));
    }

    private static Map<String, long[]> joined(Map<String, long[]> encoder, DecoderConfig decoder) {
        Map<String, long[]> all = new TreeMap<>(encoder);
        all.putAll(decoder.parameterShapes());
        return all;
    }

    /** Whether the names are those of SAM or MobileSAM. */
    public static boolean isSam(WeightSource source) {
        return source.names().contains(VIT_MARK) || source.names().contains(TINY_MARK);
    }

    /**
     * Recognises a model and loads it.
     *
     * @param imageSide of the square picture of a MobileSAM whose sizes are not the published ones, which its checkpoint does not tell
     * @throws PipelineException with {@link ErrorKind#MODEL} if it is none, or lists what is missing, extra or misshapen
     */
    public static SamSegmenter load(WeightSource source, TorchDevice device, int imageSide) {
        try {
            if (source.names().contains(VIT_MARK)) {
                return vit(source).load(source, device);
            }
            if (source.names().contains(TINY_MARK)) {
                return tiny(source, imageSide).load(source, device);
            }
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new PipelineException(ErrorKind.MODEL, "weights: expected the shapes of a SAM, got others: " + e.getMessage(), e);
        }
        throw new PipelineException(ErrorKind.MODEL, "weights: expected " + VIT_MARK + " of a SAM or " + TINY_MARK
                + " of a MobileSAM, got " + source.names().stream().sorted().limit(3).toList() + " and others");
    }

    private static Model vit(WeightSource source) {
        int width = side(source, VIT_MARK, 3);
        Optional<Model> published = official().values().stream()
                .filter(model -> model.shapes().containsKey(VIT_MARK) && model.shapes().get(VIT_MARK)[3] == width)
                .findFirst();
        // A published width with other sizes is taken for a damaged published model, so that the error says what differs.
        return published.orElseGet(() -> vit("sam_vit", vitConfig(source, width), decoder(source, side(source, VIT_MARK, 1) * 16)));
    }

    private static VitConfig vitConfig(WeightSource source, int width) {
        int grid = side(source, VIT_MARK, 1);
        List<Integer> globalBlocks = new ArrayList<>();
        int window = grid;
        int depth = 0;
        while (source.names().contains(table(depth))) {
            int reach = (side(source, table(depth), 0) + 1) / 2;
            if (reach == grid) {
                globalBlocks.add(depth);
            } else {
                window = reach;
            }
            depth++;
        }
        int heads = width / side(source, table(0), 1);
        return new VitConfig(grid * VitConfig.PATCH, width, heads, depth, globalBlocks, window, side(source, "image_encoder.neck.0.weight", 0));
    }

    private static String table(int block) {
        return "image_encoder.blocks." + block + ".attn.rel_pos_h";
    }

    private static Model tiny(WeightSource source, int imageSide) {
        Model published = tiny("mobile_sam", TinyVitConfig.official(), DecoderConfig.official(DecoderConfig.Family.SAM));
        if (side(source, TINY_MARK, 0) == published.shapes().get(TINY_MARK)[0]) {
            return published;
        }
        List<Integer> widths = new ArrayList<>(List.of(2 * side(source, TINY_MARK, 0)));
        List<Integer> depths = new ArrayList<>(List.of(count(source, 0, "conv1.c.weight")));
        List<Integer> heads = new ArrayList<>(List.of(1));
        List<Integer> windows = new ArrayList<>(List.of(1));
        for (int stage = 1; stage < TinyVitConfig.STAGES; stage++) {
            String biases = TinyVitConfig.block(stage, 0) + "attn.attention_biases";
            widths.add(side(source, TinyVitConfig.merging(stage - 1) + "conv1.c.weight", 0));
            depths.add(count(source, stage, "attn.attention_biases"));
            heads.add(side(source, biases, 0));
            windows.add((int) Math.round(Math.sqrt(side(source, biases, 1))));
        }
        TinyVitConfig config =
                new TinyVitConfig(imageSide, widths, depths, heads, windows, side(source, "image_encoder.neck.0.weight", 0));
        return tiny("mobile_sam_tiny_vit", config, decoder(source, imageSide));
    }

    private static int count(WeightSource source, int stage, String layer) {
        return (int) IntStream.iterate(0, i -> source.names().contains(TinyVitConfig.block(stage, i) + layer), i -> i + 1).count();
    }

    private static DecoderConfig decoder(WeightSource source, int imageSide) {
        return new DecoderConfig(DecoderConfig.Family.SAM, imageSide, side(source, "mask_decoder.iou_token.weight", 1),
                side(source, "mask_decoder.transformer.layers.0.mlp.lin1.weight", 0),
                side(source, "mask_decoder.iou_prediction_head.layers.0.weight", 0));
    }

    /** A side of a tensor's shape. */
    private static int side(WeightSource source, String name, int axis) {
        if (!source.names().contains(name)) {
            throw new PipelineException(ErrorKind.MODEL, "weights: " + name + " is missing");
        }
        return Math.toIntExact(source.shape(name)[axis]);
    }
}
