package org.egoscope.perception;

import java.nio.file.Path;
import org.egoscope.perception.internal.sam.Checkpoints;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.TorchDevice;

/** Opens checkpoints of the SAM family as they are published: SAM ViT-B, -L, -H and MobileSAM. */
public final class SamModels {
    private static final int IMAGE_SIDE = 1024;

    private SamModels() {}

    /**
     * Recognises the model by the names and shapes in the file and loads it. MobileSAM of other than the published sizes is taken to see
     * pictures of 1024 x 1024.
     *
     * @throws org.egoscope.core.PipelineException with kind MODEL if the file cannot be read, is none of these models, or has missing,
     *     extra or misshapen parameters, which are listed
     */
    public static PromptSegmenter open(Path path, TorchDevice device) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return Checkpoints.load(file, device, IMAGE_SIDE);
        }
    }
}
