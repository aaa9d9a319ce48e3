package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.AutomaticMask;
import org.egoscope.perception.MaskGeneratorOptions;
import org.egoscope.perception.Picture;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.Test;

class SamSegmenterTest {
    private static final ImageSize SIZE = new ImageSize(90, 60);

    private static ByteBuffer picture() {
        byte[] bytes = new byte[SIZE.pixels() * 3];
        new Random(3).nextBytes(bytes);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Test
    void bothEncodersAnswerPromptsAtPictureSize() {
        for (Checkpoints.Model model : List.of(SmallSam.vit(), SmallSam.tiny())) {
            try (SamSegmenter segmenter = SmallSam.open(model, 1); PictureEmbedding picture = segmenter.embed(picture(), SIZE)) {
                List<PromptMask> masks = picture.predict(SegmentPrompt.ofBox(new BoundingBox(10, 10, 40, 30)), true);
                assertThat(masks).hasSize(3);
                assertThat(masks.get(0).mask().size()).isEqualTo(SIZE);
                assertThat(masks.get(0).lowResLogits().shape()).containsExactly(32, 32);
                PromptMask refined = picture.predict(
                        SegmentPrompt.ofPoint(20, 20).withMaskPrior(masks.get(1).lowResLogits()), false).get(0);
                assertThat(refined.stability()).isBetween(0f, 1f);
            }
        }
    }

    @Test
    void picturesLookedAtTogetherAnswerAsOneByOne() {
        List<Picture> pictures = List.of(noise(1, 90, 60), noise(2, 60, 90), noise(3, 128, 128));
        SegmentPrompt box = SegmentPrompt.ofBox(new BoundingBox(10, 10, 40, 30));
        for (Checkpoints.Model model : List.of(SmallSam.vit(), SmallSam.tiny())) {
            try (SamSegmenter segmenter = SmallSam.open(model, 6)) {
                List<PictureEmbedding> together = segmenter.embed(pictures);
                for (int i = 0; i < pictures.size(); i++) {
                    try (PictureEmbedding one = together.get(i); PictureEmbedding alone = segmenter.embed(List.of(pictures.get(i))).get(0)) {
                        assertThat(one.size()).isEqualTo(pictures.get(i).size());
                        float[] expected = alone.predict(box, false).get(0).lowResLogits().toArray();
                        float[] got = one.predict(box, false).get(0).lowResLogits().toArray();
                        assertThat(relativeDistance(expected, got)).as("%s, picture %d", model.name(), i).isLessThan(1e-5);
                    }
                }
            }
        }
    }

    private static Picture noise(int seed, int width, int height) {
        byte[] bytes = new byte[width * height * 3];
        new Random(seed).nextBytes(bytes);
        return new Picture(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), new ImageSize(width, height));
    }

    @Test
    void aPriorOfAnotherShapeIsRefused() {
        try (SamSegmenter segmenter = SmallSam.open(SmallSam.vit(), 1); PictureEmbedding picture = segmenter.embed(picture(), SIZE)) {
            SegmentPrompt prompt = SegmentPrompt.ofPoint(1, 1).withMaskPrior(FloatTensor.allocate(8, 8));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> picture.predict(prompt, false))
                    .withMessage("mask prior: expected [32, 32], got [8, 8]");
        }
    }

    @Test
    void everythingIsTheSameEachTimeAndWhateverTheBatch() {
        MaskGeneratorOptions options = new MaskGeneratorOptions(4, 16, 0, 0.1f, 0.05f, 0.9f, 1, 0.9f, 0.3f, 2, 5);
        MaskGeneratorOptions smallBatches = new MaskGeneratorOptions(4, 3, 0, 0.1f, 0.05f, 0.9f, 1, 0.9f, 0.3f, 2, 5);
        try (SamSegmenter segmenter = SmallSam.open(SmallSam.vit(), 2)) {
            List<AutomaticMask> first = everything(segmenter, options);
            assertThat(first).isNotEmpty();
            assertThat(everything(segmenter, options)).isEqualTo(first);
            assertThat(everything(segmenter, smallBatches).stream().map(AutomaticMask::point).toList())
                    .isEqualTo(first.stream().map(AutomaticMask::point).toList());
        }
    }

    private static List<AutomaticMask> everything(SamSegmenter segmenter, MaskGeneratorOptions options) {
        try (PictureEmbedding picture = segmenter.embed(picture(), SIZE)) {
            return picture.everything(options);
        }
    }

    @Test
    void nothingNativeIsLeftBehind() {
        try (SamSegmenter segmenter = SmallSam.open(SmallSam.tiny(), 1)) {
            work(segmenter);
            long before = TorchRuntime.nativeObjects();
            for (int i = 0; i < 20; i++) {
                work(segmenter);
            }
            assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
        }
    }

    /** Eight bits of a factor leave relative errors of 2^-9 each, here summed up over two blocks; random ones, so well below 3 %. */
    @Test
    void productsOfFewerBitsChangeTheEmbeddingALittleAndCanBeTakenBack() {
        assumeTrue(TorchRuntime.fastBfloat16(), "bfloat16 is slow or not safe here");
        for (Checkpoints.Model model : List.of(SmallSam.vit(), SmallSam.tiny())) {
            try (SamSegmenter segmenter = SmallSam.open(model, 4)) {
                float[] exact = embedding(segmenter);
                float[] rounded = embedding(segmenter.encodingIn(Precision.BFLOAT16));
                assertThat(relativeDistance(exact, rounded)).as("seed 4, %s", model.name()).isBetween(1e-5, 0.03);
                assertThat(embedding(segmenter.encodingIn(Precision.FLOAT32))).isEqualTo(exact);
            }
        }
    }

    private static float[] embedding(SamSegmenter segmenter) {
        ModelFrame whole = new ModelFrame(0, 0, SIZE.width(), SIZE.height(), SmallSam.SIDE);
        try (TensorScope scope = TensorScope.inference()) {
            Tensor kept = segmenter.encode(List.of(new Picture(picture(), SIZE)), List.of(whole)).get(0);
            float[] values = kept.toArray();
            kept.release();
            return values;
        }
    }

    private static double relativeDistance(float[] expected, float[] got) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(got[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    private static void work(SamSegmenter segmenter) {
        segmenter.embed(List.of(noise(1, 90, 60), noise(2, 60, 90))).forEach(PictureEmbedding::close);
        try (PictureEmbedding picture = segmenter.embed(picture(), SIZE)) {
            picture.predict(List.of(SegmentPrompt.ofPoint(5, 5), SegmentPrompt.ofBox(new BoundingBox(1, 2, 30, 40))), true);
            picture.everything(new MaskGeneratorOptions(2, 2, 0, 0, 1, 0.7f, 1, 0.7f, 0.3f, 1, 0));
        }
    }
}
