package org.egoscope.perception.internal.sam2;

import java.nio.ByteBuffer;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.SegmentPrompt;
import org.egoscope.perception.VideoSegmenterOptions;
import org.egoscope.perception.internal.sam.RandomWeights;
import org.egoscope.perception.internal.sam.StageMeter;
import org.egoscope.perception.internal.sam2.Sam2Network.Answer;
import org.egoscope.perception.internal.sam2.Sam2Network.Clicks;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.TorchDevice;

/** Where the time of SAM 2 goes. */
public final class Sam2Benchmark {
    private static final ImageSize SIZE = new ImageSize(1920, 1080);
    private static final int VIDEO_FRAMES = 10;

    private Sam2Benchmark() {}

    /** A network with weights by chance. */
    public static Sam2Network random(Sam2Shape shape, TorchDevice device, long seed) {
        return Sam2Network.load(new RandomWeights(Sam2Parameters.of(shape), seed), shape, device);
    }

    /** Measures all steps on 1920 x 1080 pictures. */
    public static void run(Sam2Network network, StageMeter meter) {
        PictureInput input = new PictureInput(network.shape().imageSize(), network.device());
        ByteBuffer rgb = picture(0);
        meter.measure("scale and normalise", () -> {
            try (TensorScope scope = TensorScope.inference()) {
                input.normalised(rgb, SIZE);
            }
        });
        try (TensorScope scope = TensorScope.inference()) {
            Tensor square = input.normalised(rgb, SIZE);
            meter.measure("image encoder", () -> network.encode(square).close());
            try (PictureMaps maps = network.encode(square)) {
                oneObject(network, maps, meter);
            }
        }
        meter.measureOnce(VIDEO_FRAMES + " frames of video, 1 object", () -> video(network));
    }

    private static void oneObject(Sam2Network network, PictureMaps maps, StageMeter meter) {
        Clicks click = new Clicks(new float[] {300, 400}, new int[] {1});
        Answer answer = network.answer(network.unconditioned(maps), maps, click, null);
        meter.measure("prompt and decode 1 point", () -> {
            try (TensorScope scope = TensorScope.inference()) {
                network.answer(network.unconditioned(maps), maps, click, null);
            }
        });
        meter.measure("memory encoder", () -> {
            try (TensorScope scope = TensorScope.inference()) {
                network.memory(maps, answer.logits(), false, true).contiguous();
            }
        });
        Tensor map = network.memory(maps, answer.logits(), false, true);
        Sam2Shape shape = network.shape();
        try (Remembering remembering = new Remembering(network);
                ObjectMemory memory = new ObjectMemory(new MemorySelection.Rule(shape.memories(), shape.pointers(), 1, 1))) {
            memory.put(0, ObjectMemory.Entry.kept(map, answer.pointer()), true);
            meter.measure("memory attention, 1 map", () -> attend(1, maps, memory, remembering));
            for (int t = 1; t < shape.pointers(); t++) {
                memory.put(t, ObjectMemory.Entry.kept(map, answer.pointer()), false);
            }
            meter.measure("memory attention, " + shape.memories() + " maps", () -> attend(shape.pointers(), maps, memory, remembering));
        }
    }

    /** With the work that objects of a frame share. */
    private static void attend(long frame, PictureMaps maps, ObjectMemory memory, Remembering remembering) {
        try (TensorScope scope = TensorScope.inference()) {
            remembering.forgetBegun();
            remembering.conditioned(frame, maps, memory);
        }
    }

    private static void video(Sam2Network network) {
        try (Sam2VideoSegmenter segmenter = new Sam2VideoSegmenter(network, VideoSegmenterOptions.defaults())) {
            for (int t = 0; t < VIDEO_FRAMES; t++) {
                segmenter.accept(picture(t), SIZE);
                if (t == 0) {
                    segmenter.prompt(1, SegmentPrompt.ofPoint(600, 500));
                }
            }
        }
    }

    /** Soft shapes that move, so that nothing is constant. */
    private static ByteBuffer picture(int frame) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(SIZE.pixels() * 3);
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                double wave = Math.sin((x + 8 * frame) / 97.0) * Math.cos(y / 71.0);
                rgb.put((byte) (127 + 120 * wave)).put((byte) (x * 255 / SIZE.width())).put((byte) (y * 255 / SIZE.height()));
            }
        }
        return rgb.flip();
    }
}
