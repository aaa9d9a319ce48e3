package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.Picture;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.SegmentPrompt;
import org.junit.jupiter.api.Test;

class Sam2SegmenterTest {
    private static final SegmentPrompt BOX = SegmentPrompt.ofBox(new BoundingBox(5, 5, 30, 20));

    private static Picture picture(int number, int width, int height) {
        ImageSize size = new ImageSize(width, height);
        return new Picture(SmallNetwork.frame(number, size, 3), size);
    }

    @Test
    void picturesLookedAtTogetherAnswerAsOneByOne() {
        List<Picture> pictures = List.of(picture(0, 64, 64), picture(7, 80, 50), picture(9, 40, 70));
        try (Sam2Segmenter segmenter = new Sam2Segmenter(SmallNetwork.load(4))) {
            List<PictureEmbedding> together = segmenter.embed(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                try (PictureEmbedding one = together.get(i); PictureEmbedding alone = segmenter.embed(List.of(pictures.get(i))).get(0)) {
                    PromptMask expected = alone.predict(BOX, false).get(0);
                    PromptMask got = one.predict(BOX, false).get(0);
                    float[] logits = got.lowResLogits().toArray();
                    for (int at = 0; at < logits.length; at++) {
                        assertThat(logits[at]).as("picture %d, cell %d", i, at).isCloseTo(expected.lowResLogits().get(at), within(1e-4f));
                    }
                    assertThat(got.mask().size()).isEqualTo(pictures.get(i).size());
                }
            }
        }
    }

    @Test
    void refiningIsTwoCallsTheMaskGivenBack() {
        Picture picture = picture(3, 64, 48);
        try (Sam2Segmenter segmenter = new Sam2Segmenter(SmallNetwork.load(5));
                PictureEmbedding embedding = segmenter.embed(List.of(picture)).get(0)) {
            PromptMask first = embedding.predict(BOX, false).get(0);
            PromptMask second = embedding.predict(BOX.withMaskPrior(first.lowResLogits()), false).get(0);
            PromptMask refined = embedding.refine(List.of(BOX), false).get(0).get(0);
            assertThat(refined.lowResLogits().toArray()).isEqualTo(second.lowResLogits().toArray()).isNotEqualTo(first.lowResLogits().toArray());
            assertThat(refined.predictedIou()).isEqualTo(second.predictedIou());
        }
    }
}
