package org.egoscope.app.segment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.SegmentPrompt;

/**
 * What is asked of each picture.
 *
 * @param pictures which
 * @param prompts may be empty
 * @param answering how prompts are answered
 * @param everything options, where masks of everything are asked for
 * @param out folder for the results
 */
public record SegmentRequest(
        PictureSelection pictures, List<SegmentPrompt> prompts, Answering answering, Optional<MaskGeneratorOptions> everything, Path out) {
    public SegmentRequest {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty() && everything.isEmpty()) {
            throw PipelineException.badConfig("prompts: expected --points, --box or --everything, got none");
        }
        if (prompts.isEmpty() && answering.refine()) {
            throw PipelineException.badConfig("--refine: expected --points or --box, got none");
        }
    }

    /** Refuses prompts that point beside a picture. */
    void requireWithin(ImageSize size) {
        for (SegmentPrompt prompt : prompts) {
            for (PromptPoint point : prompt.points()) {
                if (!(point.x() >= 0 && point.x() <= size.width() && point.y() >= 0 && point.y() <= size.height())) {
                    throw PipelineException.badConfig("--points: expected within the picture of " + size + ", got " + point.x() + "," + point.y());
                }
            }
            prompt.box().ifPresent(box -> {
                if (!(box.x() < size.width() && box.y() < size.height() && box.right() > 0 && box.bottom() > 0)) {
                    throw PipelineException.badConfig("--box: expected to meet the picture of " + size + ", got " + box.x() + "," + box.y()
                            + "," + box.right() + "," + box.bottom());
                }
            });
        }
    }

    /**
     * How prompts are answered.
     *
     * @param multimask three nested masks for each prompt
     * @param refine twice, the best mask of the first time given back
     */
    public record Answering(boolean multimask, boolean refine) {
        List<List<PromptMask>> of(PictureEmbedding picture, List<SegmentPrompt> prompts) {
            return refine ? picture.refine(prompts, multimask) : picture.predict(prompts, multimask);
        }
    }

    /**
     * Clicks and boxes as they are written. Clicks belong to one thing, to which a single box may be added; boxes alone are a thing each.
     *
     * @param points {@code x,y} or {@code x,y,0} for a click beside the thing
     * @param boxes {@code x0,y0,x1,y1}
     */
    public static List<SegmentPrompt> prompts(List<String> points, List<String> boxes) {
        List<PromptPoint> clicks = points.stream().map(SegmentRequest::point).toList();
        List<BoundingBox> areas = boxes.stream().map(SegmentRequest::box).toList();
        if (clicks.isEmpty()) {
            return areas.stream().map(SegmentPrompt::ofBox).toList();
        }
        if (areas.size() > 1) {
            throw PipelineException.badConfig("--box: expected at most one with --points, got " + areas.size());
        }
        return List.of(new SegmentPrompt(clicks, areas.stream().findFirst(), Optional.empty()));
    }

    private static PromptPoint point(String text) {
        float[] numbers = numbers("--points", "x,y or x,y,0", text);
        if (numbers.length != 2 && numbers.length != 3) {
            throw PipelineException.badConfig("--points: expected x,y or x,y,0, got " + text);
        }
        return new PromptPoint(numbers[0], numbers[1], numbers.length == 2 || numbers[2] != 0);
    }

    private static BoundingBox box(String text) {
        float[] numbers = numbers("--box", "x0,y0,x1,y1", text);
        if (numbers.length != 4 || numbers[2] < numbers[0] || numbers[3] < numbers[1]) {
            throw PipelineException.badConfig("--box: expected x0,y0,x1,y1 with x0 <= x1 and y0 <= y1, got " + text);
        }
        return new BoundingBox(numbers[0], numbers[1], numbers[2] - numbers[0], numbers[3] - numbers[1]);
    }

    private static float[] numbers(String option, String form, String text) {
        String[] parts = text.split(",");
        float[] numbers = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Float.parseFloat(parts[i].strip());
            } catch (NumberFormatException e) {
                throw PipelineException.badConfig(option + ": expected " + form + ", got " + text);
            }
        }
        return numbers;
    }
}
