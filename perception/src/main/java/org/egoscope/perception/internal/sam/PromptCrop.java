package org.egoscope.perception.internal.sam;

import java.util.Arrays;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/** A picture or a part of one that a network of the SAM family has looked at. */
public interface PromptCrop extends CropEmbedder.Crop {
    /**
     * Prompts of the same form.
     *
     * @param xy {@code [B, N, 2]} pixels of the part
     * @param labels {@code [B, N]}
     * @param corners {@code [B, 4]} pixels of the part, or {@code null} without boxes
     * @param masks {@code [B, S, S]}, or {@code null} without masks
     * @param count B
     */
    record Batch(float[] xy, int[] labels, float @Nullable [] corners, float @Nullable [] masks, int count) {
        /** Some of them. */
        public Batch part(int start, int length) {
            return new Batch(rows(xy, start, length), Arrays.copyOfRange(labels, start * points(), (start + length) * points()),
                    corners == null ? null : rows(corners, start, length), masks == null ? null : rows(masks, start, length), length);
        }

        private int points() {
            return labels.length / count;
        }

        private float[] rows(float[] values, int start, int length) {
            int each = values.length / count;
            return Arrays.copyOfRange(values, start * each, (start + length) * each);
        }
    }

    /** What came of a batch: masks {@code [B, K, S, S]} and IoU {@code [B, K]}; kept until released. */
    record Decoded(Tensor masks, Tensor iou) {
        /** {@code [B, K]}. */
        public float[] iouValues() {
            // Copying out makes short-lived native objects, too.
            try (TensorScope scope = TensorScope.inference()) {
                return iou.toArray();
            }
        }

        public void release() {
            masks.release();
            iou.release();
        }
    }

    /**
     * Answers a batch.
     *
     * @param nested three masks each, else one
     */
    Decoded decode(Batch batch, boolean nested);

    @Override
    default CropEmbedder.Answers answer(float[] xy) {
        int[] labels = new int[xy.length / 2];
        Arrays.fill(labels, PromptEncoder.FOREGROUND);
        return new ClickAnswers(decode(new Batch(xy, labels, null, null, labels.length), true));
    }

    /** Of a batch of clicks. */
    record ClickAnswers(Decoded decoded) implements CropEmbedder.Answers {
        @Override
        public float[] predictedIou() {
            return decoded.iouValues();
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
}
