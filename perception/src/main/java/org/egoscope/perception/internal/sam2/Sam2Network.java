package org.egoscope.perception.internal.sam2;

import java.util.List;
import java.util.function.BiConsumer;
import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.perception.internal.sam.MaskChoice;
import org.egoscope.perception.internal.sam.MaskDecoder;
import org.egoscope.perception.internal.sam.PromptEncoder;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.WeightSource;
import org.jspecify.annotations.Nullable;

/**
 * The parts of SAM 2.1 that do not remember: picture to maps, prompts to masks and pointers, masks to memories. Methods that give tensors
 * want an open scope.
 */
public final class Sam2Network implements AutoCloseable {
    /** Logit where an object is not in the picture at all. */
    static final float ABSENT = -1024;

    private static final BiConsumer<String, Tensor> UNSEEN = (name, tensor) -> {};

    private final Sam2Shape shape;
    private final FrozenWeights weights;
    private final Layers layers;
    private Hiera trunk;
    private final FeatureNeck neck;
    private final PromptEncoder prompts;
    private final MaskDecoder decoder;
    private final MemoryEncoder memoryEncoder;
    private final MemoryAttention memoryAttention;

    /** Takes ownership of the weights. */
    private Sam2Network(Sam2Shape shape, FrozenWeights weights) {
        this.shape = shape;
        this.weights = weights;
        layers = new Layers(weights);
        trunk = new Hiera(shape.trunk(), layers);
        neck = new FeatureNeck(layers);
        memoryEncoder = new MemoryEncoder(layers);
        try (TensorScope scope = TensorScope.inference()) {
            prompts = new PromptEncoder(layers, shape.decoder());
            decoder = new MaskDecoder(layers, shape.decoder());
            memoryAttention = new MemoryAttention(shape, layers);
        }
    }

    /**
     * Takes the weights from a file in the names of the official checkpoints.
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL that lists missing, extra and misshapen ones
     */
    public static Sam2Network load(WeightSource source, Sam2Shape shape, TorchDevice device) {
        return new Sam2Network(shape, FrozenWeights.load(source, Sam2Parameters.of(shape), name -> false, device));
    }

    /** From now on the image encoder's trunk multiplies in this precision. */
    public Sam2Network encodingIn(Tensor.Precision products) {
        trunk = new Hiera(shape.trunk(), new Layers(weights, products));
        return this;
    }

    public Sam2Shape shape() {
        return shape;
    }

    public TorchDevice device() {
        return weights.device();
    }

    Layers layers() {
        return layers;
    }

    MemoryAttention memoryAttention() {
        return memoryAttention;
    }

    PromptEncoder prompts() {
        return prompts;
    }

    MaskDecoder decoder() {
        return decoder;
    }

    /**
     * Looks at a picture.
     *
     * @param picture {@code [1, 3, side, side]}, normalised
     */
    PictureMaps encode(Tensor picture) {
        return encodeAll(picture).get(0);
    }

    /**
     * Looks at a batch of pictures.
     *
     * @param pictures {@code [B, 3, side, side]}, normalised
     */
    List<PictureMaps> encodeAll(Tensor pictures) {
        List<Tensor> levels = neck.levels(trunk.pyramid(pictures, UNSEEN));
        Tensor stride4 = layers.conv("sam_mask_decoder.conv_s0", levels.get(0), 1, 0);
        Tensor stride8 = layers.conv("sam_mask_decoder.conv_s1", levels.get(1), 1, 0);
        // The coarsest level has done its work in the one before it.
        return PictureMaps.kept(Layers.tokens(levels.get(2)).contiguous(), decoder.fineMaps(stride4, stride8));
    }

    /** The tokens of a picture with no memory to attend to. */
    Tensor unconditioned(PictureMaps maps) {
        return maps.tokens().add(layers.weight("no_mem_embed"));
    }

    /**
     * Clicks, and boxes as two of them.
     *
     * @param xy in pixels of the square picture
     * @param labels of {@link PromptEncoder}
     */
    record Clicks(float[] xy, int[] labels) {
        /** What the network is given where there is no prompt: a point that is none. */
        static final Clicks NONE = new Clicks(new float[2], new int[] {PromptEncoder.NO_POINT});

        int count() {
            return this == NONE ? 0 : labels.length;
        }
    }

    /**
     * Where an object is.
     *
     * @param logits {@code [1, 1, maskSide, maskSide]}
     * @param predictedIou 0..1
     * @param objectScore logit of its being in the picture
     * @param pointer {@code [1, C]}: what it is
     */
    record Answer(Tensor logits, float predictedIou, float objectScore, Tensor pointer) {
        boolean present() {
            return objectScore > 0;
        }
    }

    /**
     * Decodes one object.
     *
     * @param tokens of the picture, conditioned or not
     * @param prior logits of an earlier answer for the same picture
     */
    Answer answer(Tensor tokens, PictureMaps maps, Clicks clicks, @Nullable Tensor prior) {
        MaskDecoder.Decoded decoded = decoder.decode(
                tokens, prompts.densePositions(), prompts.points(clicks.xy(), clicks.labels(), 1, true), prompts.dense(prior), maps.fine());
        // With one click or none it is open which of nested things is meant: best of three.
        boolean ambiguous = clicks.count() <= 1;
        MaskChoice choice = ambiguous ? MaskChoice.nested(decoded).best() : MaskChoice.stable(decoded);
        float score = decoded.objectScore().item();
        Tensor logits = score > 0 ? choice.masks() : choice.masks().mul(0).add(ABSENT);
        return new Answer(logits, choice.iou().item(), score, pointer(choice.tokens(), score > 0));
    }

    private Tensor pointer(Tensor token, boolean present) {
        Tensor projected = layers.perceptron("obj_ptr_proj", token.reshape(1, shape.width()), 3);
        return present ? projected : layers.weight("no_obj_ptr");
    }

    /**
     * Takes a mask that is known; the network only makes the pointer.
     *
     * @param mask {@code [1, 1, side, side]}, 0 or 1
     */
    Answer known(PictureMaps maps, Tensor mask, boolean empty) {
        Tensor logits = mask.mul(20).add(-10).resize(Tensor.Interpolation.BILINEAR_ANTIALIASED, shape.maskSide(), shape.maskSide());
        Tensor prior = layers.conv("mask_downsample", mask, 4, 0);
        MaskDecoder.Decoded decoded = decoder.decode(
                maps.tokens(), prompts.densePositions(),
                prompts.points(Clicks.NONE.xy(), Clicks.NONE.labels(), 1, true), prompts.dense(prior), maps.fine());
        boolean seen = !empty && decoded.objectScore().item() > 0;
        return new Answer(logits, 1, empty ? -10 : 10, pointer(MaskChoice.single(decoded).tokens(), seen));
    }

    /**
     * What is remembered of an object in a picture, {@code [1, cells, memoryWidth]}.
     *
     * @param logits {@code [1, 1, maskSide, maskSide]}
     * @param prompted true if the user has pointed at it here: then the mask counts as certain
     */
    Tensor memory(PictureMaps maps, Tensor logits, boolean prompted, boolean present) {
        Tensor large = logits.resize(Tensor.Interpolation.BILINEAR, shape.imageSize(), shape.imageSize());
        Tensor mask = (prompted ? large.greater(0) : large.sigmoid()).mul(20).add(-10);
        Tensor memory = Layers.tokens(memoryEncoder.encode(Layers.map(maps.tokens(), shape.grid(), shape.grid()), mask));
        return present ? memory : memory.add(layers.weight("no_obj_embed_spatial"));
    }

    @Override
    public void close() {
        memoryAttention.close();
        decoder.close();
        prompts.close();
        weights.close();
    }
}
