package org.egoscope.perception.internal.sam;

import java.util.List;
import org.egoscope.torch.TorchDevice;

/** Networks of a few thousand chance weights. */
public final class SmallSam {
    static final int SIDE = 128;
    static final DecoderConfig DECODER = new DecoderConfig(DecoderConfig.Family.SAM, SIDE, 16, 24, 16);

    private SmallSam() {}

    static Checkpoints.Model vit() {
        return Checkpoints.vit("sam_vit", new VitConfig(SIDE, 16, 2, 2, List.of(1), 3, 16), DECODER);
    }

    static Checkpoints.Model tiny() {
        TinyVitConfig config =
                new TinyVitConfig(SIDE, List.of(8, 8, 12, 16), List.of(1, 1, 1, 1), List.of(1, 2, 3, 2), List.of(1, 3, 4, 8), 16);
        return Checkpoints.tiny("mobile_sam_tiny_vit", config, DECODER);
    }

    /** Of MobileSAM's form. */
    public static SamSegmenter mobile(long seed) {
        return open(tiny(), seed);
    }

    static SamSegmenter open(Checkpoints.Model model, long seed) {
        return model.load(new RandomWeights(model.shapes(), seed), TorchDevice.CPU);
    }
}
