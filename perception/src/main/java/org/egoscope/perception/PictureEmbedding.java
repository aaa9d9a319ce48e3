package org.egoscope.perception;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;

/** A picture made ready for prompts. Good until closed; used by one thread at a time; closed before its segmenter. */
public interface PictureEmbedding extends AutoCloseable {
    /** Of the picture. */
    ImageSize size();

    /**
     * Answers a batch of prompts.
     *
     * @param multimask three masks for each prompt (whole, part, subpart in no fixed order), else one
     * @return for each prompt its masks, in the order of the prompts
     * @throws IllegalArgumentException if a mask prior is not of this segmenter's shape
     */
    List<List<PromptMask>> predict(List<SegmentPrompt> prompts, boolean multimask);

    /** Answers one prompt. */
    default List<PromptMask> predict(SegmentPrompt prompt, boolean multimask) {
        return predict(List.of(prompt), multimask).get(0);
    }

    /**
     * Answers prompts in two steps, as SAM was trained to correct itself: the best mask of the first answer is given back as prior with
     * the same prompt. Costs a second decoding.
     */
    default List<List<PromptMask>> refine(List<SegmentPrompt> prompts, boolean multimask) {
        List<List<PromptMask>> first = predict(prompts, multimask);
        List<SegmentPrompt> again = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            PromptMask best = Collections.max(first.get(i), Comparator.comparingDouble(PromptMask::predictedIou));
            again.add(prompts.get(i).withMaskPrior(best.lowResLogits()));
        }
        return predict(again, multimask);
    }

    /**
     * Masks of everything, best first in the order of suppression. With crops the pixels that were given to {@code embed} are read
     * again and must still be valid.
     */
    List<AutomaticMask> everything(MaskGeneratorOptions options);

    @Override
    void close();
}
