package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SegmentPrompt;
import org.junit.jupiter.api.Test;

class PromptedEdgesTest {
    private static final ImageSize SIZE = new ImageSize(12, 9);

    /** Answers with the same masks whatever it is shown, and remembers one byte of what that was. */
    private static final class Drawn implements PromptSegmenter, PictureEmbedding {
        private final List<AutomaticMask> masks;
        private int seen = -1;
        private int closed;

        Drawn(AutomaticMask... masks) {
            this.masks = List.of(masks);
        }

        @Override
        public String method() {
            return "drawn";
        }

        @Override
        public PictureEmbedding embed(ByteBuffer rgb, ImageSize size) {
            seen = rgb.get(3 * size.pixels() - 1) & 255;
            return this;
        }

        @Override
        public ImageSize size() {
            return SIZE;
        }

        @Override
        public List<List<PromptMask>> predict(List<SegmentPrompt> prompts, boolean multimask) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<AutomaticMask> everything(MaskGeneratorOptions options) {
            return masks;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static final class Flat implements EdgeDetector {
        @Override
        public void detect(Mat rgb, float[] edges) {
            Arrays.fill(edges, 0.5f);
        }

        @Override
        public String method() {
            return "flat";
        }
    }

    private static AutomaticMask rectangle(int left, int top, int right, int bottom, float predictedIou, float stability) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int y = top; y < bottom; y++) {
            Arrays.fill(bitmap, y * SIZE.width() + left, y * SIZE.width() + right, (byte) 1);
        }
        return new AutomaticMask(
                Mask.ofBitmap(SIZE, bitmap), predictedIou, stability, new ImagePoint(left, top), new BoundingBox(0, 0, 12, 9));
    }

    /** The rule once more, pixel by pixel: the strongest mask of which one of four neighbours is on the other side. */
    private static float expected(List<AutomaticMask> masks, int x, int y) {
        float strongest = 0.3f * 0.5f;
        for (AutomaticMask mask : masks) {
            boolean here = mask.mask().contains(x, y);
            boolean border = x > 0 && mask.mask().contains(x - 1, y) != here
                    || x + 1 < SIZE.width() && mask.mask().contains(x + 1, y) != here
                    || y > 0 && mask.mask().contains(x, y - 1) != here
                    || y + 1 < SIZE.height() && mask.mask().contains(x, y + 1) != here;
            strongest = border ? Math.max(strongest, Math.min(1, mask.predictedIou() * mask.stability())) : strongest;
        }
        return strongest;
    }

    @Test
    void edgesAreTheStrongestOutlinesAndThreeTenthsOfWhatNoMaskConfirms() {
        Drawn drawn = new Drawn(
                rectangle(0, 0, 5, 9, 0.9f, 0.9f), rectangle(3, 2, 9, 7, 0.8f, 1), rectangle(6, 4, 8, 6, 1.2f, 1));
        PromptedEdges detector = new PromptedEdges(drawn, new Flat(), SIZE);
        float[] edges = new float[SIZE.pixels()];
        try (PointerScope scope = new PointerScope()) {
            detector.detect(new Mat(SIZE.height(), SIZE.width(), opencv_core.CV_8UC3, new Scalar(7, 8, 9, 0)), edges);
        }
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                assertThat(edges[y * SIZE.width() + x]).as("%d, %d", x, y).isEqualTo(expected(drawn.masks, x, y));
            }
        }
        assertThat(drawn.seen).as("last byte of the picture").isEqualTo(9);
        assertThat(drawn.closed).as("embeddings closed").isEqualTo(1);
        assertThat(detector.method()).isEqualTo("drawn-hierarchy");
    }
}
