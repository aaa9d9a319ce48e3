package org.egoscope.perception.internal.segment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.torch.FloatTensor;
import org.jspecify.annotations.Nullable;

/** A picture with its edges and its region hierarchy, ready for prompts. Holds no native memory of its own. */
public final class EdgeEmbedding implements PictureEmbedding {
    private static final int MULTIMASK_COUNT = 3;

    /** A prior without a box is looked for in its own tight box, grown by this share of its longer side. */
    private static final float PRIOR_MARGIN = 0.1f;

    private final EdgeLook look;
    private final ByteBuffer rgb;
    private final PictureScale scale;
    private final LookedAt looked;

    /** @param rgb the picture's pixels, read again only for crops */
    EdgeEmbedding(EdgeLook look, ByteBuffer rgb, PictureScale scale, LookedAt looked) {
        this.look = look;
        this.rgb = rgb;
        this.scale = scale;
        this.looked = looked;
    }

    LookedAt looked() {
        return looked;
    }

    PictureScale scale() {
        return scale;
    }

    @Override
    public ImageSize size() {
        return scale.picture();
    }

    @Override
    public List<List<PromptMask>> predict(List<SegmentPrompt> prompts, boolean multimask) {
        return prompts.stream().map(prompt -> answer(prompt, multimask ? MULTIMASK_COUNT : 1)).toList();
    }

    private List<PromptMask> answer(SegmentPrompt prompt, int count) {
        List<PromptPoint> points = prompt.points().stream()
                .map(p -> new PromptPoint((float) (p.x() * scale.across()), (float) (p.y() * scale.down()), p.foreground()))
                .toList();
        byte[] prior = prompt.maskPrior().map(this::fromLogits).orElse(null);
        Optional<BoundingBox> box = prompt.box().map(b -> clip(scale.toWorking(b)));
        boolean clicked = points.stream().anyMatch(PromptPoint::foreground);
        List<Answer> answers = box.isPresent() || !clicked
                ? new BoxAnswers(looked, box.orElseGet(() -> boxOf(prior)), points, prior).best(count)
                : clickAnswers(points, prior, count);
        List<PromptMask> masks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Where a click or a box has fewer readings than asked for, the last is repeated: the caller counts on three.
            masks.add(toMask(answers.get(Math.min(i, answers.size() - 1))));
        }
        return masks;
    }

    private List<Answer> clickAnswers(List<PromptPoint> points, byte @Nullable [] prior, int count) {
        PointAnswers clicks = new PointAnswers(looked.balanced());
        List<Answer> answers = new ArrayList<>();
        if (prior != null) {
            answers.addAll(new BoxAnswers(looked, boxOf(prior), points, prior).best(1));
        }
        for (PointAnswers.Choice choice : clicks.best(points, count - answers.size())) {
            answers.add(new Answer(clicks.paint(choice.nodes()), choice.predictedIou(), choice.stability()));
        }
        return answers;
    }

    /** At least a pixel of the working picture, inside it. */
    private BoundingBox clip(BoundingBox box) {
        float x0 = Math.max(0, Math.min(looked.width() - 1, box.x()));
        float y0 = Math.max(0, Math.min(looked.height() - 1, box.y()));
        float x1 = Math.max(x0 + 1, Math.min(looked.width(), box.right()));
        float y1 = Math.max(y0 + 1, Math.min(looked.height(), box.bottom()));
        return new BoundingBox(x0, y0, x1 - x0, y1 - y0);
    }

    /** The whole picture where there is no prior or an empty one. */
    private BoundingBox boxOf(byte @Nullable [] prior) {
        int[] corners = {looked.width(), looked.height(), -1, -1};
        for (int p = 0; prior != null && p < prior.length; p++) {
            if (prior[p] != 0) {
                corners[0] = Math.min(corners[0], p % looked.width());
                corners[1] = Math.min(corners[1], p / looked.width());
                corners[2] = Math.max(corners[2], p % looked.width());
                corners[3] = Math.max(corners[3], p / looked.width());
            }
        }
        if (corners[2] < 0) {
            return new BoundingBox(0, 0, looked.width(), looked.height());
        }
        int width = corners[2] - corners[0] + 1;
        int height = corners[3] - corners[1] + 1;
        float margin = PRIOR_MARGIN * Math.max(width, height);
        return clip(new BoundingBox(corners[0] - margin, corners[1] - margin, width + 2 * margin, height + 2 * margin));
    }

    private PromptMask toMask(Answer answer) {
        return new PromptMask(
                scale.toPicture(answer.bitmap()), LowResolution.logits(answer.bitmap(), looked.width()), answer.predictedIou(), answer.stability());
    }

    private byte[] fromLogits(FloatTensor logits) {
        if (!logits.hasShape(LowResolution.SIDE, LowResolution.SIDE)) {
            throw new IllegalArgumentException("mask prior: expected [" + LowResolution.SIDE + ", " + LowResolution.SIDE + "], got "
                    + Arrays.toString(logits.shape()));
        }
        return LowResolution.bitmap(logits, looked.width(), looked.height());
    }

    @Override
    public List<AutomaticMask> everything(MaskGeneratorOptions options) {
        return new EverythingNodes(look, options).of(this, rgb);
    }

    @Override
    public void close() {
        // Nothing native is held.
    }
}
