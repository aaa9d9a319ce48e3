package org.egoscope.perception.internal.sam2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.Picture;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.internal.sam.ImageEncoder;
import org.egoscope.perception.internal.sam.MaskChoice;
import org.egoscope.perception.internal.sam.MaskDecoder;
import org.egoscope.perception.internal.sam.MaskScaler;
import org.egoscope.perception.internal.sam.PromptCrop;
import org.egoscope.perception.internal.sam.PromptEncoder;
import org.egoscope.perception.internal.sam.SamEmbedding;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/** SAM 2 on single pictures. Used by one thread at a time. */
public final class Sam2Segmenter implements PromptSegmenter {
    /** Prompts that are decoded at once; few of them keep within the caches (1, 3, 8: 80, 76, 102 ms of processor a click). */
    private static final int PROMPTS_AT_ONCE = 3;

    /** Logits that may be fed back stay within this. */
    private static final double LOGIT_LIMIT = 32;

    private final Sam2Network network;
    private final PictureInput input;

    /** Takes ownership of the network. */
    public Sam2Segmenter(Sam2Network network) {
        this.network = network;
        input = new PictureInput(network.shape().imageSize(), network.device());
    }

    @Override
    public String method() {
        return network.shape().name();
    }

    @Override
    public int picturesAtOnce() {
        return ImageEncoder.picturesAtOnce(network.device());
    }

    @Override
    public PictureEmbedding embed(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
        return embed(List.of(new Picture(rgb, size))).get(0);
    }

    @Override
    public List<PictureEmbedding> embed(List<Picture> pictures) {
        try (TensorScope scope = TensorScope.inference()) {
            List<PictureMaps> maps = network.encodeAll(input.normalised(pictures));
            List<PictureEmbedding> embedded = new ArrayList<>();
            for (int i = 0; i < maps.size(); i++) {
                Picture picture = pictures.get(i);
                embedded.add(new SamEmbedding(picture.size(), network.shape().maskSide(), new Crop(picture.size(), maps.get(i)),
                        (x, y, width, height) -> part(picture, new PictureInput.Part(x, y, new ImageSize(width, height)))));
            }
            return embedded;
        }
    }

    @Override
    public MaskGeneratorOptions everythingDefaults() {
        return MaskGeneratorOptions.sam2Defaults();
    }

    private Crop part(Picture picture, PictureInput.Part part) {
        try (TensorScope scope = TensorScope.inference()) {
            return new Crop(part.size(), network.encode(input.normalised(picture.rgb(), picture.size(), part)));
        }
    }

    /** A part of a picture with its maps. */
    private final class Crop implements PromptCrop {
        private final ImageSize size;
        private final PictureMaps maps;
        private final MaskScaler scaler;

        Crop(ImageSize size, PictureMaps maps) {
            this.size = size;
            this.maps = maps;
            int side = network.shape().maskSide();
            // The square is not padded, and masks are enlarged straight to the picture.
            scaler = new MaskScaler(side, side, side, side, size);
        }

        @Override
        public MaskScaler scaler() {
            return scaler;
        }

        @Override
        public Decoded decode(Batch batch, boolean nested) {
            try (TensorScope scope = TensorScope.inference()) {
                List<Tensor> masks = new ArrayList<>();
                List<Tensor> ious = new ArrayList<>();
                for (int start = 0; start < batch.count(); start += PROMPTS_AT_ONCE) {
                    Batch part = batch.part(start, Math.min(PROMPTS_AT_ONCE, batch.count() - start));
                    try (TensorScope inner = TensorScope.inference()) {
                        MaskChoice choice = choice(part, nested);
                        masks.add(choice.masks().atLeast(-LOGIT_LIMIT).atMost(LOGIT_LIMIT).keep());
                        ious.add(choice.iou().contiguous().keep());
                    }
                }
                Decoded all = new Decoded(Tensors.cat(0, masks).keep(), Tensors.cat(0, ious).keep());
                masks.forEach(Tensor::release);
                ious.forEach(Tensor::release);
                return all;
            }
        }

        private MaskChoice choice(Batch batch, boolean nested) {
            MaskDecoder.Decoded decoded = network.decoder().decode(
                    network.unconditioned(maps), network.prompts().densePositions(), sparse(batch),
                    network.prompts().dense(prior(batch)), maps.fine());
            return nested ? MaskChoice.nested(decoded) : MaskChoice.stable(decoded);
        }

        private @Nullable Tensor prior(Batch batch) {
            int side = network.shape().maskSide();
            return batch.masks() == null ? null : Tensors.of(batch.masks(), network.device(), batch.count(), 1, side, side);
        }

        /** Boxes are two points before the others. */
        private Tensor sparse(Batch batch) {
            int given = batch.labels().length / batch.count();
            float[] corners = batch.corners();
            int boxed = corners == null ? 0 : 2;
            int each = boxed + given;
            if (each == 0) {
                return Tensors.zeros(network.device(), batch.count(), 0, network.shape().width());
            }
            float[] xy = new float[2 * each * batch.count()];
            int[] labels = new int[each * batch.count()];
            for (int b = 0; b < batch.count(); b++) {
                if (corners != null) {
                    System.arraycopy(corners, 4 * b, xy, 2 * each * b, 4);
                    labels[each * b] = PromptEncoder.BOX_START;
                    labels[each * b + 1] = PromptEncoder.BOX_END;
                }
                System.arraycopy(batch.xy(), 2 * given * b, xy, 2 * (each * b + boxed), 2 * given);
                System.arraycopy(batch.labels(), given * b, labels, each * b + boxed, given);
            }
            PromptClicks.toSquare(xy, size, network.shape().imageSize());
            return network.prompts().points(xy, labels, batch.count(), true);
        }

        @Override
        public void close() {
            maps.close();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
