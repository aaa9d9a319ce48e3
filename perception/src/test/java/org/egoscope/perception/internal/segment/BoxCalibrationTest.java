package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.EdgeSegmenter;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;
import org.junit.jupiter.api.Test;

/** What is promised of the masks of boxes, against the truth of rendered kitchens from which nothing was learned. */
class BoxCalibrationTest {
    private static final long[] SEEDS = {301, 302};
    private static final int STRIDE = 37;
    private static final int LEAST_PIXELS = 800;
    private static final double MOST_SHARE = 0.3;

    private record Promise(double predicted, double kept) {}

    @Test
    void promisesAreKeptInTheMeanAndTheBetterHalfIsBetter() {
        List<Promise> promises = new ArrayList<>();
        try (PromptSegmenter segmenter = EdgeSegmenter.open(Optional.empty())) {
            for (long seed : SEEDS) {
                SyntheticScene scene = SyntheticScene.of(SceneConfig.varied(seed));
                addAll(segmenter, scene.frame((int) (seed * STRIDE % scene.frameCount())), promises);
            }
        }
        promises.sort((a, b) -> Double.compare(a.predicted(), b.predicted()));
        int half = promises.size() / 2;

        assertThat(promises).as("seeds 301 and 302").hasSizeGreaterThan(10);
        assertThat(mean(promises, true)).as("%s", promises).isCloseTo(mean(promises, false), within(0.12));
        assertThat(mean(promises.subList(half, promises.size()), false)).as("%s", promises).isGreaterThan(mean(promises.subList(0, half), false));
    }

    private static void addAll(PromptSegmenter segmenter, SyntheticFrame frame, List<Promise> promises) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(frame.size().pixels() * 3).put(frame.rgb().duplicate().rewind()).flip();
        try (PictureEmbedding picture = segmenter.embed(rgb, frame.size())) {
            for (int id : frame.visibleInstances(LEAST_PIXELS)) {
                if (id == SceneInstance.ROOM || frame.pixelsOf(id) > MOST_SHARE * frame.size().pixels()) {
                    continue;
                }
                Mask truth = frame.maskOf(id);
                PromptMask answer = picture.predict(SegmentPrompt.ofBox(truth.boundingBox()), false).get(0);
                promises.add(new Promise(answer.predictedIou(), answer.mask().iou(truth)));
            }
        }
    }

    private static double mean(List<Promise> promises, boolean predicted) {
        return promises.stream().mapToDouble(one -> predicted ? one.predicted() : one.kept()).average().orElseThrow();
    }
}
