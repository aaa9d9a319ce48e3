package org.egoscope.core.observation;

import java.util.Objects;

/**
 * One segmented thing in one frame.
 *
 * @param trackId identity over time within the session; positive
 * @param label class name, {@code unknown} where nothing names it, {@code own_arm} for the wearer's own arm
 * @param labelScore 0..1; 0 for unknown
 * @param mask its pixels
 * @param box tight box of the mask
 * @param predictedIou how good the mask is expected to be, 0..1 (SAM's predicted_iou)
 * @param stabilityScore IoU of the mask under a stricter and a laxer threshold, 0..1 (SAM's stability_score)
 * @param method what made the mask, such as {@code ldc-hierarchy} or {@code gradient-hierarchy}, with {@code +propagated} where it was
 *     carried over from an earlier frame
 * @param labelMethod what named it where that is not the tracker itself, such as {@code clip:ViT-B-32.pt}; else empty
 * @param embedding what its pixels show, in frames in which that was worked out
 */
public record Instance(
        long trackId,
        String label,
        float labelScore,
        Mask mask,
        BoundingBox box,
        float predictedIou,
        float stabilityScore,
        String method,
        String labelMethod,
        Embedding embedding) {
    public static final String UNKNOWN = "unknown";
    public static final String OWN_ARM = "own_arm";

    public Instance {
        Objects.requireNonNull(label, "label is null");
        Objects.requireNonNull(mask, "mask is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(labelMethod, "labelMethod is null");
        Objects.requireNonNull(embedding, "embedding is null");
        if (trackId < 1) {
            throw new IllegalArgumentException("track id: expected >= 1, got " + trackId);
        }
    }

    /** Under another name. */
    public Instance named(String otherLabel, float score, String otherLabelMethod) {
        return new Instance(
                trackId, otherLabel, score, mask, box, predictedIou, stabilityScore, method, otherLabelMethod, embedding);
    }

    public Instance withEmbedding(Embedding other) {
        return new Instance(trackId, label, labelScore, mask, box, predictedIou, stabilityScore, method, labelMethod, other);
    }
}
