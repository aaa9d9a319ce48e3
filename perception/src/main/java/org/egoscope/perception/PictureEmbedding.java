package org.egoscope.perception;

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
     * Masks of everything, best first in the order of suppression. With crops the pixels that were given to {@code embed} are read
     * again and must still be valid.
     */
    List<AutomaticMask> everything(MaskGeneratorOptions options);

    @Override
    void close();
}
