package org.egoscope.perception.internal.hands;

import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/** Palms in the picture. The network is shared; the buffers belong to this instance. */
final class PalmDetector {
    static final int VIEWS = 3;
    private static final double WIDE = 1.3;

    private final TorchModel network;
    private final PalmDecoder decoder;
    private final CropSampler sampler = new CropSampler(PalmDecoder.INPUT_SIDE);
    private final FloatTensor[] input = {FloatTensor.allocate(1, PalmDecoder.INPUT_SIDE, PalmDecoder.INPUT_SIDE, 3)};
    private final FloatTensor[] output = {
        FloatTensor.allocate(1, PalmDecoder.PRIORS, PalmDetection.VALUES), FloatTensor.allocate(1, PalmDecoder.PRIORS, 1)
    };
    private final float[] rows = new float[PalmDecoder.PRIORS * PalmDetection.VALUES];
    private final float[] logits = new float[PalmDecoder.PRIORS];

    private long runs;
    private long nanos;

    PalmDetector(TorchModel network, float minimumScore) {
        this.network = network;
        this.decoder = new PalmDecoder(minimumScore);
    }

    /**
     * Palms in image pixels, best first.
     *
     * @param view counts the calls: a wide picture is looked at whole, then its left, then its right square, because whole it uses
     *     little more than half of the input's rows and small hands are missed
     */
    List<PalmDetection> detect(VideoFrame frame, int view) {
        long start = System.nanoTime();
        CropSampler.Letterbox box =
                sampler.sampleLetterbox(frame.rgb(), frame.size(), region(frame.size(), view), input[0].data());
        network.runInto(input, output);
        output[0].copyTo(rows);
        output[1].copyTo(logits);
        List<PalmDetection> palms = decoder.decode(rows, logits).stream()
                .map(palm -> palm.mapped(box.offsetX(), box.offsetY(), box.scale()))
                .toList();
        runs++;
        nanos += System.nanoTime() - start;
        return palms;
    }

    long runs() {
        return runs;
    }

    long nanos() {
        return nanos;
    }

    private static CropSampler.Region region(ImageSize size, int view) {
        int side = size.height();
        if (size.width() < WIDE * side || view % VIEWS == 0) {
            return new CropSampler.Region(0, 0, size.width(), size.height());
        }
        return new CropSampler.Region(view % VIEWS == 1 ? 0 : size.width() - side, 0, side, side);
    }
}
