package org.egoscope.perception.internal.sam;

import java.nio.ByteBuffer;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.torch.FrozenWeights;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;

/** SAM and MobileSAM. Used by one thread at a time. */
public final class SamSegmenter implements PromptSegmenter {
    private final String name;
    private final FrozenWeights weights;
    private final DecoderConfig config;
    private final EncoderMaker maker;
    private ImageEncoder encoder;
    private final PromptEncoder prompts;
    private final MaskDecoder decoder;
    private final float[] picture;

    /** Which encoder comes before the decoder. */
    interface EncoderMaker {
        ImageEncoder make(Layers layers);
    }

    /** Takes over the weights. */
    SamSegmenter(String name, FrozenWeights weights, DecoderConfig config, EncoderMaker maker) {
        this.name = name;
        this.weights = weights;
        this.config = config;
        this.maker = maker;
        this.picture = new float[config.imageSide() * config.imageSide() * 3];
        Layers layers = new Layers(weights);
        try (TensorScope scope = TensorScope.inference()) {
            encoder = maker.make(layers);
            prompts = new PromptEncoder(layers, config);
            decoder = new MaskDecoder(layers, config);
        }
    }

    /** From now on the image encoder multiplies in this precision. */
    public SamSegmenter encodingIn(Tensor.Precision products) {
        encoder.close();
        encoder = maker.make(new Layers(weights, products));
        return this;
    }

    @Override
    public String method() {
        return name;
    }

    DecoderConfig config() {
        return config;
    }

    ImageEncoder encoder() {
        return encoder;
    }

    PromptEncoder prompts() {
        return prompts;
    }

    MaskDecoder decoder() {
        return decoder;
    }

    FrozenWeights weights() {
        return weights;
    }

    @Override
    public PictureEmbedding embed(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
        if (rgb.capacity() < size.pixels() * 3) {
            throw new IllegalArgumentException("picture: expected " + size + "x3 bytes, got " + rgb.capacity());
        }
        ModelFrame whole = new ModelFrame(0, 0, size.width(), size.height(), config.imageSide());
        return new SamEmbedding(size, config.maskSide(), crop(rgb, size, whole),
                (x, y, width, height) -> crop(rgb, size, new ModelFrame(x, y, width, height, config.imageSide())));
    }

    private SamCrop crop(ByteBuffer rgb, ImageSize size, ModelFrame frame) {
        return new SamCrop(this, frame, encode(rgb, size, frame));
    }

    /** {@code [1, cells, C]}, kept. */
    Tensor encode(ByteBuffer rgb, ImageSize size, ModelFrame frame) {
        int side = config.imageSide();
        frame.fill(rgb, size.width(), picture);
        try (TensorScope scope = TensorScope.inference()) {
            // Channels innermost, as the bytes have them and as the convolutions like them.
            Tensor input = Tensors.of(picture, weights.device(), 1, side, side, 3).permute(0, 3, 1, 2);
            return Layers.tokens(encoder.encode(input)).contiguous().keep();
        }
    }

    @Override
    public void close() {
        decoder.close();
        prompts.close();
        encoder.close();
        weights.close();
    }
}
