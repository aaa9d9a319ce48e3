package org.egoscope.perception.internal.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptSegmenter;

/**
 * Edges from a network of the SAM family: outlines of its masks for a grid of clicks (as the edge detection without training of Kirillov
 * et al. 2023, section 7.2, which takes the gradients of the same masks). An outline counts as much as the best mask that has it is
 * expected to be right. Edges that another detector sees where no mask ends are texture or parts too small for the grid, and count less.
 */
public final class PromptedEdges implements EdgeDetector {
    /** Not tuned, like the four settings below: looser than the presets, which leave few masks in kitchens, and so few outlines. */
    private static final float UNCONFIRMED = 0.3f;

    private static final int POINTS_PER_SIDE = 12;
    private static final float PRED_IOU_THRESH = 0.75f;
    private static final float STABILITY_SCORE_THRESH = 0.85f;
    private static final float BOX_NMS_THRESH = 0.85f;

    private final PromptSegmenter segmenter;
    private final EdgeDetector fine;
    private final ImageSize size;
    private final MaskGeneratorOptions options;
    private final byte[] bitmap;
    private final float[] outlines;

    /**
     * Shares the network; does not close it.
     *
     * @param fine for what the masks leave
     */
    public PromptedEdges(PromptSegmenter segmenter, EdgeDetector fine, ImageSize size) {
        this.segmenter = segmenter;
        this.fine = fine;
        this.size = size;
        MaskGeneratorOptions preset = segmenter.everythingDefaults();
        options = new MaskGeneratorOptions(
                POINTS_PER_SIDE, preset.pointsPerBatch(), PRED_IOU_THRESH, STABILITY_SCORE_THRESH, preset.stabilityScoreOffset(),
                BOX_NMS_THRESH, 0, preset.cropNmsThresh(), preset.cropOverlapRatio(), 1, 0);
        bitmap = new byte[size.pixels()];
        outlines = new float[size.pixels()];
    }

    @Override
    public String method() {
        return segmenter.method() + "-hierarchy";
    }

    @Override
    public void detect(Mat rgb, @Shape("H W") float[] edges) {
        fine.detect(rgb, edges);
        ByteBuffer pixels = new BytePointer(rgb.data()).capacity(3L * size.pixels()).asByteBuffer();
        List<AutomaticMask> masks;
        try (PictureEmbedding picture = segmenter.embed(pixels, size)) {
            masks = picture.everything(options);
        }
        Arrays.fill(outlines, 0);
        for (AutomaticMask mask : masks) {
            mask.mask().copyTo(bitmap);
            draw(Math.min(1, mask.predictedIou() * mask.stability()));
        }
        for (int p = 0; p < edges.length; p++) {
            edges[p] = Math.max(outlines[p], UNCONFIRMED * edges[p]);
        }
    }

    /** Raises both sides of the bitmap's outline to the strength. */
    private void draw(float strength) {
        int width = size.width();
        for (int p = 0; p < bitmap.length; p++) {
            if (p % width + 1 < width && bitmap[p] != bitmap[p + 1]) {
                raise(p, strength);
                raise(p + 1, strength);
            }
            if (p + width < bitmap.length && bitmap[p] != bitmap[p + width]) {
                raise(p, strength);
                raise(p + width, strength);
            }
        }
    }

    private void raise(int p, float strength) {
        outlines[p] = Math.max(outlines[p], strength);
    }
}
