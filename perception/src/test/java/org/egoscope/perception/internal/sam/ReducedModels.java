package org.egoscope.perception.internal.sam;

import java.util.List;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.TorchDevice;

/** The reference's small models, with the sizes in its {@code *.reduced.config.json}. */
final class ReducedModels {
    static final VitConfig VIT = new VitConfig(256, 64, 4, 4, List.of(1, 3), 6, 64);
    static final TinyVitConfig TINY =
            new TinyVitConfig(256, List.of(16, 32, 48, 64), List.of(2, 2, 2, 2), List.of(1, 2, 3, 4), List.of(7, 7, 14, 7), 64);
    static final DecoderConfig DECODER = new DecoderConfig(DecoderConfig.Family.SAM, 256, 64, 128, 64);

    private ReducedModels() {}

    /** Recognised by its tensors. Skips the test where the reference files are absent. */
    static SamSegmenter open(String name) {
        try (SafetensorsFile file = Golden.weights(name)) {
            return Checkpoints.load(file, TorchDevice.CPU, 256);
        }
    }
}
