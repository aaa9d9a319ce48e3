package org.egoscope.perception.internal.sam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TensorScope;

/** A picture that a network of the SAM family has looked at. */
public final class SamEmbedding implements PictureEmbedding {
    /** Of the stability of prompted masks, in logits; the default of the generator of masks. */
    private static final float STABILITY_OFFSET = 1;

    private final ImageSize size;
    private final int maskSide;
    private final PromptCrop whole;
    private final CropEmbedder parts;

    /**
     * @param size of the picture
     * @param maskSide side of the network's masks
     * @param whole the picture; closed with this
     * @param parts opens parts of the same picture
     */
    public SamEmbedding(ImageSize size, int maskSide, PromptCrop whole, CropEmbedder parts) {
        this.size = size;
        this.maskSide = maskSide;
        this.whole = whole;
        this.parts = parts;
    }

    @Override
    public ImageSize size() {
        return size;
    }

    /** Prompts of one form can be one batch. */
    private record Form(int points, boolean boxed, boolean masked) {
        static Form of(SegmentPrompt prompt) {
            return new Form(prompt.points().size(), prompt.box().isPresent(), prompt.maskPrior().isPresent());
        }
    }

    @Override
    public List<List<PromptMask>> predict(List<SegmentPrompt> prompts, boolean multimask) {
        Map<Form, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < prompts.size(); i++) {
            places.computeIfAbsent(Form.of(prompts.get(i)), form -> new ArrayList<>()).add(i);
        }
        List<List<PromptMask>> answers = new ArrayList<>(prompts.stream().map(prompt -> List.<PromptMask>of()).toList());
        places.forEach((form, indices) -> {
            PromptCrop.Decoded decoded = whole.decode(batch(form, indices.stream().map(prompts::get).toList()), multimask);
            try {
                List<List<PromptMask>> read = read(decoded);
                for (int i = 0; i < indices.size(); i++) {
                    answers.set(indices.get(i), read.get(i));
                }
            } finally {
                decoded.release();
            }
        });
        return answers;
    }

    private PromptCrop.Batch batch(Form form, List<SegmentPrompt> prompts) {
        int count = prompts.size();
        float[] xy = new float[count * form.points * 2];
        int[] labels = new int[count * form.points];
        float[] corners = form.boxed ? new float[count * 4] : null;
        int cells = maskSide * maskSide;
        float[] masks = form.masked ? new float[count * cells] : null;
        for (int b = 0; b < count; b++) {
            SegmentPrompt prompt = prompts.get(b);
            for (int i = 0; i < form.points; i++) {
                PromptPoint point = prompt.points().get(i);
                int at = b * form.points + i;
                xy[2 * at] = point.x();
                xy[2 * at + 1] = point.y();
                labels[at] = point.foreground() ? PromptEncoder.FOREGROUND : PromptEncoder.BACKGROUND;
            }
            if (corners != null) {
                BoundingBox box = prompt.box().orElseThrow();
                System.arraycopy(new float[] {box.x(), box.y(), box.right(), box.bottom()}, 0, corners, 4 * b, 4);
            }
            if (masks != null) {
                System.arraycopy(prior(prompt.maskPrior().orElseThrow()), 0, masks, b * cells, cells);
            }
        }
        return new PromptCrop.Batch(xy, labels, corners, masks, count);
    }

    private float[] prior(FloatTensor logits) {
        if (!logits.hasShape(maskSide, maskSide)) {
            throw new IllegalArgumentException(
                    "mask prior: expected [" + maskSide + ", " + maskSide + "], got " + Arrays.toString(logits.shape()));
        }
        return logits.toArray();
    }

    private List<List<PromptMask>> read(PromptCrop.Decoded decoded) {
        int batch = (int) decoded.iou().side(0);
        int each = (int) decoded.iou().side(1);
        float[] ious = decoded.iouValues();
        List<List<PromptMask>> answers = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            List<PromptMask> masks = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                float[] logits = new float[maskSide * maskSide];
                try (TensorScope scope = TensorScope.inference()) {
                    decoded.masks().narrow(0, b, 1).narrow(1, i, 1).copyTo(logits);
                }
                MaskScaler.Scaled scaled = whole.scaler().scale(logits, STABILITY_OFFSET);
                float stability = Float.isNaN(scaled.stability()) ? 0 : scaled.stability();
                masks.add(new PromptMask(scaled.mask(), FloatTensor.of(logits, maskSide, maskSide), ious[b * each + i], stability));
            }
            answers.add(masks);
        }
        return answers;
    }

    @Override
    public List<AutomaticMask> everything(MaskGeneratorOptions options) {
        return new AutomaticMaskGenerator(this::open, size, options).generate();
    }

    private CropEmbedder.Crop open(int x, int y, int width, int height) {
        if (width == size.width() && height == size.height()) {
            return new Borrowed(whole);
        }
        return parts.open(x, y, width, height);
    }

    /** The whole picture, which stays open. */
    private record Borrowed(PromptCrop crop) implements CropEmbedder.Crop {
        @Override
        public MaskScaler scaler() {
            return crop.scaler();
        }

        @Override
        public CropEmbedder.Answers answer(float[] xy) {
            return crop.answer(xy);
        }

        @Override
        public void close() {
            // Closed with the embedding.
        }
    }

    @Override
    public void close() {
        whole.close();
    }
}
