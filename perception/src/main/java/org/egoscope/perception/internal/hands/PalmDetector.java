package org.egoscope.perception.internal.hands;

import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.TorchModel;

/** Palms in the picture. The network is shared; the buffers belong to this instance. */
final class PalmDetector {
    static final int VIEWS = 4;
    private static final double WIDE = 1.3;
    /** Side of the lower view as a share of the height: there hands are, and there they are seen larger. */
    private static final double LOWER_SHARE = 0.75;

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

    /** Palms in image pixels, best first. */
    List<PalmDetection> detect(VideoFrame frame, CropSampler.Region region) {
        long start = System.nanoTime();
        CropSampler.Letterbox box = sampler.sampleLetterbox(frame.rgb(), frame.size(), region, input[0].data());
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

    /**
     * Where to look in turn: a wide picture is looked at whole, then its left, then its right square, because whole it uses little more
     * than half of the input's rows and small hands are missed, then the middle of its lower part, larger still.
     */
    static CropSampler.Region view(ImageSize size, int count) {
        int side = size.height();
        int view = count % VIEWS;
        if (view == VIEWS - 1) {
            int lower = (int) (LOWER_SHARE * Math.min(side, size.width()));
            return new CropSampler.Region((size.width() - lower) / 2, side - lower, lower, lower);
        }
        if (size.width() < WIDE * side || view == 0) {
            return whole(size);
        }
        return new CropSampler.Region(view == 1 ? 0 : size.width() - side, 0, side, side);
    }

    static CropSampler.Region whole(ImageSize size) {
        return new CropSampler.Region(0, 0, size.width(), size.height());
    }

    /** The square about a place, moved into the picture. */
    static CropSampler.Region around(double x, double y, double side, ImageSize size) {
        int pixels = (int) Math.min(side, Math.min(size.width(), size.height()));
        int left = (int) HandRoles.clamp(x - pixels / 2.0, 0, size.width() - pixels);
        int top = (int) HandRoles.clamp(y - pixels / 2.0, 0, size.height() - pixels);
        return new CropSampler.Region(left, top, pixels, pixels);
    }
}
