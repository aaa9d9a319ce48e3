package org.egoscope.perception.internal.sam;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.Picture;
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
    private float[] squares = {};

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
    public int picturesAtOnce() {
        return ImageEncoder.picturesAtOnce(weights.device());
    }

    @Override
    public PictureEmbedding embed(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
        return embed(List.of(new Picture(rgb, size))).get(0);
    }

    @Override
    public List<PictureEmbedding> embed(List<Picture> pictures) {
        List<ModelFrame> frames = pictures.stream().map(picture -> frame(0, 0, picture.size().width(), picture.size().height())).toList();
        List<Tensor> maps = encode(pictures, frames);
        List<PictureEmbedding> embedded = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            Picture picture = pictures.get(i);
            embedded.add(new SamEmbedding(picture.size(), config.maskSide(), new SamCrop(this, frames.get(i), maps.get(i)),
                    (x, y, width, height) -> part(picture, frame(x, y, width, height))));
        }
        return embedded;
    }

    private ModelFrame frame(int x, int y, int width, int height) {
        return new ModelFrame(x, y, width, height, config.imageSide());
    }

    private SamCrop part(Picture picture, ModelFrame frame) {
        return new SamCrop(this, frame, encode(List.of(picture), List.of(frame)).get(0));
    }

    /** {@code [1, cells, C]} of a part of each picture, kept. */
    List<Tensor> encode(List<Picture> pictures, List<ModelFrame> frames) {
        int side = config.imageSide();
        int values = side * side * 3;
        int count = pictures.size();
        squares = squares.length >= count * values ? squares : new float[count * values];
        for (int i = 0; i < count; i++) {
            frames.get(i).fill(pictures.get(i).rgb(), pictures.get(i).size().width(), squares, i * values);
        }
        try (TensorScope scope = TensorScope.inference()) {
            // Channels innermost, as the bytes have them and as the convolutions like them.
            Tensor input = Tensors.of(squares, weights.device(), count, side, side, 3).permute(0, 3, 1, 2);
            return Layers.kept(Layers.tokens(encoder.encode(input)).contiguous());
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
