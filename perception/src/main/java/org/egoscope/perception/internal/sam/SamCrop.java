package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/** A picture or a part of one that SAM has looked at. */
final class SamCrop implements CropEmbedder.Crop {
    /**
     * Prompts that are decoded at once. Each holds about 30 MB of the picture's cells at full size; a few of them keep within the caches.
     */
    private static final int PROMPTS_AT_ONCE = 8;

    private final SamSegmenter segmenter;
    private final ModelFrame frame;
    private final Tensor embedding;
    private final MaskScaler scaler;

    /**
     * Prompts of the same form.
     *
     * @param xy {@code [B, N, 2]} pixels of the part
     * @param labels {@code [B, N]}
     * @param corners {@code [B, 4]} pixels of the part, or {@code null} without boxes
     * @param masks {@code [B, S, S]}, or {@code null} without masks
     * @param count B
     */
    record Batch(float[] xy, int[] labels, float @Nullable [] corners, float @Nullable [] masks, int count) {}

    /** What came of a batch; kept until released. */
    record Decoded(Tensor masks, Tensor iou) {
        void release() {
            masks.release();
            iou.release();
        }
    }

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

    /** Masks {@code [B, K, S, S]} and IoU {@code [B, K]}, K being 3 for nested ones and else 1. */
    Decoded decode(Batch batch, boolean nested) {
        List<Tensor> masks = new ArrayList<>();
        List<Tensor> ious = new ArrayList<>();
        try (TensorScope scope = TensorScope.inference()) {
            for (int start = 0; start < batch.count(); start += PROMPTS_AT_ONCE) {
                decodePart(part(batch, start, Math.min(PROMPTS_AT_ONCE, batch.count() - start)), nested, masks, ious);
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

    private static Batch part(Batch batch, int start, int count) {
        return new Batch(rows(batch.xy(), batch.count(), start, count), rows(batch.labels(), batch.count(), start, count),
                batch.corners() == null ? null : rows(batch.corners(), batch.count(), start, count),
                batch.masks() == null ? null : rows(batch.masks(), batch.count(), start, count), count);
    }

    private static float[] rows(float[] values, int all, int start, int count) {
        int each = values.length / all;
        return Arrays.copyOfRange(values, start * each, (start + count) * each);
    }

    private static int[] rows(int[] values, int all, int start, int count) {
        int each = values.length / all;
        return Arrays.copyOfRange(values, start * each, (start + count) * each);
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
    public CropEmbedder.Answers answer(float[] xy) {
        int[] labels = new int[xy.length / 2];
        Arrays.fill(labels, PromptEncoder.FOREGROUND);
        return new SamAnswers(decode(new Batch(xy, labels, null, null, labels.length), true));
    }

    /** Of a batch of clicks. */
    private record SamAnswers(Decoded decoded) implements CropEmbedder.Answers {
        @Override
        public float[] predictedIou() {
            return decoded.iou().toArray();
        }

        @Override
        public void logits(int index, float[] target) {
            try (TensorScope scope = TensorScope.inference()) {
                decoded.masks().narrow(0, index / 3, 1).narrow(1, index % 3, 1).copyTo(target);
            }
        }

        @Override
        public void close() {
            decoded.release();
        }
    }

    @Override
    public void close() {
        embedding.release();
    }
}
