package org.egoscope.perception.internal.sam;

import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensors;

/**
 * The masks taken from what the decoder offers.
 *
 * @param masks {@code [B, K, S, S]} logits
 * @param iou {@code [B, K]} predicted
 * @param tokens {@code [B, K, C]} for SAM 2's object pointers; those of the single answer where that is asked for, whatever mask is taken
 */
public record MaskChoice(Tensor masks, Tensor iou, Tensor tokens) {
    /** Of SAM 2: the single answer must reach this stability at thresholds this far from zero. */
    private static final double STABILITY_OFFSET = 0.05;

    private static final double LEAST_STABILITY = 0.98;

    /** The three nested ones. */
    public static MaskChoice nested(MaskDecoder.Decoded decoded) {
        int count = DecoderConfig.MASK_TOKENS - 1;
        return new MaskChoice(decoded.masks().narrow(1, 1, count), decoded.iou().narrow(1, 1, count),
                decoded.maskTokens().narrow(1, 1, count));
    }

    /** The single answer. */
    public static MaskChoice single(MaskDecoder.Decoded decoded) {
        return new MaskChoice(decoded.masks().narrow(1, 0, 1), decoded.iou().narrow(1, 0, 1), decoded.maskTokens().narrow(1, 0, 1));
    }

    /** The single answer where it is stable, else the best of the nested ones. */
    public static MaskChoice stable(MaskDecoder.Decoded decoded) {
        MaskChoice single = single(decoded);
        MaskChoice best = nested(decoded).best();
        float[] above = count(single.masks.greater(STABILITY_OFFSET));
        float[] around = count(single.masks.greater(-STABILITY_OFFSET));
        int batch = above.length;
        Tensor[] masks = new Tensor[batch];
        Tensor[] ious = new Tensor[batch];
        for (int b = 0; b < batch; b++) {
            double stability = around[b] > 0 ? above[b] / (double) around[b] : 1;
            MaskChoice taken = stability >= LEAST_STABILITY ? single : best;
            masks[b] = taken.masks.narrow(0, b, 1);
            ious[b] = taken.iou.narrow(0, b, 1);
        }
        return new MaskChoice(Tensors.cat(0, masks), Tensors.cat(0, ious), single.tokens);
    }

    private static float[] count(Tensor inside) {
        // Counts stay below 2^24, where float32 is exact.
        return inside.reshape(inside.side(0), inside.side(2) * inside.side(3)).sum(1, false).toArray();
    }

    /** The one of each prompt with the highest predicted IoU, the first of equals. */
    public MaskChoice best() {
        int batch = (int) iou.side(0);
        int count = (int) iou.side(1);
        float[] values = iou.toArray();
        Tensor[] picked = new Tensor[batch];
        Tensor[] ious = new Tensor[batch];
        Tensor[] pickedTokens = new Tensor[batch];
        for (int b = 0; b < batch; b++) {
            int best = 0;
            for (int i = 1; i < count; i++) {
                best = values[b * count + i] > values[b * count + best] ? i : best;
            }
            picked[b] = masks.narrow(0, b, 1).narrow(1, best, 1);
            ious[b] = iou.narrow(0, b, 1).narrow(1, best, 1);
            pickedTokens[b] = tokens.narrow(0, b, 1).narrow(1, best, 1);
        }
        return new MaskChoice(Tensors.cat(0, picked), Tensors.cat(0, ious), Tensors.cat(0, pickedTokens));
    }
}
