package org.egoscope.perception.internal.sam;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.Picture;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/** Where the time of SAM and MobileSAM goes. */
public final class SamBenchmark {
    private static final int BATCH = 64;
    private static final ImageSize SIZE = new ImageSize(1920, 1080);

    private SamBenchmark() {}

    /** Names for which {@link #random} makes a network. */
    public static Set<String> names() {
        return Checkpoints.official().keySet();
    }

    /** A network of published size with weights by chance. */
    public static SamSegmenter random(String name, TorchDevice device, long seed) {
        Checkpoints.Model model = Checkpoints.official().get(name);
        if (model == null) {
            throw new PipelineException(ErrorKind.MODEL, "benchmark: expected one of " + names() + ", got " + name);
        }
        return model.load(new RandomWeights(model.shapes(), seed), device);
    }

    /** Measures all steps on a 1920 x 1080 picture. */
    public static void run(SamSegmenter segmenter, StageMeter meter) {
        ByteBuffer rgb = picture();
        int side = segmenter.config().imageSide();
        ModelFrame frame = new ModelFrame(0, 0, SIZE.width(), SIZE.height(), side);
        float[] target = new float[side * side * 3];
        meter.measure("scale and normalise", () -> frame.fill(rgb, SIZE.width(), target, 0));
        meter.measure("image encoder", () -> {
            try (TensorScope scope = TensorScope.inference()) {
                Tensor input = Tensors.of(target, segmenter.weights().device(), 1, side, side, 3).permute(0, 3, 1, 2);
                segmenter.encoder().encode(input).contiguous();
            }
        });
        try (PictureEmbedding picture = segmenter.embed(rgb, SIZE)) {
            SegmentPrompt box = SegmentPrompt.ofBox(new BoundingBox(400, 300, 500, 400));
            meter.measure("1 box, 1 mask of 1920x1080", () -> picture.predict(box, false));
            meter.measure("the same refined", () -> picture.refine(List.of(box), false));
        }
        decoding(segmenter, frame, rgb, meter);
    }

    private static void decoding(SamSegmenter segmenter, ModelFrame frame, ByteBuffer rgb, StageMeter meter) {
        float[] xy = new float[2 * BATCH];
        for (int i = 0; i < BATCH; i++) {
            xy[2 * i] = (i % 8 + 0.5f) / 8 * SIZE.width();
            xy[2 * i + 1] = (i / 8 + 0.5f) / 8 * SIZE.height();
        }
        try (SamCrop crop = new SamCrop(segmenter, frame, segmenter.encode(List.of(new Picture(rgb, SIZE)), List.of(frame)).get(0))) {
            meter.measure("decode " + BATCH + " points", () -> crop.answer(xy).close());
            float[] logits = new float[crop.scaler().logitCount()];
            try (CropEmbedder.Answers answers = crop.answer(xy)) {
                List<Integer> all = IntStream.range(0, 3 * BATCH).boxed().toList();
                meter.measure(all.size() + " masks of 1920x1080", () -> all.forEach(i -> {
                    answers.logits(i, logits);
                    crop.scaler().scale(logits, 1);
                }));
            }
        }
    }

    /** Soft shapes, so that nothing is constant. */
    private static ByteBuffer picture() {
        ByteBuffer rgb = ByteBuffer.allocateDirect(SIZE.pixels() * 3);
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                double wave = Math.sin(x / 97.0) * Math.cos(y / 71.0);
                rgb.put((byte) (127 + 120 * wave)).put((byte) (x * 255 / SIZE.width())).put((byte) (y * 255 / SIZE.height()));
            }
        }
        return rgb.flip();
    }
}
