package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/** A picture or a part of one that SAM has looked at. */
final class SamCrop implements PromptCrop {
    /**
     * Prompts that are decoded at once. Measured at full size, processor time of a prompt: 65, 60, 60, 61, 111 ms for 1, 2, 3, 4, 8 at
     * once; beyond 32 MB the C library gives tensors back to the system each time and the kernel clears them anew.
     */
    private static final int PROMPTS_AT_ONCE = 3;

    private final SamSegmenter segmenter;
    private final ModelFrame frame;
    private final Tensor embedding;
    private final MaskScaler scaler;

    /** Takes over the embedding, which is kept. */
    SamCrop(SamSegmenter segmenter, ModelFrame frame, Tensor embedding) {
        this.segmenter = segmenter;
        this.frame = frame;
        this.embedding = embedding;
        DecoderConfig config = segmenter.config();
        this.scaler = new MaskScaler(config.maskSide(), config.imageSide(), frame.scaledWidth(), frame.scaledHeight(),
                new ImageSize(frame.width(), frame.height()));
    }

    Tensor embedding() {
        return embedding;
    }

    @Override
    public MaskScaler scaler() {
        return scaler;
    }

    @Override
    public Decoded decode(Batch batch, boolean nested) {
        List<Tensor> masks = new ArrayList<>();
        List<Tensor> ious = new ArrayList<>();
        try (TensorScope scope = TensorScope.inference()) {
            for (int start = 0; start < batch.count(); start += PROMPTS_AT_ONCE) {
                decodePart(batch.part(start, Math.min(PROMPTS_AT_ONCE, batch.count() - start)), nested, masks, ious);
            }
            Decoded all = new Decoded(Tensors.cat(0, masks).keep(), Tensors.cat(0, ious).keep());
            masks.forEach(Tensor::release);
            ious.forEach(Tensor::release);
            return all;
        }
    }

    private void decodePart(Batch batch, boolean nested, List<Tensor> masks, List<Tensor> ious) {
        try (TensorScope scope = TensorScope.inference()) {
            PromptEncoder prompts = segmenter.prompts();
            Tensor dense = prompts.dense(maskTensor(batch));
            MaskDecoder.Decoded decoded =
                    segmenter.decoder().decode(embedding, prompts.densePositions(), sparse(batch), dense, null);
            MaskChoice choice = nested ? MaskChoice.nested(decoded) : MaskChoice.single(decoded);
            masks.add(choice.masks().contiguous().keep());
            ious.add(choice.iou().contiguous().keep());
        }
    }

    private @Nullable Tensor maskTensor(Batch batch) {
        int side = segmenter.config().maskSide();
        return batch.masks() == null ? null : Tensors.of(batch.masks(), segmenter.weights().device(), batch.count(), 1, side, side);
    }

    private Tensor sparse(Batch batch) {
        PromptEncoder prompts = segmenter.prompts();
        float[] corners = batch.corners();
        boolean pointed = batch.labels().length > 0;
        if (!pointed && corners == null) {
            return Tensors.zeros(segmenter.weights().device(), batch.count(), 0, segmenter.config().width());
        }
        Tensor boxes = corners == null ? null : prompts.boxes(inSquare(corners), batch.count());
        if (!pointed) {
            return boxes;
        }
        Tensor points = prompts.points(inSquare(batch.xy()), batch.labels(), batch.count(), boxes == null);
        return boxes == null ? points : Tensors.cat(1, points, boxes);
    }

    private float[] inSquare(float[] xy) {
        float[] moved = new float[xy.length];
        for (int i = 0; i < xy.length; i += 2) {
            moved[i] = frame.toSquareX(xy[i]);
            moved[i + 1] = frame.toSquareY(xy[i + 1]);
        }
        return moved;
    }

    @Override
    public void close() {
        embedding.release();
    }
}
